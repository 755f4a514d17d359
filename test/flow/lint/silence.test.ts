import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { checkRecipe } from '../../../src/core/check/checkRecipe.js';
import type { CheckSubject } from '../../../src/core/check/rule.js';
import { ruleNamed } from '../../../src/core/check/ruleTable.js';
import { silenceEdits } from '../../../src/core/check/silence/silenceEdits.js';
import type { SilencePlace } from '../../../src/core/check/silence/silenceEdits.js';
import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { applyEdits } from '../../../src/core/finding/applyEdits.js';
import type { Finding } from '../../../src/core/finding/finding.js';
import { askEngine } from '../../../src/core/pipeline/engineCheck/askEngine.js';
import { createLoneRecipes } from '../../../src/core/pipeline/loneRecipes.js';
import type { Recipe } from '../../../src/core/recipe/recipe.js';
import { labHost } from '../../support/labEngine.js';

const body = [
  'FROM scratch AS Build',
  'MAINTAINER me',
  'ENV a b',
  'WORKDIR app',
  'RUN cd /tmp && \\',
  '',
  '  true',
  '# what it is',
  'LABEL x=$NOPE',
  'EXPOSE 80/TCP',
  'CMD echo one',
  'CMD echo two',
  '',
];

/** What differs in the top of a file, and how its lines end. */
const tops: readonly (readonly [string, readonly string[], string])[] = [
  ['nothing', [], '\n'],
  ['a comment', ['# The image of all images.', '# check=skip=FromAsCasing'], '\n'],
  ['an escape character', ['# ESCAPE = `', '# words'], '\r\n'],
  [
    'a directive in odd writing',
    ['#Check =  skip=FromAsCasing;error=false', '# escape=\\', '', '# words'],
    '\n',
  ],
  [
    'a directive without skip',
    ['# check=error=false', '# hadolint global ignore=DL3059 # all alone'],
    '\r\n',
  ],
  ['a directive behind another one', ['# escape=\\', '# check=error=false;skip=FromAsCasing'], '\n'],
];

test.each(tops)(
  'with %s at its top, a file stays valid for BuildKit until nothing is left to say',
  async (_, top, eol) => {
    const written = [...top, ...body]
      .join(eol)
      .replaceAll('&& \\', top.join().includes('`') ? '&& `' : '&& \\');
    const recipe = await recipeOf(written);
    let text = written;
    const silenced = new Set<string>();

    for (let next = firstFinding(recipe, text); next !== undefined; next = firstFinding(recipe, text)) {
      const place: SilencePlace = silenced.size % 2 === 0 ? 'here' : 'file';
      text = silence(text, next, place);
      silenced.add(next.rule);
      await writeFile(recipe.source.file, text);
      const left = await engineRules(recipe);
      expect(left.filter((rule) => silenced.has(rule))).toEqual([]);
    }

    expect(await engineRules(recipe)).toEqual([]);
    expect(silenced.size).toBeGreaterThan(9);
    expect(text.split(eol).filter((line) => line.startsWith('# check=skip=')).length).toBeLessThan(3);
  },
);

test('comments that only a newer frontend reads do no harm', async () => {
  const recipe = await recipeOf(`# syntax=docker/dockerfile:1.21\n${body.join('\n')}`);
  const text = silenceAll(recipe, `# syntax=docker/dockerfile:1.21\n${body.join('\n')}`);
  expect(text).toContain('# check=skip=LegacyKeyValueFormat\nENV a b');
  // Why: nobody can fetch that frontend here; the engine's own one reads the rest of the file.
  await writeFile(recipe.source.file, text.replace('# syntax=docker/dockerfile:1.21', '# words'));

  const before = await engineRules(await recipeOf(body.join('\n')));

  expect(await engineRules(recipe)).toEqual(before);
});

async function recipeOf(text: string): Promise<Recipe> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-recipe-silence-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'Dockerfile');
  await writeFile(file, text);
  const [recipe] = createLoneRecipes([file], folder);
  if (recipe === undefined) {
    throw new Error('A Dockerfile is a recipe.');
  }
  return recipe;
}

function firstFinding(recipe: Recipe, text: string): Finding | undefined {
  const { directory, source } = recipe;
  const subject: CheckSubject = {
    dockerfileText: text,
    dockerfilePath: source.file,
    repository: { kind: 'none', code: 'not-a-repository', reason: 'none' },
    context: {
      context: { kind: 'directory', path: directory, realPath: directory },
      dockerfile: { path: source.file, realPath: source.file },
      sources: new Map(),
    },
    launchpad: 'never',
    policy: { preset: 'all', rules: { DL1001: 'off', InvalidDefinitionDescription: 'off' } },
  };
  return checkRecipe(recipe, subject).findings.find(
    ({ rule }) => ruleNamed(rule)?.family !== 'recipe' && !rule.startsWith('Dockerfile'),
  );
}

function silence(text: string, finding: Finding, place: SilencePlace): string {
  const edits = silenceEdits(parseDockerfile(text), finding, place, 'it is old')?.edits;
  const result = edits === undefined ? undefined : applyEdits(text, edits);
  if (result === undefined) {
    throw new Error(`${finding.rule} cannot be silenced in:\n${text}`);
  }
  return result;
}

function silenceAll(recipe: Recipe, written: string): string {
  let text = written;
  for (let next = firstFinding(recipe, text); next !== undefined; next = firstFinding(recipe, text)) {
    text = silence(text, next, 'here');
  }
  return text;
}

/** The rules that BuildKit itself speaks of, which answers only about a valid file. */
async function engineRules(recipe: Recipe): Promise<readonly string[]> {
  const answer = await askEngine(recipe, labHost('docker28'));
  if ('reason' in answer || answer.stoppedBy !== undefined) {
    throw new Error(JSON.stringify(answer));
  }
  return answer.findings.map(({ rule }) => rule).toSorted();
}
