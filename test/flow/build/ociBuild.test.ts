import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { BuildStatus } from '../../../src/core/build/buildStatus.js';
import { listProcesses } from '../../../src/core/host/processList.js';
import { labHost } from '../../support/labEngine.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import { build, sampleRecipe } from './buildRecipe.js';

/** Platforms of the images that a tar with an OCI layout names in its index. */
function archivedPlatforms(file: string): readonly string[] {
  const read = (
    name: string,
  ): { manifests: { digest: string; platform?: { os: string; architecture: string } }[] } =>
    JSON.parse(execFileSync('tar', ['-xOf', file, name], { encoding: 'utf8' })) as never;
  const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;
  const [index] = read('index.json').manifests;
  const { manifests } = read(blob(index?.digest ?? ''));
  return manifests.map(({ platform }) => `${platform?.os ?? ''}/${platform?.architecture ?? ''}`);
}

function summary(status: BuildStatus): unknown {
  return status.platforms.map(({ platform, state, counts }) => ({ platform, state, ...counts }));
}

async function buildxProcesses(marker: string): Promise<number> {
  const alive = (await listProcesses('linux')).filter((entry) => !entry.ended);
  const lines = await Promise.all(
    alive.map((entry) => readFile(`/proc/${entry.pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(marker)).length;
}

describe.each(['docker28', 'docker26c'])('on %s', (engine) => {
  const host = labHost(engine);

  test('two platforms are built into one archive, and each step is known', async () => {
    const recipe = sampleRecipe({ noCache: true });
    const { plan, status, files } = await build(host, recipe);
    expect({ state: status.state, failure: status.failure, strategy: plan.strategy, files }).toEqual({
      state: 'succeeded',
      failure: undefined,
      strategy: 'oci',
      files: ['image.oci.tar', 'metadata.json'],
    });
    expect(summary(status)).toMatchObject([
      { platform: 'linux/amd64', state: 'succeeded', total: 3, done: 3, failed: 0 },
      { platform: 'linux/arm64', state: 'succeeded', total: 3, done: 3, failed: 0 },
      { platform: 'shared', state: 'succeeded' },
    ]);
    expect(status.platforms[1]?.steps[0]).toMatchObject({
      stage: 'tools 1/3',
      logLines: ['made for arm64', 'aarch64'],
    });
    expect(archivedPlatforms(plan.archives[0]?.path ?? '')).toEqual(['linux/amd64', 'linux/arm64']);
  });

  test('one platform is named although BuildKit leaves it out', async () => {
    const { status } = await build(
      host,
      sampleRecipe({ platforms: [{ os: 'linux', architecture: 'arm64' }] }),
    );
    expect(status.platforms.map(({ platform, counts }) => [platform, counts.total > 0])).toEqual([
      ['linux/arm64', true],
      ['shared', true],
    ]);
  });

  test('a step that fails on arm64 is told with platform, step, line and exit code, and nothing stays', async () => {
    const { status, files } = await build(host, sampleRecipe({ args: { BREAK: 'arm64' } }));
    expect({ state: status.state, files, failure: status.failure }).toEqual({
      state: 'failed',
      files: [],
      failure: {
        message: 'The command of this step ended with exit code 3.',
        platform: 'linux/arm64',
        step: expect.stringMatching(/^\[linux\/arm64 tools 2\/3\] RUN if /) as string,
        line: 7,
        excerpt: expect.any(Array) as [],
        exitCode: 3,
        logTail: ['no such luck on arm64'],
      },
    });
  });

  test('a cancelled build leaves no process and no file, and stops on the engine', async () => {
    const marker = randomUUID();
    const abort = new AbortController();
    const { status, files } = await build(
      host,
      sampleRecipe({ args: { WAIT: '300', MARKER: marker }, noCache: true }),
      {
        signal: abort.signal,
        onEvent: (event) => {
          if (event.kind === 'log' && event.text.includes('aarch64')) {
            abort.abort();
          }
        },
      },
    );
    expect({ state: status.state, files, left: await buildxProcesses(marker) }).toEqual({
      state: 'cancelled',
      files: [],
      left: 0,
    });
    await expect.poll(() => sleepers(), { timeout: 20_000 }).toBe(0);
  });

  test('a recipe that takes a context from another target is built with bake', async () => {
    const base = {
      ...emptyTarget,
      dockerfileInline: 'FROM ubuntu:24.04\nARG NAME=${TARGETARCH}\nRUN echo "base ${NAME}" > /base\n',
      contexts: sampleRecipe().target.contexts,
      platforms: sampleRecipe().target.platforms,
    };
    const recipe = sampleRecipe(
      { dockerfileInline: 'FROM base\nRUN cat /base\n', contexts: { base: 'target:base' }, noCache: true },
      { base },
    );
    const { plan, status, files } = await build(host, recipe);
    expect({ failure: status.failure, files }).toEqual({
      failure: undefined,
      files: ['image.oci.tar', 'metadata.json'],
    });
    expect(archivedPlatforms(plan.archives[0]?.path ?? '')).toEqual(['linux/amd64', 'linux/arm64']);
  });
});

test('the build checks of BuildKit arrive as warnings with their line', async () => {
  const { status } = await build(
    labHost('docker28'),
    sampleRecipe({ dockerfileInline: 'FROM ubuntu:24.04\nMAINTAINER me\n' }),
  );
  expect(status.warnings).toEqual([
    {
      message: expect.stringContaining('MaintainerDeprecated') as string,
      line: 2,
      url: expect.stringContaining('https://docs.docker.com/') as string,
    },
  ]);
});

/** Processes of RUN steps that still wait: the engines run on this machine. */
async function sleepers(): Promise<number> {
  return buildxProcesses('sleep\u0000300');
}
