import { expect, test } from 'vitest';

import type { RecipeSurroundings, Suggestion } from '../../../../src/core/recipe/assist/completeRecipe.js';
import { completeRecipe } from '../../../../src/core/recipe/assist/completeRecipe.js';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const surroundings: RecipeSurroundings = {
  dockerfileOf: (target) =>
    Promise.resolve(
      target === 'app'
        ? {
            file: '/a/Dockerfile',
            stages: [
              { name: 'build', range },
              { name: 'final', range },
            ],
            args: [
              { name: 'VERSION', range, value: '1' },
              { name: 'VERSION', range },
              { name: 'MODE', range },
            ],
          }
        : undefined,
    ),
  rules: [{ name: 'DL3008', title: 'Pin versions' }],
  platforms: ['linux/amd64', 'linux/arm64'],
};

/** What is offered where `|` stands. */
async function complete(
  marked: string,
  options: { readonly isJson?: boolean; readonly withKeys?: boolean } = {},
): Promise<readonly Suggestion[]> {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const { isJson = false, withKeys = true } = options;
  return completeRecipe({ text, offset, isJson, withKeys }, surroundings);
}

async function labels(marked: string, options?: Parameters<typeof complete>[1]): Promise<readonly string[]> {
  return (await complete(marked, options)).map(({ label }) => label);
}

test('an empty file is offered the kinds of blocks', async () => {
  expect(await labels('|')).toEqual(['variable', 'function', 'group', 'target', 'x-check']);
});

test('the keys of a target are offered, without those it has', async () => {
  const offered = await labels('target:\n  app:\n    context: .\n    |');
  expect(offered).toEqual(expect.arrayContaining(['dockerfile', 'platforms', 'x-launchpad']));
  expect(offered).not.toContain('context');
});

test('a half-written key is replaced, with what comes behind it', async () => {
  const offered = await complete('target:\n  app:\n    plat|\n    context: .\n');
  expect(offered.find(({ label }) => label === 'platforms')).toMatchObject({
    newText: 'platforms:\n      - ',
    range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } },
  });
});

test('a key that has its colon gets no second one', async () => {
  const offered = await complete('target:\n  app:\n    plat|: [linux/amd64]\n');
  expect(offered.find(({ label }) => label === 'platforms')?.newText).toBe('platforms');
});

test('the keys are documented by the schema', async () => {
  const offered = await complete('target:\n  app:\n    |');
  expect(offered.find(({ label }) => label === 'dockerfile')?.documentation).toContain(
    'relative to the context',
  );
});

test('the names of targets are offered in groups and in inherits, themselves left out', async () => {
  const targets = 'target:\n  app: {}\n  _base: {}\n  tool:\n    inherits: [|]\n';
  expect(await labels(targets)).toEqual(['app', '_base']);
  expect(await labels(`group:\n  default:\n    targets: [app, |]\n${targets.replace('|', '')}`)).toEqual([
    '_base',
    'tool',
  ]);
});

test('an item in a list of its own lines is completed', async () => {
  expect(await labels('target:\n  app:\n    platforms:\n      - linux/amd64\n      - |\n')).toEqual([
    'linux/arm64',
  ]);
});

test('where a list is to begin its dash comes along', async () => {
  const [first] = await complete('target:\n  app:\n    platforms:\n      |\n');
  expect(first?.newText).toBe('- linux/amd64');
});

test('a stage is offered from the Dockerfile of the target', async () => {
  expect(await labels('target:\n  app:\n    target: |\n')).toEqual(['build', 'final']);
  expect(await labels('target:\n  other:\n    target: |\n')).toEqual([]);
});

test('the ARGs of the Dockerfile are offered once each, without those that are given', async () => {
  expect(await labels('target:\n  app:\n    args:\n      MODE: x\n      |\n')).toEqual(['VERSION']);
  const [argument] = await complete('target:\n  app:\n    args: { V| }\n');
  expect([argument?.newText, argument?.detail]).toEqual(['VERSION: ', undefined]);
});

test('rules are offered where their severities are set', async () => {
  expect(await labels('target:\n  app:\n    x-check:\n      rules:\n        |\n')).toContain('DL3008');
});

test('words of a fixed set are offered', async () => {
  expect(await labels('target:\n  app:\n    pull: |\n')).toEqual(['true', 'false']);
});

test('nothing is offered in a comment', async () => {
  expect(await labels('target:\n  app:\n    # plat|\n')).toEqual([]);
});

test('without keys only names are offered', async () => {
  expect(await labels('target:\n  app:\n    |', { withKeys: false })).toEqual([]);
  expect(await labels('target:\n  app:\n    args:\n      |', { withKeys: false })).toEqual([
    'VERSION',
    'MODE',
  ]);
});

test('in JSON everything is quoted', async () => {
  const offered = await complete('{ "target": { "app": { "x-l|" } } }', { isJson: true });
  expect(offered.find(({ label }) => label === 'x-launchpad')).toMatchObject({
    newText: '"x-launchpad": ',
    range: { start: { line: 0, character: 23 }, end: { line: 0, character: 28 } },
  });
  const platforms = await complete('{ "target": { "app": { "platforms": [|] } } }', { isJson: true });
  expect(platforms[0]?.newText).toBe('"linux/amd64"');
});

test.each(['', '|', 'target', ': : :', '{', '}', '- - -', 'target:\n\tapp:', '"', '&a *b', '--- \n...'])(
  'no text makes it fail: %j',
  async (text) => {
    for (let offset = 0; offset <= text.length; offset++) {
      const request = { text, offset, isJson: false, withKeys: true };
      expect(await completeRecipe(request, surroundings)).toBeInstanceOf(Array);
    }
  },
);
