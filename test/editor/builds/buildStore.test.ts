import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createTestHost } from '../../support/testHost.js';
import type { BuildResult, PipelineEvent } from '../../../src/core/pipeline/buildRequest.js';
import type { buildRecipe } from '../../../src/core/pipeline/buildRecipe.js';
import { noChoices } from '../../../src/core/plan/buildChoices.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import type { Recipe } from '../../../src/core/recipe/recipe.js';
import { BuildHistory, historyLimit } from '../../../src/editor/builds/buildHistory.js';
import type { BuildOrder } from '../../../src/editor/builds/buildStore.js';
import { BuildStore } from '../../../src/editor/builds/buildStore.js';
import { sampleBuild } from './sampleBuild.js';

const host = createTestHost();
let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'build-store-'));
});

afterEach(() => rm(directory, { recursive: true }));

const order: BuildOrder = {
  recipe: {
    name: 'app',
    source: { kind: 'dockerfile', file: '/recipes/app/Dockerfile', keyRanges: {} },
    target: { platforms: [parsePlatform('linux/amd64')] },
  } as unknown as Recipe,
  choices: noChoices,
  outputDirectory: '/out/app',
  force: true,
};

function result(outcome: BuildResult['outcome']): PipelineEvent {
  const { status, outputDirectory, recipeName } = sampleBuild;
  const nothing = { findings: [], images: [], problems: [] };
  return { kind: 'result', result: { outcome, recipeName, status, outputDirectory, ...nothing } };
}

/** A pipeline that only ends when it is cancelled. */
const endless: typeof buildRecipe = async function* (_request, _host, { signal }) {
  yield { kind: 'phase', phase: 'building' };
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve);
  });
  yield result('cancelled');
};

function createStore(run: typeof buildRecipe): BuildStore {
  return new BuildStore({ host, history: new BuildHistory(host, directory), run });
}

test('a build is told from its first moment to its end', async () => {
  const store = createStore(async function* () {
    yield* await Promise.resolve([{ kind: 'phase', phase: 'building' } as const, result('succeeded')]);
  });
  const told: string[] = [];
  store.onDidChange(({ state, phase }) => told.push(`${state} ${phase}`));
  await store.start(order);
  expect(told).toEqual(['running checking', 'running building', 'succeeded building']);
});

test('a cancelled build has ended when the cancelling has', async () => {
  const store = createStore(endless);
  const ended = store.start(order);
  await new Promise<void>((resolve) => {
    store.onDidChange(({ phase }) => {
      if (phase === 'building') {
        resolve();
      }
    });
  });
  const [running] = store.running();
  await store.cancel(running?.id ?? '');
  expect([(await ended).state, store.running()]).toEqual(['cancelled', []]);
});

test('an error of the pipeline becomes a failed build that says so', async () => {
  // eslint-disable-next-line require-yield -- it fails before its first event
  const store = createStore(async function* () {
    await Promise.resolve();
    throw new Error('no space');
  });
  const { state, problems } = await store.start(order);
  expect([state, problems]).toEqual(['failed', [{ code: 'build-broken', message: 'no space' }]]);
});

test('builds outlive the window: a new store reads what an old one kept', async () => {
  const ended = await createStore(async function* () {
    yield* await Promise.resolve([result('failed')]);
  }).start(order);
  const next = createStore(endless);
  await next.restore();
  expect(next.builds()).toEqual([ended]);
});

test('of the ended builds the newest are kept, with their logs', async () => {
  const store = createStore(async function* (request) {
    await writeFile(request.logFile ?? '', 'log');
    yield result('succeeded');
  });
  for (let count = 0; count < historyLimit + 2; count++) {
    await store.start(order);
  }
  const files = await readdir(join(directory, 'builds'));
  expect([store.builds().length, files.length]).toEqual([historyLimit, 2 * historyLimit]);
});

test('a record that cannot be read is left out', async () => {
  const history = new BuildHistory(host, directory);
  await history.write(sampleBuild);
  await writeFile(join(directory, 'builds', 'broken.json'), '{');
  await writeFile(join(directory, 'builds', 'future.json'), '{"formatVersion":99}');
  expect(await history.read()).toEqual([sampleBuild]);
});
