import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { BuildEvent } from '../../../src/core/build/buildEvent.js';
import { runPlan } from '../../../src/core/build/runPlan.js';
import type { Command } from '../../../src/core/host/host.js';
import { HostError } from '../../../src/core/host/hostError.js';
import type { BuilderFacts } from '../../../src/core/plan/builderFacts.js';
import { planBuild } from '../../../src/core/plan/planBuild.js';
import type { FakeHost, FakeRun } from '../../support/fakeHost.js';
import { createFakeHost } from '../../support/fakeHost.js';
import { recipeOf, requestOf } from '../../support/planValues.js';

interface Outcome {
  readonly events: readonly BuildEvent[];
  readonly last: BuildEvent | undefined;
  readonly files: readonly string[];
  readonly commands: readonly string[];
}

/** Runs the plan of a recipe with an inline Dockerfile; `program` plays docker. */
async function run(
  program: (command: Command, work: string) => FakeRun,
  options: {
    readonly builder?: Partial<BuilderFacts>;
    readonly signal?: AbortSignal;
    readonly leaveAt?: string;
  } = {},
): Promise<Outcome> {
  const workDirectory = await mkdtemp(path.join(tmpdir(), 'run-plan-'));
  const request = requestOf(recipeOf({ dockerfileInline: 'FROM scratch\n' }), {}, options.builder);
  const plan = planBuild({ ...request, workDirectory });
  const host: FakeHost = createFakeHost({ programs: (command) => program(command, workDirectory) });
  const events: BuildEvent[] = [];
  for await (const event of runPlan(
    plan,
    host,
    options.signal === undefined ? {} : { signal: options.signal },
  )) {
    events.push(event);
    if (event.kind === options.leaveAt) {
      break;
    }
  }
  const commands = host.commands.map(({ args }) => args.slice(0, 2).join(' '));
  return { events, last: events.at(-1), files: (await readdir(workDirectory)).sort(), commands };
}

/** A docker that writes what it is asked for: the archive of a build or of a save, and the metadata. */
function goodDocker(command: Command): FakeRun {
  const after = (option: string): string => command.args[command.args.indexOf(option) + 1] ?? '';
  const output = command.args.includes('save')
    ? after('--output')
    : after('--output').replace(/^.*dest=/, '');
  return {
    effect: async () => {
      if (path.isAbsolute(output)) {
        await writeFile(output, 'archive');
      }
      if (command.args.includes('--metadata-file')) {
        await writeFile(after('--metadata-file'), '{}');
      }
    },
  };
}

const classic = { canExportOci: false };

test('a build that succeeds leaves archive and metadata, and nothing else', async () => {
  const { events, files } = await run(goodDocker);
  expect([events, files]).toEqual([
    [
      { kind: 'started', timeMs: 0, recipeName: 'app', platforms: ['linux/amd64', 'linux/arm64'] },
      { kind: 'finished', timeMs: 0, outcome: 'succeeded' },
    ],
    ['image.oci.tar', 'metadata.json'],
  ]);
});

test('progress comes from stderr, messages from stdout', async () => {
  const { events } = await run((command) => ({
    ...goodDocker(command),
    stdout: 'a result\n\n',
    stderr: '{"vertexes":[{"digest":"d","name":"[internal] load"}]}\nWARNING: old\n',
  }));
  expect(events.slice(1, -1)).toEqual(
    expect.arrayContaining([
      { kind: 'message', text: 'a result' },
      { kind: 'vertex', digest: 'd', name: '[internal] load', inputs: [], cached: false },
      { kind: 'message', text: 'WARNING: old' },
    ]),
  );
  expect(events).toHaveLength(5);
});

test('a build that fails leaves nothing, and later steps are not run', async () => {
  const docker = (command: Command, work: string): FakeRun => ({
    exitCode: 1,
    stderr: 'ERROR: failed to build: failed to solve: no such thing\n',
    effect: () => writeFile(path.join(work, 'linux-amd64.tar'), ''),
    ...(command.args[0] === 'image' && { exitCode: 0 }),
  });
  const { last, files, commands } = await run(docker, { builder: classic });
  expect([last, files, commands]).toEqual([
    {
      kind: 'finished',
      timeMs: 0,
      outcome: 'failed',
      failure: { platform: 'linux/amd64', message: 'no such thing', logTail: [] },
    },
    [],
    ['buildx build', 'image rm'],
  ]);
});

test('on a classic store each platform is built, saved and its name taken back', async () => {
  const { last, commands, files } = await run(goodDocker, { builder: classic });
  expect([last, commands, files]).toEqual([
    { kind: 'finished', timeMs: 0, outcome: 'succeeded' },
    ['buildx build', 'image save', 'image rm', 'buildx build', 'image save', 'image rm'],
    ['linux-amd64.metadata.json', 'linux-amd64.tar', 'linux-arm64.metadata.json', 'linux-arm64.tar'],
  ]);
});

test('a save that fails still gives the name back', async () => {
  const docker = (command: Command): FakeRun =>
    command.args.includes('save')
      ? { exitCode: 1, stderr: 'Error response from daemon: broken pipe' }
      : goodDocker(command);
  const { last, commands, files } = await run(docker, { builder: classic });
  expect([last?.kind === 'finished' && last.failure?.message, commands, files]).toEqual([
    'broken pipe',
    ['buildx build', 'image save', 'image rm'],
    [],
  ]);
});

test('a build without a word is said to give no reason', async () => {
  const { last } = await run(() => ({ exitCode: 7 }));
  expect(last).toMatchObject({
    outcome: 'failed',
    failure: { message: '"docker buildx build" ended with exit code 7 and gave no reason.' },
  });
});

test('a program that cannot be started is a failure, not an exception', async () => {
  const error = new HostError('program-not-found', 'The program "docker" was not found.');
  const { last, files } = await run(() => ({ error }));
  expect([last, files]).toEqual([
    {
      kind: 'finished',
      timeMs: 0,
      outcome: 'failed',
      failure: { message: 'The program "docker" was not found.', logTail: [] },
    },
    [],
  ]);
});

test('a build that claims success but left an empty archive has failed', async () => {
  const { last, files } = await run((_command, work) => ({
    effect: () => writeFile(path.join(work, 'image.oci.tar'), ''),
  }));
  expect([last?.kind === 'finished' && last.failure?.message, files]).toEqual([
    expect.stringMatching(/wrote no image to .*image\.oci\.tar/),
    [],
  ]);
});

test('an abort cancels, runs nothing more and leaves nothing', async () => {
  const abort = new AbortController();
  const docker = (command: Command, work: string): FakeRun => ({
    effect: async () => {
      await writeFile(path.join(work, 'linux-amd64.tar'), 'half');
      if (command.args[0] === 'buildx') {
        abort.abort();
      }
    },
  });
  const { last, files, commands } = await run(docker, { builder: classic, signal: abort.signal });
  expect([last, files, commands]).toEqual([
    { kind: 'finished', timeMs: 0, outcome: 'cancelled' },
    [],
    ['buildx build', 'image rm'],
  ]);
});

test('an abort before the start runs nothing', async () => {
  const { last, commands, files } = await run(goodDocker, { signal: AbortSignal.abort() });
  expect([last, commands, files]).toEqual([{ kind: 'finished', timeMs: 0, outcome: 'cancelled' }, [], []]);
});

test('a reader that leaves early cancels the build and leaves nothing', async () => {
  const { files } = await run((command) => ({ ...goodDocker(command), stdout: 'one\ntwo\n' }), {
    leaveAt: 'message',
  });
  expect(files).toEqual([]);
});
