import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { askEngine } from '../../../src/core/pipeline/engineCheck/askEngine.js';
import { createLoneRecipes } from '../../../src/core/pipeline/loneRecipes.js';
import type { Recipe } from '../../../src/core/recipe/recipe.js';
import { engineEnvironment, labHost } from '../../support/labEngine.js';
import { runProgram } from '../../support/programRun.js';
import { program } from '../cli/sampleFolder.js';
import { crane, startRegistry } from '../convert/realTools.js';

const engine = 'docker28';
const bases = join(import.meta.dirname, '../../../scripts/lab/bases.sh');
let archives = '';

beforeAll(() => {
  archives = dirname(execFileSync(bases, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim());
  labHost(engine);
}, 300_000);

/** A registry with images of one platform, and with indexes that have one platform and both; nothing is pulled. */
async function fillRegistry(): Promise<string> {
  const name = `${await startRegistry()}/base`;
  for (const architecture of ['amd64', 'arm64']) {
    await crane('push', join(archives, `${architecture}.tar`), `${name}:${architecture}`);
  }
  await crane('index', 'append', '-m', `${name}:amd64`, '-t', `${name}:index-amd64`);
  await crane('index', 'append', '-m', `${name}:amd64`, '-m', `${name}:arm64`, '-t', `${name}:both`);
  return name;
}

interface Told {
  readonly rule: string;
  readonly line: number;
  readonly platform?: string;
  readonly message: string;
}

/** A Dockerfile in a folder of its own, with its recipe for both platforms if it has one. */
async function folderOf(dockerfile: string, platforms?: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-recipe-base-images-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  if (platforms !== undefined) {
    const recipe = `target:\n  app:\n    platforms: [${platforms.join(', ')}]\n`;
    await writeFile(join(folder, 'oci-recipe.yaml'), recipe);
  }
  return folder;
}

const judged: readonly string[] = ['InvalidBaseImagePlatform', 'BasePlatformMissing', 'UndefinedVar'];

/** What `oci-recipe check` tells of base images, and what it says it did not check. */
async function check(folder: string, ...more: readonly string[]): Promise<[readonly Told[], string]> {
  const env = engineEnvironment(engine);
  const args = ['check', ...more, '--format', 'json'];
  const { stdout } = await runProgram(program, args, { cwd: folder, env });
  const result = JSON.parse(stdout) as { readonly findings: readonly Told[]; readonly notChecked?: unknown };
  const told = result.findings.filter(({ rule }) => judged.includes(rule));
  return [told, JSON.stringify(result)];
}

function brief(told: readonly Told[]): readonly string[] {
  return told.map(({ rule, line, platform = 'all' }) => `${line} ${rule} ${platform}`);
}

async function loneRecipe(folder: string): Promise<Recipe> {
  const [recipe] = createLoneRecipes([join(folder, 'Dockerfile')], folder);
  if (recipe === undefined) {
    throw new Error('A Dockerfile is a recipe.');
  }
  return Promise.resolve(recipe);
}

const both = ['linux/amd64', 'linux/arm64'];

test('an image of one platform only is told for the other, and an index without it is missing', async () => {
  const base = await fillRegistry();
  const text = [
    `FROM ${base}:amd64 AS lone`,
    `FROM ${base}:index-amd64 AS index`,
    `FROM ${base}:both AS both`,
    'LABEL a=$NOPE b=$PATH',
    'COPY --from=lone /bin/sh /a',
    'COPY --from=index /bin/sh /b',
    '',
  ].join('\n');
  const folder = await folderOf(text, both);

  const [told] = await check(folder, '--engine');

  expect(brief(told)).toEqual([
    '1 InvalidBaseImagePlatform linux/arm64',
    '2 BasePlatformMissing linux/arm64',
    '4 UndefinedVar all',
  ]);
  expect(told[0]?.message).toBe(
    `Base image ${base}:amd64 was pulled with platform "linux/amd64", expected "linux/arm64" for current build`,
  );
  expect(told[1]?.message).toContain('only for linux/amd64');

  // Why: BuildKit's check knows its own platform only, so it is asked about the other by a flag.
  const flagged = await folderOf(
    `FROM --platform=linux/arm64 ${base}:amd64 AS arm64\nFROM --platform=linux/arm64 ${base}:both AS arm64-too\n`,
  );
  expect(await askEngine(await loneRecipe(flagged), labHost(engine))).toMatchObject({
    findings: [
      { rule: 'InvalidBaseImagePlatform', message: told[0]?.message, range: { start: { line: 0 } } },
    ],
  });
  const missing = await folderOf(`FROM --platform=linux/arm64 ${base}:index-amd64 AS arm64\n`);
  expect(await askEngine(await loneRecipe(missing), labHost(engine))).toMatchObject({
    stoppedBy: expect.stringContaining('no match for platform in manifest') as string,
  });
}, 120_000);

test("what BuildKit says of its own platform is not told of the recipe's", async () => {
  const base = await fillRegistry();
  const folder = await folderOf(`FROM ${base}:arm64\nRUN true\n`, ['linux/arm64']);
  const own = await folderOf(`FROM ${base}:arm64\nRUN true\n`);

  expect(brief((await check(folder, '--engine'))[0])).toEqual([]);
  expect(brief((await check(own, '--engine'))[0])).toEqual(['1 InvalidBaseImagePlatform all']);
}, 120_000);

test("without a platform the builder's own is looked for in an index, and nothing was pulled", async () => {
  const base = await fillRegistry();
  const folder = await folderOf(`FROM ${base}:both\nLABEL a=$NOPE\n`);

  const [told, all] = await check(folder, '--engine');

  expect(brief(told)).toEqual(['2 UndefinedVar all']);
  expect(all).not.toContain('was not checked');
  const images = execFileSync('docker', ['images', '--quiet', base], {
    encoding: 'utf8',
    env: { ...process.env, ...engineEnvironment(engine) },
  });
  expect(images).toBe('');
}, 120_000);

test('without an engine nothing of it is guessed', async () => {
  const folder = await folderOf('FROM localhost:1/base:x\nLABEL a=$NOPE\nVOLUME $DIR\n', both);

  const [told, all] = await check(folder);

  expect(brief(told)).toEqual([]);
  expect(all).toContain('InvalidBaseImagePlatform and BasePlatformMissing were not checked');
  expect(all).toContain('UndefinedVar was not checked for $NOPE, $DIR');
  expect(all).toContain('Whether a builder refuses VOLUME in line 3 was not checked');
}, 60_000);
