import { expect, test } from 'vitest';

import { startOfText } from '../../../src/core/base/text.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import { FindingStore } from '../../../src/server/check/findingStore.js';

function finding(rule: string, file: string): Finding {
  return { rule, severity: 'warning', message: rule, file, range: startOfText, fixes: [] };
}

function rulesOf(store: FindingStore, file: string): readonly string[] {
  return store.ofFile(file).map(({ rule }) => rule);
}

test('a file shows once what two subjects found in it', () => {
  const store = new FindingStore();
  store.set('/a/oci-recipe.yaml', [finding('One', '/a/Dockerfile')], { live: true });
  store.set('/a/Dockerfile', [finding('One', '/a/Dockerfile'), finding('Two', '/a/Dockerfile')], {
    live: true,
  });
  expect(rulesOf(store, '/a/Dockerfile')).toEqual(['One', 'Two']);
});

test('replacing findings tells of the files that lost some', () => {
  const store = new FindingStore();
  store.set('/a', [finding('One', '/a/Dockerfile')], { live: false });
  expect([...store.set('/a', [], { live: false })]).toEqual(['/a', '/a/Dockerfile']);
});

test('about an open file an older look at its folder is not heard', () => {
  const store = new FindingStore();
  store.set('/a', [finding('Old', '/a/Dockerfile'), finding('Kept', '/a/x.Dockerfile')], { live: false });
  store.set('/a/Dockerfile', [], { live: true });
  expect([rulesOf(store, '/a/Dockerfile'), rulesOf(store, '/a/x.Dockerfile')]).toEqual([[], ['Kept']]);
});

test('a forgotten subject leaves nothing behind', () => {
  const store = new FindingStore();
  store.set('/a/Dockerfile', [finding('One', '/a/Dockerfile')], { live: true });
  expect([...store.delete('/a/Dockerfile'), ...rulesOf(store, '/a/Dockerfile')]).toEqual(['/a/Dockerfile']);
});
