import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';

const corpus = path.resolve('test/corpus/dockerfiles');
const file = '/repo/Dockerfile';

/** How long the run lasts, and where it begins: the same seed makes the same texts. */
const lastsMs = Number(process.env['OCI_RECIPE_FUZZ_SECONDS'] ?? '12') * 1000;
const firstSeed = Number(process.env['OCI_RECIPE_FUZZ_SEED'] ?? '1');

/** What breaks readers: quotes, escapes, ends of lines that are none, characters that are none. */
const pieces = [
  ...['"', "'", '\\', '`', '$', '${', '}', '<<EOF', '<<-"E"', '#', '=', '--', '[', ']', ',', ';', ' ', '\t'],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\\\n',
    '\\\r\n',
    '`\n',
    '\u0000',
    '\uFFFD',
    '\uFEFF',
    '\u2028',
    '\u0085',
    '\u00A0',
  ],
  ...[
    '\uD83D',
    '\uDE00',
    '\u{1F600}',
    'FROM ',
    'ONBUILD ',
    'COPY --from=0 ',
    '# check=skip=all\n',
    '# escape=`\n',
  ],
  ...[
    'RUN <<EOF\n',
    '${A:-${B}}',
    '${A//*/$A}',
    '# hadolint ignore=DL3008\n',
    'RUN pip install a | b && (',
    '\v',
  ],
];

/** https://en.wikipedia.org/wiki/Linear_congruential_generator */
function createRandom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function readTexts(): readonly string[] {
  return readdirSync(corpus)
    .map((name) => path.join(corpus, name, 'Dockerfile'))
    .filter((name) => existsSync(name))
    .sort()
    .map((name) => readFileSync(name, 'utf8'));
}

type Random = ReturnType<typeof createRandom>;

const mutations: readonly ((text: string, random: Random, other: string) => string)[] = [
  (text, random) => splice(text, random(text.length + 1), 0, pieces[random(pieces.length)] ?? ''),
  (text, random) => splice(text, random(text.length + 1), 1 + random(4), ''),
  (text, random) => splice(text, random(text.length + 1), 1, pieces[random(pieces.length)] ?? ''),
  (text, random) => text.slice(0, random(text.length + 1)),
  (text, random, other) => text.slice(0, random(text.length + 1)) + other.slice(random(other.length + 1)),
  (text, random) => splice(text, random(text.length + 1), 0, text.slice(0, random(200))),
  (text, random) =>
    splice(text, random(text.length + 1), 0, (pieces[random(pieces.length)] ?? '').repeat(random(300))),
  (text) => text.replaceAll('\n', '\r\n'),
];

function splice(text: string, at: number, count: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at + count);
}

function mutate(texts: readonly string[], random: Random): string {
  let text = texts[random(texts.length)] ?? '';
  for (let left = 1 + random(4); left > 0; left -= 1) {
    const change = mutations[random(mutations.length)];
    text = change?.(text, random, texts[random(texts.length)] ?? '') ?? text;
  }
  return text;
}

function check(text: string): ReturnType<typeof checkRecipe>['findings'] {
  const platforms = [parsePlatform('linux/amd64'), parsePlatform('linux/arm64')];
  const recipe = {
    name: 'recipe',
    source: { kind: 'dockerfile', file, keyRanges: {} },
    directory: '/repo',
    dependencies: {},
    target: { ...emptyTarget, platforms },
  } as const;
  return checkRecipe(recipe, {
    dockerfileText: text,
    dockerfilePath: file,
    repository: { kind: 'none', code: 'not-a-repository', reason: 'No repository.' },
    context: {
      context: { kind: 'directory', path: '/repo', realPath: '/repo' },
      dockerfile: { path: file, realPath: file },
      sources: new Map(),
    },
    launchpad: 'never',
    nativePlatform: 'linux/amd64',
    policy: { preset: 'all', rules: {} },
  }).findings;
}

/** The findings that are not within the text. */
function outside(text: string): readonly string[] {
  const lengths = text.split(/\r\n|\r|\n/).map((line) => line.length);
  const isWithin = ({ line, character }: { line: number; character: number }): boolean =>
    character >= 0 && character <= (lengths[line] ?? -1);
  return check(text)
    .filter((finding) => finding.file === file)
    .filter(({ range: { start, end } }) => {
      const isOrdered =
        start.line < end.line || (start.line === end.line && start.character <= end.character);
      return !isOrdered || !isWithin(start) || !isWithin(end);
    })
    .map(({ rule, range }) => `${rule} ${JSON.stringify(range)}`);
}

test(
  'whatever happens to a Dockerfile, it is checked to the end, and every finding is within it',
  {
    timeout: lastsMs + 60_000,
  },
  () => {
    const texts = readTexts();
    const until = Date.now() + lastsMs;
    const wrong: { seed: number; text: string; why: string }[] = [];
    let seed = firstSeed;
    for (; wrong.length < 5 && Date.now() < until; seed += 1) {
      const text = mutate(texts, createRandom(seed));
      try {
        outside(text).forEach((why) => wrong.push({ seed, text, why }));
      } catch (error) {
        wrong.push({ seed, text, why: String(error instanceof Error ? error.stack : error) });
      }
    }
    expect(wrong).toEqual([]);
    expect(seed).toBeGreaterThan(firstSeed);
  },
);
