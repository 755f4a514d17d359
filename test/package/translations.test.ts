import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

async function readSources(directory: string): Promise<string> {
  const names = await readdir(join(root, directory), { recursive: true });
  const texts = names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFile(join(root, directory, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

async function readJson(file: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(join(root, file), 'utf8')) as Record<string, string>;
}

/** The texts given to `l10n.t`: always literals, in single or double quotes. */
function translatedTexts(source: string): readonly string[] {
  const calls = source.matchAll(/l10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g);
  return [...new Set([...calls].map(([, single, double]) => single ?? double ?? ''))].sort();
}

test('translators find every text of the extension, and no other', async () => {
  const source = (await readSources('src/editor')) + (await readSources('src/server'));
  const texts = translatedTexts(source);
  expect(Object.keys(await readJson('l10n/bundle.l10n.json'))).toEqual(texts);
  expect(source.match(/l10n\.t\(/g)?.length).toBeGreaterThanOrEqual(texts.length);
});

test('the manifest names texts that are there, and all of them', async () => {
  const manifest = await readFile(join(root, 'package.json'), 'utf8');
  const named = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, name]) => name));
  expect([...named].sort()).toEqual(Object.keys(await readJson('package.nls.json')).sort());
});
