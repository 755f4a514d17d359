import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { baseImageReferences } from '../../../src/core/check/buildkit/baseImageReferences.js';
import { readDockerfile } from '../../../src/core/check/readDockerfile.js';
import { askBaseImages } from '../../../src/core/pipeline/engineCheck/askBaseImages.js';
import { askEngine } from '../../../src/core/pipeline/engineCheck/askEngine.js';
import { createLoneRecipes } from '../../../src/core/pipeline/loneRecipes.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import type { Recipe, Target } from '../../../src/core/recipe/recipe.js';
import { labHost } from '../../support/labEngine.js';

const bases = join(import.meta.dirname, '../../../scripts/lab/bases.sh');

beforeAll(() => {
  execFileSync(bases, ['load', 'docker28'], { stdio: 'ignore' });
}, 300_000);

/** A recipe of its own in a new folder. */
async function recipeOf(dockerfile: string, differences: Partial<Target> = {}): Promise<Recipe> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-recipe-engine-check-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const directory = join(folder, 'app');
  await mkdir(directory);
  const file = join(directory, 'Dockerfile');
  await writeFile(file, dockerfile);
  const [recipe] = createLoneRecipes([file], folder);
  if (recipe === undefined) {
    throw new Error('A Dockerfile is a recipe.');
  }
  return { ...recipe, target: { ...recipe.target, ...differences } };
}

test('BuildKit checks a recipe with its own arguments, target and named contexts', async () => {
  const recipe = await recipeOf(
    'FROM base AS Build\nARG GIVEN\nWORKDIR $GIVEN\nLABEL a=$NOPE\n\nFROM base AS other\nCMD echo\n',
    { args: { GIVEN: 'here' }, target: 'build', contexts: { base: 'docker-image://ubuntu:24.04' } },
  );

  const answer = await askEngine(recipe, labHost('docker28'));

  expect(answer).toMatchObject({ platforms: [] });
  const { findings } = answer as Extract<typeof answer, { findings: unknown }>;
  expect(findings.map(({ rule, range, message }) => [rule, range.start.line, message])).toEqual([
    ['StageNameCasing', 0, "Stage name 'Build' should be lowercase"],
    [
      'WorkdirRelativePath',
      2,
      'Relative workdir "here" can have unexpected results if the base image changes',
    ],
    ['UndefinedVar', 3, "Usage of undefined variable '$NOPE'"],
  ]);
  expect(findings[0]?.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 18 } });
});

test('what holds for one platform only carries it', async () => {
  const recipe = await recipeOf(
    'FROM scratch AS Build\nARG TARGETARCH\nARG DIR=/${TARGETARCH}/x\nWORKDIR ${DIR#/arm64/}\n',
    { platforms: [parsePlatform('linux/amd64'), parsePlatform('linux/arm64')] },
  );

  const answer = await askEngine(recipe, labHost('docker28'));

  const { findings, platforms } = answer as Extract<typeof answer, { findings: unknown }>;
  expect(platforms).toEqual(['linux/amd64', 'linux/arm64']);
  expect(findings.map(({ rule, platform }) => [rule, platform])).toEqual([
    ['StageNameCasing', undefined],
    ['WorkdirRelativePath', 'linux/arm64'],
  ]);
});

test('a base image that cannot be had is told in the words of BuildKit', async () => {
  const recipe = await recipeOf('FROM registry.invalid/nothing AS Build\nCMD x\n');

  const answer = await askEngine(recipe, labHost('docker28'));

  const { findings, stoppedBy } = answer as Extract<typeof answer, { findings: unknown }>;
  expect(findings.map(({ rule }) => rule)).toEqual(['StageNameCasing']);
  expect(stoppedBy).toContain('registry.invalid/nothing');
}, 60_000);

test('a buildx without --call is a reason', async () => {
  const recipe = await recipeOf('FROM scratch\n');

  const answer = await askEngine(recipe, labHost('docker26'));

  expect(answer).toEqual({
    reason: 'This buildx has no --call=check; version 0.15 and later have it.',
  });
}, 120_000);

test('an engine that does not answer is a reason', async () => {
  const recipe = await recipeOf('FROM scratch\n');
  const host = labHost('docker28', { DOCKER_HOST: 'unix:///nowhere/docker.sock' });

  expect(await askEngine(recipe, host)).toMatchObject({
    reason: expect.stringContaining('BuildKit did not check') as string,
  });
});

test('the engine tells the config of the images it has, for each platform, and of others why not', async () => {
  const recipe = await recipeOf('FROM ubuntu:24.04 AS one\nFROM registry.invalid/nothing AS two\n', {
    platforms: [parsePlatform('linux/amd64'), parsePlatform('linux/arm64')],
  });
  const dockerfile = readDockerfile(
    recipe,
    'FROM ubuntu:24.04 AS one\nFROM registry.invalid/nothing AS two\n',
  );
  const asked = baseImageReferences({ recipe, subject: {}, ...dockerfile });

  const { facts, reasons } = await askBaseImages(asked, labHost('docker28'));

  expect(
    facts.map(({ reference, platform, os, architecture, env }) => [
      reference,
      platform,
      os,
      architecture,
      env,
    ]),
  ).toEqual([
    ['ubuntu:24.04', 'linux/amd64', 'linux', 'amd64', ['PATH=/usr/local/bin:/usr/bin:/bin']],
    ['ubuntu:24.04', 'linux/arm64', 'linux', 'arm64', ['PATH=/usr/local/bin:/usr/bin:/bin']],
  ]);
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toContain('registry.invalid/nothing');
}, 60_000);
