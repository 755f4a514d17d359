import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import type { BaseImageFacts } from '../../../src/core/check/buildkit/baseImageFacts.js';
import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import { readDockerfile } from '../../../src/core/check/readDockerfile.js';
import type { ReadDockerfile } from '../../../src/core/check/rule.js';
import type { DockerfileDocument } from '../../../src/core/dockerfile/dockerfileDocument.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import type { Recipe } from '../../../src/core/recipe/recipe.js';
import { loadShellParser } from '../../../src/core/shell/loadShellParser.js';
import { createTestHost } from '../../support/testHost.js';

const shell = await loadShellParser(createTestHost());
const file = '/repo/Dockerfile';
const corpus = path.resolve('test/corpus/dockerfiles');
const texts = readdirSync(corpus)
  .map((name) => path.join(corpus, name, 'Dockerfile'))
  .filter((name) => existsSync(name))
  .sort()
  .map((name) => readFileSync(name, 'utf8'));

/** What people type anywhere. */
const typed = [
  'a',
  ' ',
  '\n',
  '$',
  '${',
  '}',
  '"',
  "'",
  '#',
  '\\',
  '\\\n',
  '-',
  '=',
  '--from=0 ',
  '<<EOF\n',
  'EOF\n',
];

/** Lines that change what others below them are read with, or come to. */
const lines = [
  ...[
    'ARG A=b',
    'ARG A=99999999',
    'ARG A',
    'ENV A=$B',
    'ENV A=',
    'ENV A=/',
    'ENV A=tcp',
    'ARG B=/',
    'ENV B=cache',
  ],
  ...[
    'FROM alpine AS x',
    'FROM x',
    'FROM scratch',
    'FROM alpine:$A',
    'SHELL ["powershell"]',
    'SHELL ["bash", "-c"]',
  ],
  ...[
    'WORKDIR /',
    'WORKDIR a',
    'WORKDIR $A',
    'USER root',
    'USER $A',
    'EXPOSE $A',
    'STOPSIGNAL $A',
    'VOLUME $A',
  ],
  ...[
    'COPY $A /x',
    'COPY --chmod=$A a /x',
    'ADD --checksum=$A b /x',
    'RUN --mount=type=$B,target=. $A',
    'CMD a $A',
  ],
  ...[
    'COPY ${A:?gone} /',
    'LABEL a=${B:?}',
    'RUN apt-get install $A | b',
    'RUN pip install b',
    'ONBUILD COPY $A /',
  ],
  ...[
    '# hadolint ignore=DL3008',
    '# hadolint shell=powershell',
    '# check=skip=all',
    '# escape=`',
    '# a',
    'EOF',
  ],
];

function recipeOf(target: Partial<Recipe['target']>): Recipe {
  return {
    name: 'recipe',
    source: { kind: 'dockerfile', file, keyRanges: {} },
    directory: '/repo',
    dependencies: {},
    target: { ...emptyTarget, ...target },
  };
}

/** Recipes of one Dockerfile, which meet the same instructions with other variables. */
const recipes = [
  recipeOf({ platforms: [parsePlatform('linux/amd64'), parsePlatform('linux/arm64')] }),
  recipeOf({ platforms: [parsePlatform('windows/amd64')], args: { A: '/', VERSION: '' } }),
  recipeOf({ target: 'x' }),
];

function check(
  recipe: Recipe,
  text: string,
  dockerfile: ReadDockerfile,
  baseImages?: readonly BaseImageFacts[],
): unknown {
  const { findings, notChecked } = checkRecipe(recipe, {
    dockerfileText: text,
    dockerfile,
    dockerfilePath: file,
    repository: { kind: 'none', code: 'not-a-repository', reason: 'No repository.' },
    context: {
      context: { kind: 'directory', path: '/repo', realPath: '/repo' },
      dockerfile: { path: file, realPath: file },
      sources: new Map(),
    },
    ignoreFile: { path: '/repo/.dockerignore', text: 'src\n*.c\n' },
    launchpad: 'never',
    nativePlatform: 'linux/amd64',
    policy: { preset: 'all', rules: {} },
    shell,
    ...(baseImages !== undefined && { baseImages }),
  });
  return { findings, notChecked };
}

/** The same numbers for the same seed. */
function createRandom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function edit(text: string, random: (below: number) => number): string {
  if (random(3) > 0) {
    const written = text.split('\n');
    const line = lines[random(lines.length)] ?? '';
    return written.toSpliced(random(written.length + 1), random(4) === 0 ? 1 : 0, line).join('\n');
  }
  const at = random(text.length + 1);
  const added = random(4) === 0 ? '' : (typed[random(typed.length)] ?? '');
  return text.slice(0, at) + added + text.slice(at + (random(3) === 0 ? random(20) : 0));
}

const seeds = Array.from(
  { length: Number(process.env['OCI_RECIPE_EDITING_SEEDS'] ?? '16') },
  (_, seed) => seed,
);

test.each(seeds)('what is found while a text is edited is what is found in it alone (seed %d)', (seed) => {
  const random = createRandom(seed + 1);
  let text = Array.from({ length: 3 }, () => texts[random(texts.length)] ?? '')
    .concat('ARG A=b\nFROM a', ...lines)
    .join('\n');
  let earlier: DockerfileDocument | undefined;
  for (let step = 0; step < 10; step += 1) {
    for (const recipe of recipes) {
      const dockerfile = readDockerfile(recipe, text, earlier);
      expect(check(recipe, text, dockerfile)).toEqual(check(recipe, text, readDockerfile(recipe, text)));
      earlier = dockerfile.document;
    }
    text = edit(text, random);
  }
});

const many = `FROM scratch AS x\nENV ${Array.from({ length: 300 }, (_, index) => `A${index}=80`).join(' ')}`;

/** Build arguments that hide which platform is built for. */
const hidden = Object.fromEntries(
  ['TARGETPLATFORM', 'TARGETOS', 'TARGETOSVERSION', 'TARGETARCH', 'TARGETVARIANT'].map((name) => [name, 'x']),
);

test.each([
  [
    'a directory',
    'FROM scratch\nWORKDIR /a\nRUN --mount=type=bind,target=.. b',
    'WORKDIR /a',
    'WORKDIR /a/b',
  ],
  ['a variable', 'FROM a\nENV A=80/tcp\nEXPOSE $A', '80/tcp', '80/xyz'],
  ['an argument', 'ARG A=b\nFROM scratch\nARG A\nCOPY ${A:?gone} /', 'ARG A=b', 'ARG B=b'],
  ['the shell', 'FROM a\nSHELL ["bash", "-c"]\nRUN a | b', '"bash"', '"pwsh"'],
  ['a comment above', 'FROM a\n# hadolint ignore=DL3004\nRUN sudo b', 'DL3004', 'DL3005'],
  ['the base image', 'FROM scratch\nLABEL a=$b', 'scratch', 'alpine'],
  ['an argument above', 'ARG A=b\nFROM scratch AS x\nARG A\nFROM x\nENV C=1\nCOPY ${A:?gone} /', 'A=b', 'A='],
  ['the stage below', 'FROM scratch AS x\nENV A=80\nFROM x AS y\nRUN b\nFROM y\nEXPOSE $A', '80', 'x'],
  ['a trigger', 'FROM a AS x\nONBUILD EXPOSE 80/tcp\nFROM x\nRUN b', '80/tcp', '80/TCP'],
  ['who is based on it', 'FROM scratch AS x\nENV A=80\nFROM a AS y\nEXPOSE $A', 'FROM a', 'FROM x'],
  ['the frontend', '\nFROM a\nRUN --device=b c', /^/, '# syntax=b'],
  ['one of very many variables', `${many}\nFROM x AS y\nRUN b\nFROM y\nEXPOSE $A7`, ' A7=80', ' A7=x'],
  ['what meets very many variables', `${many}\nFROM x\nEXPOSE $A7\nENV A7=x\nCMD b`, 'CMD b', 'CMD ["b"]'],
])('%s that is changed is seen in the instructions below', (_what, text, before, after) => {
  const recipe = recipeOf({ platforms: [parsePlatform('linux/amd64')] });
  const earlier = readDockerfile(recipe, text);
  const found = check(recipe, text, earlier);
  const changed = text.replace(before, after);
  const now = check(recipe, changed, readDockerfile(recipe, changed, earlier.document));
  expect(now).toEqual(check(recipe, changed, readDockerfile(recipe, changed)));
  expect(now).not.toEqual(found);
});

test('what is told of a base image is seen in all stages that are based on it', () => {
  const recipe = recipeOf({ platforms: [parsePlatform('linux/amd64')] });
  const text = 'FROM a AS x\nRUN b\nFROM x\nEXPOSE $A\nWORKDIR c\nCMD d';
  const facts = { reference: 'a', os: 'linux', architecture: 'amd64', env: ['A=80'] };
  let earlier = readDockerfile(recipe, text);
  for (const baseImages of [
    undefined,
    [],
    [facts],
    [{ ...facts, env: ['A=x'] }],
    [{ ...facts, onbuild: ['EXPOSE 80/TCP'] }],
    [{ ...facts, shell: ['bash', '-c'] }],
    [{ ...facts, workingDir: '/e' }],
  ]) {
    const alone = check(recipe, text, readDockerfile(recipe, text), baseImages);
    earlier = readDockerfile(recipe, text, earlier.document);
    expect(check(recipe, text, earlier, baseImages)).toEqual(alone);
  }
});

test('a recipe that is changed is seen in stages that are not', () => {
  const text = 'FROM a AS x\nARG A\nEXPOSE $A\nWORKDIR c:/b\nFROM x AS y\nLABEL c=$A d=$E';
  const targets: readonly Partial<Recipe['target']>[] = [
    {},
    { args: { A: '80' } },
    { args: { A: 'x' } },
    { target: 'x' },
    { contexts: { a: 'd' } },
    { contexts: { x: 'docker-image://c' } },
    { contexts: { x: 'd' } },
    { contexts: { y: 'docker-image://c' } },
    {},
    { platforms: [parsePlatform('linux/amd64')], args: hidden },
    { platforms: [parsePlatform('windows/amd64')], args: hidden },
    { platforms: [parsePlatform('windows/amd64')] },
  ];
  let earlier: DockerfileDocument | undefined;
  const found = targets.map((target) => {
    const recipe = recipeOf(target);
    const dockerfile = readDockerfile(recipe, text, earlier);
    earlier = dockerfile.document;
    const now = check(recipe, text, dockerfile);
    expect(now).toEqual(check(recipe, text, readDockerfile(recipe, text)));
    return JSON.stringify(now);
  });
  expect(new Set(found).size).toBeGreaterThan(4);
});
