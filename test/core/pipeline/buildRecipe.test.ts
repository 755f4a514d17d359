import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import type { Command, Host } from '../../../src/core/host/host.js';
import { HostError } from '../../../src/core/host/hostError.js';
import { buildRecipe } from '../../../src/core/pipeline/buildRecipe.js';
import type { BuildRequest, BuildResult, PipelineEvent } from '../../../src/core/pipeline/buildRequest.js';
import { noChoices } from '../../../src/core/plan/buildChoices.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import { temporaryDirectory } from '../../support/archiveFiles.js';
import { imageBlobs, indexBlobs, layoutMembers, sha256 } from '../../support/archiveImage.js';
import type { SampleImage } from '../../support/archiveImage.js';
import { tarOf } from '../../support/archiveTar.js';
import { fakeDocker, optionValue } from '../../support/fakeDocker.js';
import { createFakeHost } from '../../support/fakeHost.js';
import type { FakeHost, FakeRun } from '../../support/fakeHost.js';
import { lonelyRecipe } from './lonelyRecipe.js';

const never = new AbortController().signal;
const recorded = join(import.meta.dirname, '../../fixtures/rawjson');

/** A folder with a context and room for the output and temporary files. */
interface Place {
  readonly root: string;
  readonly temporary: string;
  readonly request: BuildRequest;
}

async function makePlace(changes: Partial<BuildRequest> = {}): Promise<Place> {
  const root = await temporaryDirectory();
  const context = join(root, 'greeting');
  const temporary = join(root, 'tmp');
  await mkdir(context);
  await mkdir(temporary);
  await writeFile(join(context, 'Dockerfile'), 'FROM ubuntu:24.04\nRUN make\n');
  const recipe = lonelyRecipe(context, ['linux/amd64', 'linux/arm64']);
  const request = {
    recipe,
    choices: noChoices,
    outputDirectory: join(root, 'out'),
    force: false,
    ...changes,
  };
  return { root, temporary, request };
}

function hostOf(place: Place, build: (command: Command) => FakeRun): FakeHost {
  return createFakeHost({
    programs: fakeDocker(build),
    system: { temporaryDirectory: place.temporary, currentDirectory: place.root },
  });
}

async function run(request: BuildRequest, host: Host, signal = never): Promise<readonly PipelineEvent[]> {
  const events: PipelineEvent[] = [];
  for await (const event of buildRecipe(request, host, { signal })) {
    events.push(event);
  }
  return events;
}

function resultOf(events: readonly PipelineEvent[]): BuildResult {
  const last = events.at(-1);
  if (last?.kind !== 'result') {
    throw new Error('expected a result at the end');
  }
  return last.result;
}

function image(architecture: string): SampleImage {
  const layer = Buffer.alloc(10_240, architecture);
  return { os: 'linux', architecture, tag: 'greeting:latest', layers: [layer] };
}

/** A build that exports what buildx would, and says so in its metadata file. */
function goodBuild(architectures: readonly string[], claimed?: string): (command: Command) => FakeRun {
  return (command) => ({
    effect: async () => {
      const index = indexBlobs(architectures.map((name) => imageBlobs(image(name), 'gzip')));
      const archive = /dest=(.*)$/.exec(optionValue(command, '--output'))?.[1] ?? '';
      await writeFile(archive, await tarOf(layoutMembers([index])));
      const metadata = { 'containerimage.digest': claimed ?? index.descriptor.digest };
      await writeFile(optionValue(command, '--metadata-file'), JSON.stringify(metadata));
    },
  });
}

test('a recipe becomes verified artifacts for every platform, and nothing else stays', async () => {
  const place = await makePlace();
  const events = await run(place.request, hostOf(place, goodBuild(['amd64', 'arm64'])));
  const result = resultOf(events);
  expect([
    result.outcome,
    result.problems,
    result.images.map(({ platform, directory }) => [platform, directory]),
  ]).toEqual([
    'succeeded',
    [],
    [
      ['linux/amd64', join(place.root, 'out', 'amd64')],
      ['linux/arm64', join(place.root, 'out', 'arm64')],
    ],
  ]);
  expect([(await readdir(place.root)).sort(), await readdir(place.temporary)]).toEqual([
    ['greeting', 'out', 'tmp'],
    [],
  ]);
});

/** Progress that tells of a stage built on an image, as buildx writes it. */
function builtOn(reference: string): string {
  const vertex = { digest: sha256(Buffer.from('vertex')), name: `[linux/amd64 1/2] FROM ${reference}` };
  return `${JSON.stringify({ vertexes: [vertex] })}\n`;
}

test('layers of the image that was built on have its repository as their source', async () => {
  const place = await makePlace();
  const reference = `example.com/base:1@${sha256(Buffer.from('base'))}`;
  const config = { rootfs: { diff_ids: image('amd64').layers.map(sha256) } };
  const build = goodBuild(['amd64', 'arm64']);
  const host = hostOf(place, (command) =>
    command.args.includes('imagetools')
      ? { stdout: JSON.stringify({ 'linux/amd64': config }) }
      : { ...build(command), stderr: builtOn(reference) },
  );
  const { outcome, images } = resultOf(await run(place.request, host));
  expect([outcome, images.map(({ layers }) => layers.map(({ source }) => source))]).toEqual([
    'succeeded',
    [['example.com/base'], ['']],
  ]);
});

test('a registry that does not know the image that was built on costs the source only, and that is said', async () => {
  const place = await makePlace();
  const reference = `example.com/base@${sha256(Buffer.from('base'))}`;
  const build = goodBuild(['amd64', 'arm64']);
  const host = hostOf(place, (command) =>
    command.args.includes('imagetools')
      ? { exitCode: 1, stderr: 'ERROR: not found\n' }
      : { ...build(command), stderr: builtOn(reference) },
  );
  const events = await run(place.request, host);
  expect(resultOf(events).outcome).toBe('succeeded');
  expect(events).toContainEqual({
    kind: 'build',
    event: { kind: 'message', text: expect.stringContaining(`of ${reference} is not known`) as string },
  });
});

test('the phases come in order, then the result, once', async () => {
  const place = await makePlace();
  const events = await run(place.request, hostOf(place, goodBuild(['amd64', 'arm64'])));
  const shown = events.flatMap((event) =>
    event.kind === 'phase' ? [event.phase] : event.kind === 'result' ? ['result'] : [],
  );
  expect(shown).toEqual(['checking', 'preparing', 'building', 'converting', 'verifying', 'result']);
});

test('a missing engine is a problem with the way out, and no build is tried', async () => {
  const place = await makePlace();
  const error = new HostError('program-not-found', 'The program "docker" was not found.');
  const host = createFakeHost({
    programs: () => ({ error }),
    system: { temporaryDirectory: place.temporary },
  });
  const result = resultOf(await run(place.request, host));
  expect([result.outcome, result.problems.map(({ code }) => code)]).toEqual(['failed', ['client-absent']]);
  expect(host.commands.filter(({ args }) => args.includes('--metadata-file'))).toEqual([]);
});

test('a platform that the builder cannot build is said before anything runs', async () => {
  const place = await makePlace({ choices: { ...noChoices, platforms: [parsePlatform('linux/s390x')] } });
  const result = resultOf(await run(place.request, hostOf(place, goodBuild(['s390x']))));
  expect(result.problems).toMatchObject([{ code: 'platform-impossible', platform: 'linux/s390x' }]);
});

test('a platform that Launchpad has no processor for is said before anything runs', async () => {
  const place = await makePlace({ choices: { ...noChoices, platforms: [parsePlatform('linux/mips64le')] } });
  const host = createFakeHost({
    programs: fakeDocker(goodBuild(['mips64le']), 'linux/mips64le'),
    system: { temporaryDirectory: place.temporary },
  });
  const result = resultOf(await run(place.request, host));
  expect(result.problems).toMatchObject([{ code: 'platform-unmapped', platform: 'linux/mips64le' }]);
});

test('a failing step is the failure of the build, and nothing is written', async () => {
  const place = await makePlace();
  const stderr = await readFile(join(recorded, 'buildx-0.29.1.failed.jsonl'), 'utf8');
  const result = resultOf(
    await run(
      place.request,
      hostOf(place, () => ({ exitCode: 1, stderr })),
    ),
  );
  expect([
    result.outcome,
    result.status.failure?.platform !== undefined,
    (await readdir(place.root)).sort(),
  ]).toEqual(['failed', true, ['greeting', 'tmp']]);
});

test('an archive that is not what the builder says it made is refused before anything is written', async () => {
  const place = await makePlace();
  const claimed = `sha256:${'0'.repeat(64)}`;
  const result = resultOf(await run(place.request, hostOf(place, goodBuild(['amd64', 'arm64'], claimed))));
  expect([result.outcome, result.problems.map(({ code }) => code), await readdir(place.temporary)]).toEqual([
    'failed',
    ['digest-differs'],
    [],
  ]);
  expect(await readdir(place.root)).not.toContain('out');
});

test('a platform that is missing from the archive is a problem', async () => {
  const place = await makePlace();
  const result = resultOf(await run(place.request, hostOf(place, goodBuild(['amd64']))));
  expect(result.problems).toMatchObject([{ code: 'archive-no-image' }]);
});

test('an output that exists is refused before the build', async () => {
  const place = await makePlace();
  await mkdir(join(place.root, 'out'));
  await writeFile(join(place.root, 'out', 'precious.txt'), 'mine');
  const host = hostOf(place, goodBuild(['amd64', 'arm64']));
  const result = resultOf(await run(place.request, host));
  expect([result.problems.map(({ code }) => code), host.commands]).toEqual([['output-exists'], []]);
});

test('a cancelled build says so, and nothing stays', async () => {
  const place = await makePlace();
  const cancelling = new AbortController();
  const host = hostOf(place, (command) => ({
    effect: async () => {
      await writeFile(optionValue(command, '--metadata-file'), '{');
      cancelling.abort();
    },
  }));
  const result = resultOf(await run(place.request, host, cancelling.signal));
  expect([
    result.outcome,
    result.images,
    (await readdir(place.root)).sort(),
    await readdir(place.temporary),
  ]).toEqual(['cancelled', [], ['greeting', 'tmp'], []]);
});

test('a build that is cancelled before it begins only says so', async () => {
  const place = await makePlace();
  const host = hostOf(place, goodBuild(['amd64', 'arm64']));
  const result = resultOf(await run(place.request, host, AbortSignal.abort()));
  expect([result.outcome, host.commands]).toEqual(['cancelled', []]);
});

test('a full disk while artifacts are written is a problem, and nothing half-written stays', async () => {
  const place = await makePlace();
  const host = createFakeHost({
    programs: fakeDocker(goodBuild(['amd64', 'arm64'])),
    system: { temporaryDirectory: place.temporary },
    files: (real) => ({
      create: async (path) => {
        const writer = await real.create(path);
        const fail = () => Promise.reject(new HostError('disk-full', `No space is left to write ${path}.`));
        const isLayer = /[/\\]file-\d+$/.test(path);
        return isLayer ? { ...writer, write: fail, close: () => writer.close() } : writer;
      },
    }),
  });
  const result = resultOf(await run(place.request, host));
  expect([
    result.outcome,
    result.problems.map(({ code }) => code),
    (await readdir(place.root)).sort(),
  ]).toEqual(['failed', ['disk-full'], ['greeting', 'tmp']]);
});

test('the log file holds the whole log, the result included', async () => {
  const place = await makePlace();
  const logFile = join(place.root, 'build.log');
  const events = await run({ ...place.request, logFile }, hostOf(place, goodBuild(['amd64', 'arm64'])));
  const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n');
  expect([lines[0], lines.at(-1), resultOf(events).logFile]).toEqual([
    '-- checking',
    '-- succeeded',
    logFile,
  ]);
});

test('a log file that exists is not overwritten', async () => {
  const place = await makePlace();
  const logFile = join(place.root, 'thesis.txt');
  await writeFile(logFile, 'three years of work');
  const result = resultOf(
    await run({ ...place.request, logFile }, hostOf(place, goodBuild(['amd64', 'arm64']))),
  );
  expect([result.problems.map(({ code }) => code), await readFile(logFile, 'utf8')]).toEqual([
    ['file-exists'],
    'three years of work',
  ]);
});

test('an archive is kept beside the output when that is wished', async () => {
  const place = await makePlace({ keepArchive: true });
  await run(place.request, hostOf(place, goodBuild(['amd64', 'arm64'])));
  expect((await readdir(place.root)).sort()).toEqual(['greeting', 'out', 'out.oci.tar', 'tmp']);
});

test('an output inside the context has its work directory elsewhere, where COPY cannot see it', async () => {
  const place = await makePlace();
  const host = hostOf(place, goodBuild(['amd64', 'arm64']));
  const outputDirectory = join(place.root, 'greeting', 'oci-artifacts', 'greeting');
  await run({ ...place.request, outputDirectory }, host);
  const build = host.commands.find(({ args }) => args.includes('--metadata-file'));
  const file = build === undefined ? '' : optionValue(build, '--metadata-file');
  expect(file.startsWith(`${place.temporary}/`)).toBe(true);
});

test('a reader that leaves early leaves nothing behind', async () => {
  const place = await makePlace();
  for await (const event of buildRecipe(place.request, hostOf(place, goodBuild(['amd64', 'arm64'])), {
    signal: never,
  })) {
    if (event.kind === 'plan') {
      break;
    }
  }
  expect([(await readdir(place.root)).sort(), await readdir(place.temporary)]).toEqual([
    ['greeting', 'tmp'],
    [],
  ]);
});
