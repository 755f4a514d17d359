import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inspectBuilder, parseBuildxVersion } from '../../../src/core/build/inspectBuilder.js';
import { explainBuilder, judgeBuilder } from '../../../src/core/build/preflight.js';
import { HostError } from '../../../src/core/host/hostError.js';
import type { BuilderFacts, BuilderNode } from '../../../src/core/plan/builderFacts.js';
import { formatPlatform, parsePlatform } from '../../../src/core/platform/platform.js';
import type { FakeRun } from '../../support/fakeHost.js';
import { createFakeHost } from '../../support/fakeHost.js';
import { bothPlatforms, builderOf } from '../../support/planValues.js';

const fixtures = path.join(import.meta.dirname, '..', '..', 'fixtures');

function read(name: string): string {
  return readFileSync(path.join(fixtures, name), 'utf8');
}

/** What a recorded engine answers; `changes` replace the answers of commands that begin so. */
function inspect(
  engine: string,
  changes: Readonly<Record<string, FakeRun>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<BuilderFacts> {
  const answers: readonly (readonly [string, () => FakeRun])[] = [
    ...Object.entries(changes).map(([command, run]) => [command, () => run] as const),
    ['version', () => ({ stdout: read(`engine/${engine}.version.json`) })],
    ['buildx version', () => ({ stdout: read(`engine/${engine}.buildxVersion.txt`) })],
    ['buildx inspect', () => ({ stdout: read(`buildxInspect/${engine}.txt`) })],
    ['buildx bake --help', () => ({ stdout: engine.startsWith('docker28') ? '  --allow stringArray' : '' })],
    ['buildx build --help', () => ({ stdout: engine.startsWith('docker28') ? '"rawjson"' : '' })],
  ];
  const host = createFakeHost({
    system: { environment },
    programs: ({ args }) => answers.find(([command]) => args.join(' ').startsWith(command))?.[1]() ?? {},
  });
  return inspectBuilder(host);
}

function failing(stderr: string, stdout = ''): FakeRun {
  return { exitCode: 1, stderr, stdout };
}

const serverless = '{"Client":{"Version":"28.5.2"},"Server":null}';
const noEngine = { stdout: 'Name: default\nDriver: \nError: x\n' };

async function problemOf(
  changes: Readonly<Record<string, FakeRun>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly { readonly code: string; readonly message: string }[]> {
  return judgeBuilder(await inspect('docker28', changes, environment), bothPlatforms);
}

test.each([
  ['docker28', '0.29.1', true, true],
  ['docker28g', '0.29.1', false, true],
  ['docker26c', '0.13.1', true, false],
  ['docker26', '0.13.1', false, false],
])('%s: buildx %s, exports OCI: %s', async (engine, buildxVersion, canExportOci, hasBakeAllow) => {
  const facts = await inspect(engine);
  expect(facts).toMatchObject({
    buildxVersion,
    canExportOci,
    hasBakeAllow,
    progress: 'rawjson',
    driver: 'docker',
    builderName: 'default',
  });
  expect(facts.obstacle).toBeUndefined();
  expect(facts.platforms.map(({ platform, how }) => [formatPlatform(platform), how])).toEqual(
    expect.arrayContaining([
      ['linux/amd64', 'native'],
      ['linux/arm64', 'emulated'],
    ]),
  );
  expect(judgeBuilder(facts, bothPlatforms)).toEqual([]);
});

test.each([
  ['github.com/docker/buildx v0.11.2 9872040', '0.11.2'],
  ['github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3', '0.13.1'],
  ['buildah 1.28.2', undefined],
])('the version in "%s" is %s', (text, version) => {
  expect(parseBuildxVersion(text)).toBe(version);
});

test('a buildx older than 0.13 has no rawjson', async () => {
  const old = {
    'buildx version': { stdout: 'github.com/docker/buildx v0.11.2 98' },
    'buildx build --help': {},
  };
  expect((await inspect('docker28', old)).progress).toBe('text');
});

test('only the chosen builder is asked about', async () => {
  const host = createFakeHost({ programs: () => ({ exitCode: 1 }) });
  await inspectBuilder(host, { builder: 'farm' });
  expect(host.commands.map(({ args }) => args.join(' '))).toContain('buildx inspect farm');
});

test('no docker client', async () => {
  const error = new HostError('program-not-found', 'not there');
  const problems = judgeBuilder(
    await inspectBuilder(createFakeHost({ programs: () => ({ error }) })),
    bothPlatforms,
  );
  expect(problems).toMatchObject([
    { code: 'client-absent', message: expect.stringContaining('Install') as string },
  ]);
});

test('no permission for the socket', async () => {
  const [problem] = await problemOf({
    version: failing('permission denied while trying to connect to unix:///var/run/docker.sock', serverless),
    'buildx inspect': noEngine,
  });
  expect(problem).toMatchObject({
    code: 'engine-denied',
    message: expect.stringContaining('sudo usermod -aG docker $USER') as string,
  });
});

test('an engine that does not run, with DOCKER_HOST named', async () => {
  const said = 'Cannot connect to the Docker daemon at tcp://build:2375. Is the docker daemon running?';
  const changes = { version: failing(said, serverless), 'buildx inspect': noEngine };
  const [problem] = await problemOf(changes, { DOCKER_HOST: 'tcp://build:2375' });
  expect(problem).toEqual({
    code: 'engine-not-running',
    message: `The Docker engine at DOCKER_HOST=tcp://build:2375 does not answer: ${said} Start it there, or unset DOCKER_HOST to use the engine of this machine.`,
  });
});

test('an engine that never answers', async () => {
  const error = new HostError('program-timeout', '"docker version" did not end within 10 s and was stopped.');
  const [problem] = await problemOf({ version: { error }, 'buildx inspect': { error } });
  expect(problem?.code).toBe('engine-silent');
});

test('a client without buildx', async () => {
  const [problem] = await problemOf({
    'buildx version': failing("docker: 'buildx' is not a docker command.\nSee 'docker --help'"),
    'buildx inspect': failing("docker: 'buildx' is not a docker command."),
  });
  expect(problem).toMatchObject({
    code: 'buildx-absent',
    message: expect.stringContaining('docker-buildx') as string,
  });
});

test('a builder that is not there', async () => {
  const [problem] = await problemOf({ 'buildx inspect': failing('ERROR: no builder "farm" found') });
  expect(problem).toMatchObject({
    code: 'builder-missing',
    message: expect.stringMatching(/^The builder was not found: no builder "farm" found\./) as string,
  });
});

test('a builder with a node in trouble', async () => {
  const text = 'Name: farm\nDriver: docker-container\n\nNodes:\nName: n\nError: no such host\n';
  const [problem] = await problemOf({ 'buildx inspect': { stdout: text } });
  expect(problem).toMatchObject({
    code: 'builder-failed',
    message: expect.stringContaining('The builder "farm" cannot be used: no such host.') as string,
  });
});

test('a remote builder needs no engine of its client', async () => {
  const text =
    'Name: far\nDriver: remote\n\nNodes:\nName: n\nStatus: running\nPlatforms: linux/amd64, linux/arm64\n';
  const facts = await inspect('docker28', {
    version: failing('Cannot connect to the Docker daemon', serverless),
    'buildx inspect': { stdout: text },
  });
  expect([facts.obstacle, facts.canExportOci, facts.platforms.map(({ how }) => how)]).toEqual([
    undefined,
    true,
    ['remote', 'remote'],
  ]);
});

test('podman under the name of docker', async () => {
  const version = '{"Client":{"APIVersion":"4.3.1","Version":"4.3.1","OsArch":"linux/amd64","Os":"linux"}}';
  const [problem] = await problemOf({
    version: { stdout: version },
    'buildx version': { stdout: 'buildah 1.28.2\n' },
    'buildx inspect': failing('Error: unrecognized command'),
  });
  expect(problem).toMatchObject({
    code: 'client-podman',
    message: expect.stringContaining('"docker" is Podman 4.3.1 here') as string,
  });
});

test('a client that answers nonsense is quoted', async () => {
  const [problem] = await problemOf({ version: failing('segmentation fault\n  core dumped') });
  expect(problem).toMatchObject({
    code: 'client-failed',
    message: expect.stringContaining('segmentation fault core dumped') as string,
  });
});

test('a platform without emulator is impossible, and the emulator is only named', () => {
  const facts = builderOf({
    platforms: [{ platform: parsePlatform('linux/amd64'), how: 'native' }],
    nodes: [{ name: 'n', endpoint: 'e', status: 'running', platforms: [], givenPlatforms: [], labels: {} }],
  });
  const [problem, ...others] = judgeBuilder(facts, bothPlatforms);
  expect([problem, others]).toEqual([
    {
      code: 'platform-impossible',
      platform: 'linux/arm64',
      message: expect.stringMatching(
        /cannot build for linux\/arm64; it can for linux\/amd64.*qemu-user-static.*tonistiigi\/binfmt --install arm64/,
      ) as string,
    },
    [],
  ]);
});

test('no emulator is promised for what is not Linux', async () => {
  const [problem] = judgeBuilder(await inspect('docker28'), [parsePlatform('windows/amd64')]);
  expect(problem?.message).toMatch(
    /No emulator helps here: write a platform of Linux, such as linux\/arm64\.$/,
  );
});

test('of a builder that does not run yet nothing is said to be impossible', () => {
  const node = {
    name: 'n',
    endpoint: 'e',
    status: 'inactive',
    platforms: [],
    givenPlatforms: [],
    labels: {},
  };
  expect(judgeBuilder(builderOf({ nodes: [node], platforms: [] }), bothPlatforms)).toEqual([]);
});

test('a remote node that does not answer is told before the build waits for it', () => {
  const node = (name: string, status: string, platform: string): BuilderNode => ({
    name,
    endpoint: `tcp://${name}:1234`,
    status,
    platforms: [parsePlatform(platform)],
    givenPlatforms: [parsePlatform(platform)],
    labels: {},
  });
  const nodes = [node('one', 'running', 'linux/amd64'), node('two', 'inactive', 'linux/arm64')];
  const facts = builderOf({ driver: 'remote', builderName: 'farm', nodes });
  expect([judgeBuilder(facts, bothPlatforms), judgeBuilder(facts, [parsePlatform('linux/amd64')])]).toEqual([
    [
      {
        code: 'node-silent',
        message:
          'The node "two" of the builder "farm" does not answer at tcp://two:1234. ' +
          'Start BuildKit there, or choose another builder ("docker buildx ls" lists them).',
      },
    ],
    [],
  ]);
});

test('an engine of Windows containers is told', () => {
  const engine = { version: '28', os: 'windows', architecture: 'amd64', isPodman: false };
  expect(judgeBuilder(builderOf({ engine }), bothPlatforms)).toMatchObject([{ code: 'engine-windows' }]);
});

test('emulation and the way through a classic store are explained', async () => {
  const notes = explainBuilder(await inspect('docker26'), bothPlatforms);
  expect(notes).toEqual([
    'linux/arm64 is emulated on this amd64 machine: RUN steps take several times as long.',
    expect.stringMatching(
      /classic store.*containerd-snapshotter.*docker buildx create --driver docker-container/,
    ) as string,
  ]);
});

test('a builder that divides platforms among its nodes is explained', async () => {
  const facts = await inspect('docker28', {
    'buildx inspect': { stdout: read('buildxInspect/twoNodes.txt') },
  });
  expect(explainBuilder(facts, bothPlatforms)).toEqual([
    expect.stringContaining('buildx/issues/2007') as string,
  ]);
});

test('an abort is passed on', async () => {
  const host = createFakeHost({ programs: () => ({}) });
  await expect(inspectBuilder(host, { signal: AbortSignal.abort(new Error('called off')) })).rejects.toThrow(
    'called off',
  );
});
