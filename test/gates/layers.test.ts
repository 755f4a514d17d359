import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, test } from 'vitest';

import layers from '../layers.mjs';

let planted = '';

beforeAll(async () => {
  planted = await mkdtemp(join(tmpdir(), 'layers-'));
});

afterAll(async () => {
  await rm(planted, { recursive: true, force: true });
});

/** The names of the rules that a small tree of files breaks. */
async function brokenRules(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const base = await mkdtemp(join(planted, 'tree-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(base, name)), { recursive: true });
    await writeFile(join(base, name), text);
  }
  const result = await cruiseTree(base, ['src', 'webview']);
  return [...new Set(result.summary.violations.map((violation) => violation.rule.name))].sort();
}

async function cruiseTree(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const { output } = await cruise([...folders], {
    validate: true,
    ruleSet: { forbidden: layers.forbidden ?? [] },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    baseDir,
  });
  if (typeof output === 'string') {
    throw new TypeError('expected a result object');
  }
  return output;
}

const page = {
  'webview/main.ts': `import { a } from './a.js'; a();`,
  'webview/a.ts': `export const a = (): void => undefined;`,
};

test('every module of the product is seen and none crosses a boundary', async () => {
  const result = await cruiseTree(process.cwd(), ['src', 'webview']);
  expect(
    result.summary.violations.map(
      (violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`,
    ),
  ).toEqual([]);
  const sources = await readdir('src', { recursive: true });
  const count = sources.filter((name) => name.endsWith('.ts')).length;
  expect(result.summary.totalCruised).toBeGreaterThanOrEqual(count);
});

test('core that reaches for a file itself is caught', async () => {
  const files = {
    ...page,
    'src/core/image/a.ts': `import { readFileSync } from 'node:fs'; export const a = readFileSync;`,
    'src/core/image/b.ts': `import { a } from './a.js'; a('x');`,
  };
  expect(await brokenRules(files)).toEqual(['io-through-host']);
});

test('core that knows a face is caught', async () => {
  const files = {
    ...page,
    'src/core/image/a.ts': `import { c } from '../../cli/c.js'; c();`,
    'src/cli/c.ts': `export const c = (): void => undefined;`,
  };
  expect(await brokenRules(files)).toEqual(['core-knows-no-face']);
});

test('a capability that reaches sideways is caught', async () => {
  const files = {
    ...page,
    'src/core/image/a.ts': `import { p } from '../plan/p.js'; p();`,
    'src/core/plan/p.ts': `export const p = (): void => undefined;`,
  };
  expect(await brokenRules(files)).toEqual(['core-image']);
});

test('two modules that import each other are caught', async () => {
  const files = {
    ...page,
    'src/core/plan/a.ts': `import { b } from './b.js'; export const a = (): unknown => b;`,
    'src/core/plan/b.ts': `import { a } from './a.js'; export const b = (): unknown => a;`,
  };
  expect(await brokenRules(files)).toEqual(['no-cycles']);
});

test('a webview that imports core is caught', async () => {
  const files = {
    'webview/main.ts': `import { p } from '../src/core/plan/p.js'; p();`,
    'src/core/plan/p.ts': `export const p = (): void => undefined;`,
  };
  expect(await brokenRules(files)).toEqual(['webview-knows-only-bridge']);
});

test('a module that nothing imports is caught', async () => {
  const files = { ...page, 'src/core/plan/lonely.ts': `export const lonely = 1;` };
  expect(await brokenRules(files)).toEqual(['no-orphans']);
});
