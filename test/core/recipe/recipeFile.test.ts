import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { RecipeFile } from '../../../src/core/recipe/recipeFile.js';
import { parseRecipeFile } from '../../../src/core/recipe/recipeFile.js';
import { bakeFixtures } from '../../fixtures/bake/bakeFixtures.js';

function read(text: string, name = 'oci-recipe.yaml'): RecipeFile {
  return parseRecipeFile({
    text,
    file: `/r/${name}`,
    directory: '/r',
    environment: {},
    localPlatform: 'linux/amd64',
  });
}

function said(text: string, name?: string): readonly string[] {
  return read(text, name).findings.map(
    ({ rule, severity, message, range: { start, end } }) =>
      `${severity} ${rule} ${start.line}:${start.character}-${end.line}:${end.character} ${message}`,
  );
}

describe('what is wrong with a file is said at its place', () => {
  test.each([
    [
      'a misspelt key',
      'target:\n  app:\n    platfroms: [linux/amd64]\n',
      ['error RecipeKey 2:4-2:13 "platfroms" is not a key of target "app". Did you mean "platforms"?'],
    ],
    [
      'columns count UTF-16 units',
      'target: { "é😀": {}, app: { tgas: [a] } }\n',
      [
        'error RecipeValue 0:10-0:15 "é😀" cannot be a name. Names consist of letters, digits, - and _ only.',
        'error RecipeKey 0:28-0:32 "tgas" is not a key of target "app". Did you mean "tags"?',
      ],
    ],
    [
      'a repeated key',
      'target:\n  app: {}\n  app: {}\n',
      ['error RecipeSyntax 2:2-2:5 This key is already there; only one of the two can count. Remove one.'],
    ],
    [
      'a tab',
      'target:\n\tapp: {}\n',
      [
        'error RecipeValue 0:7-0:7 "target" must be a map, not empty.',
        'error RecipeSyntax 1:0-1:1 YAML is indented with spaces, never with tabs.',
        'error RecipeKey 1:1-1:4 "app" is not a key of a recipe file. Known here: variable, function, group, target, x-check.',
      ],
    ],
    [
      'an alias',
      'target:\n  app: { tags: &t [a] }\n  b: { tags: *t }\n',
      [
        'error RecipeSyntax 1:18-1:21 The anchor &t has no counterpart in bake. Share settings between targets with inherits, values with variable.',
        'error RecipeSyntax 2:13-2:15 The alias *t has no counterpart in bake. Share settings between targets with inherits, values with variable.',
      ],
    ],
    [
      'a second document',
      'target: { app: {} }\n---\ntarget: {}\n',
      [
        'error RecipeSyntax 1:0-1:0 A recipe file is one YAML document; everything from this one on is ignored. Put it into its own file.',
      ],
    ],
    [
      'a text where a list is needed',
      'target:\n  app:\n    tags: a\n',
      [
        'error RecipeValue 2:10-2:11 "tags" cannot be this. Write a list, such as [a, b], or one expression such as ${LIST}.',
      ],
    ],
    [
      'a number that bake would write otherwise',
      'target:\n  app:\n    args: { A: 1.10, B: 017, C: True, D: 1.5, E: "1.10", F: yes }\n    pull: True\n',
      [
        'warning RecipeValue 2:15-2:19 This is a number, and bake writes it as 1.1. Put it into quotes to keep 1.10, or write 1.1.',
        'warning RecipeValue 2:24-2:27 This is a number, and bake writes it as 17. Put it into quotes to keep 017, or write 17.',
        'warning RecipeValue 2:32-2:36 This is a boolean, and bake writes it as true. Put it into quotes to keep True, or write true.',
      ],
    ],
    [
      'an empty file',
      '',
      [
        'error RecipeSyntax 0:0-0:0 A recipe file is a map with the key "target" that names at least one image.',
      ],
    ],
    [
      'an x- key outside a target',
      'x-a: 1\ntarget: { app: { x-a: 1 } }\n',
      [
        'error RecipeKey 0:0-0:3 "x-a" is not a key of a recipe file. Known here: variable, function, group, target, x-check.',
      ],
    ],
    [
      'an unknown processor',
      'target:\n  app:\n    x-launchpad: { processors: [x86_64] }\n',
      [
        'error RecipePlatform 2:32-2:38 Launchpad has no processor "x86_64"; it knows amd64, arm64, ppc64el, s390x, armhf, i386, riscv64. Did you mean "amd64"?',
      ],
    ],
    [
      'a platform that Launchpad has not',
      'target:\n  app:\n    platforms: [linux/amd64, linux/mips64le]\n    x-launchpad: {}\n',
      [
        'error RecipePlatform 2:29-2:43 Launchpad has no processor for linux/mips64le; it knows linux/amd64, linux/arm64, linux/ppc64le, linux/s390x, linux/arm/v7, linux/386, linux/riscv64. Remove linux/mips64le, or list the processors in x-launchpad.',
      ],
    ],
    [
      'a password',
      'target:\n  app:\n    x-launchpad:\n      push_rules: [{ registry_url: https://r, image_name: a, password: s }]\n',
      [
        'error RecipeSecret 3:61-3:69 "password" does not belong in a recipe file: it would be committed. Remove it (and change it, if it was committed); passwords are kept in the secret storage, and credentials_owner names whose credentials Launchpad uses.',
      ],
    ],
    [
      'an expression in x-launchpad',
      'target:\n  app:\n    x-launchpad: { name: "${X}" }\n',
      [
        'error RecipeValue 2:25-2:31 "name" cannot be this. Launchpad names consist of lower-case letters, digits, +, . and -, and start with a letter or digit.',
        'error RecipeLaunchpad 2:25-2:31 Nothing in x-launchpad is evaluated: write the value itself instead of an expression.',
      ],
    ],
    [
      'x-launchpad on a matrix',
      'target:\n  app: { name: "a${v}", matrix: { v: ["1"] }, x-launchpad: {} }\n',
      [
        'error RecipeLaunchpad 1:46-1:57 One recipe on Launchpad builds one image, so a matrix cannot have x-launchpad. Write one target for each.',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

test('an unknown key of docker-bake.json is a warning, for bake ignores it', () => {
  expect(said('{"target":{"app":{"platfroms":["linux/amd64"]}}}', 'docker-bake.json')).toEqual([
    'warning RecipeKey 0:18-0:29 "platfroms" is not a key of target "app". bake ignores it silently. Did you mean "platforms"?',
  ]);
});

test('a fix replaces the misspelt key', () => {
  expect(read('target:\n  app:\n    platfroms: [linux/amd64]\n').findings[0]?.fixes).toEqual([
    {
      kind: 'edit',
      title: 'Change to "platforms"',
      file: '/r/oci-recipe.yaml',
      edits: [
        {
          range: { start: { line: 2, character: 4 }, end: { line: 2, character: 13 } },
          newText: 'platforms',
        },
      ],
    },
  ]);
});

test('x-launchpad is decoded, and keys have their ranges', () => {
  const fixture = bakeFixtures().find(({ name }) => name === 'launchpad');
  const [recipe] = read(fixture?.text ?? '').recipes;
  expect({
    launchpad: recipe?.launchpad,
    ranges: Object.keys(recipe?.source.keyRanges ?? {}),
  }).toMatchSnapshot();
});

test('the targets of the group default are known, those of its groups and of a matrix too', () => {
  const text = `group:
  default: { targets: [all, rows] }
  all: { targets: [web] }
target:
  lib: { context: lib }
  web: { context: . }
  rows: { name: "row-\${n}", matrix: { n: [one, two] } }
`;
  const { recipes } = read(text);
  expect(recipes.filter(({ source }) => source.isDefault).map(({ name }) => name)).toEqual([
    'web',
    'row-one',
    'row-two',
  ]);
});

test('a target called default is built where none is named', () => {
  const { recipes } = read('target:\n  lib: { context: lib }\n  default: { context: . }\n');
  expect(recipes.filter(({ source }) => source.isDefault).map(({ name }) => name)).toEqual(['default']);
});

test('x-from names a target of another file and is no recipe itself', () => {
  const { recipes, sideTargets, findings } = read(
    'target:\n  app: { x-from: docker-bake.hcl#app, x-launchpad: { owner: ~me } }\n',
  );
  expect({
    recipes,
    findings,
    sides: sideTargets.map(({ fromFile, fromTarget, launchpad }) => ({ fromFile, fromTarget, launchpad })),
  }).toEqual({
    recipes: [],
    findings: [],
    sides: [{ fromFile: 'docker-bake.hcl', fromTarget: 'app', launchpad: { owner: '~me' } }],
  });
});

test('no text makes the reader fail', () => {
  const texts = bakeFixtures().map(({ text }) => text);
  const pieces = [
    '${',
    '}',
    '%{ if ',
    '"',
    '\n',
    '\t',
    '- ',
    '[',
    ']',
    '{',
    ': ',
    '&a ',
    '*a',
    '---\n',
    '\u0000',
    '😀',
    '\\',
    'null',
    '1e999',
    '!!str ',
  ];
  const mutated = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom(...pieces)), { maxLength: 6 }),
    )
    .map(([text, edits]) =>
      edits.reduce((current, [at, length, piece]) => {
        const start = at % (current.length + 1);
        return current.slice(0, start) + piece + current.slice(start + length);
      }, text),
    );
  fc.assert(
    fc.property(mutated, fc.constantFrom('oci-recipe.yaml', 'docker-bake.json'), (text, name) => {
      expect(Array.isArray(read(text, name).findings)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the patterns of the schema are such as validators in any language can read', () => {
  const schema = readFileSync('schemas/oci-recipe.schema.json', 'utf8');
  const patterns = [...schema.matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)].map(
    ([, written = '']) => JSON.parse(written) as string,
  );
  expect(patterns.length).toBeGreaterThan(5);
  expect(patterns.filter((pattern) => /\\[pPku]|\(\?</.test(pattern))).toEqual([]);
});
