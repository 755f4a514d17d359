import type {
  ArtifactView,
  BuildView,
  MonitorView,
  PlatformView,
  StateView,
  StepLogView,
  StepView,
} from '../../src/bridge/monitorProtocol.js';

/** When the sample builds began, in milliseconds since 1970. */
export const startedMs = Date.UTC(2026, 10, 20, 10, 21, 7);

const digests = [
  'sha256:3b7f0c52a1d94e68b0f2c7a95d1e8f6340ab2cc19e5d77f8016b3a4d2e9c5f71',
  'sha256:91c4e2d07fab35680d9b1e4c73a2f85b6e0d4497c1fa23b85d60e7f9a8b3c204',
  'sha256:0e8d5b3f6a7c91d24f8b0a6e3d5c7f192b4a6081c3e5d7f9a0b2c4d6e8f01325',
  'sha256:c2f4a6b8d0e1f3a5b7c9d1e3f5a7b9c1d3e5f7a9b1c3d5e7f9a1b3c5d7e9f1a3',
] as const;

/** One step; a time is given by its seconds. */
export function step(
  id: string,
  name: string,
  state: StateView,
  more: Partial<StepView> & { readonly tookSeconds?: number } = {},
): StepView {
  const { tookSeconds, ...rest } = more;
  return {
    id,
    name,
    state,
    cached: false,
    ...(state !== 'waiting' && { startedMs }),
    ...(state !== 'waiting' && state !== 'running' && { endedMs: startedMs + (tookSeconds ?? 0.4) * 1000 }),
    ...rest,
  };
}

/** One platform whose counts follow from its steps. */
export function platform(name: string, state: StateView, steps: readonly StepView[]): PlatformView {
  return {
    platform: name,
    state,
    done: steps.filter((one) => one.state === 'succeeded').length,
    total: steps.length,
    cached: steps.filter((one) => one.cached).length,
    startedMs,
    steps,
  };
}

/** A build that runs unless told otherwise. */
export function build(id: string, more: Partial<BuildView> = {}): BuildView {
  return {
    id,
    recipeName: 'hello-oci',
    state: 'running',
    phase: 'Building',
    progress: 0.42,
    startedMs,
    platforms: [],
    artifacts: [],
    problems: [],
    ...more,
  };
}

/** The view of some builds, newest first, seen 83 seconds after they began. */
export function viewOf(...builds: readonly BuildView[]): MonitorView {
  return { builds, nowMs: startedMs + 83_000 };
}

/** A log of so many lines. */
export function logOf(buildId: string, stepId: string, lines: number, droppedLines = 0): StepLogView {
  return {
    buildId,
    stepId,
    droppedLines,
    lines: Array.from({ length: lines }, (_, index) => `line ${index + droppedLines + 1}`),
  };
}

const shared = platform('shared', 'succeeded', [
  step('s1', 'load build definition from Dockerfile', 'succeeded', { stage: 'internal', tookSeconds: 0.1 }),
  step('s2', 'load .dockerignore', 'succeeded', { stage: 'internal', tookSeconds: 0.1 }),
]);

function platformSteps(name: string, last: readonly StepView[]): readonly StepView[] {
  return [
    step(`${name}1`, 'load metadata for docker.io/library/ubuntu:24.04', 'succeeded', {
      stage: 'internal',
      tookSeconds: 1.3,
    }),
    step(`${name}2`, 'FROM docker.io/library/ubuntu:24.04@sha256:3b7f0c52a1d9', 'succeeded', {
      stage: 'build 1/4',
      cached: true,
    }),
    step(
      `${name}3`,
      'RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make',
      'succeeded',
      {
        stage: 'build 2/4',
        tookSeconds: 24,
      },
    ),
    ...last,
  ];
}

function runningSteps(name: string, makeState: StateView): readonly StepView[] {
  return platformSteps(name, [
    step(`${name}4`, 'COPY src/ /src/', 'succeeded', { stage: 'build 3/4', tookSeconds: 0.2 }),
    step(`${name}5`, 'RUN make -C /src all install DESTDIR=/out', makeState, { stage: 'build 4/4' }),
    step(`${name}6`, 'pulling docker.io/library/ubuntu:24.04', 'running', {
      stage: 'stage-1 1/2',
      bytes: { current: 12_345_678, total: 29_700_000 },
    }),
    step(`${name}7`, 'COPY --from=build /out/ /', 'waiting', { stage: 'stage-1 2/2' }),
    step(`${name}8`, 'exporting to oci image format', 'waiting'),
  ]);
}

function doneSteps(name: string): readonly StepView[] {
  return runningSteps(name, 'succeeded').map((one) => {
    const { id, name: text, stage = '', cached } = one;
    return { id, name: text, stage, cached, state: 'succeeded', startedMs, endedMs: startedMs + 3_100 };
  });
}

function artifact(platformName: string, arch: string): ArtifactView {
  return {
    platform: platformName,
    directory: `/home/ada/hello-oci/artifacts/${arch}`,
    manifestDigest: digests[0],
    configDigest: digests[1],
    layers: digests.map((digest, index) => ({
      file: `${digest.slice(7)}.tar.gz`,
      digest,
      diffId: digests[(index + 1) % digests.length] ?? digest,
      sizeBytes: [29_700_000, 412, 1_204_800, 32][index] ?? 0,
      source: index === 0 ? 'ubuntu:24.04' : '',
    })),
  };
}

/** Output of a compiler, for the log of a step that runs. */
export const makeLines: readonly string[] = [
  "make: Entering directory '/src'",
  ...Array.from(
    { length: 60 },
    (_, index) => `gcc -O2 -Wall -Wextra -Iinclude -c -o build/unit${index}.o unit${index}.c`,
  ),
  "unit59.c:12:9: warning: unused variable 'rest' [-Wunused-variable]",
  'gcc -O2 -o build/hello build/*.o',
];

/** Named situations, as the pictures show them. */
export const situations = {
  empty: { builds: [] },
  running: viewOf(
    build('running', {
      platforms: [
        platform('linux/amd64', 'running', runningSteps('a', 'running')),
        platform('linux/arm64', 'running', runningSteps('r', 'running')),
        shared,
      ],
    }),
    build('earlier', { state: 'succeeded', progress: 1, endedMs: startedMs + 134_000 }),
  ),
  failed: viewOf(
    build('failed', {
      state: 'failed',
      endedMs: startedMs + 47_200,
      progress: 0.61,
      platforms: [
        platform('linux/amd64', 'succeeded', doneSteps('a')),
        platform(
          'linux/arm64',
          'failed',
          platformSteps('r', [
            step('r4', 'COPY src/ /src/', 'succeeded', { stage: 'build 3/4', tookSeconds: 0.2 }),
            step('r5', 'RUN make -C /src all install DESTDIR=/out', 'failed', {
              stage: 'build 4/4',
              tookSeconds: 11.6,
            }),
            step('r7', 'COPY --from=build /out/ /', 'cancelled', { stage: 'stage-1 2/2' }),
          ]),
        ),
        shared,
      ],
      failure: {
        message: 'RUN make -C /src all install DESTDIR=/out failed on linux/arm64.',
        platform: 'linux/arm64',
        step: 'build 4/4',
        location: 'Dockerfile:12',
        exitCode: 2,
        logTail: [
          "unit7.c: In function 'main':",
          "unit7.c:31:18: error: 'PAGE_SIZE' undeclared (first use in this function)",
          'make: *** [Makefile:14: build/unit7.o] Error 1',
          "make: Leaving directory '/src'",
        ],
      },
      problems: ['linux/amd64 was built, but nothing was written: an output appears whole or not at all.'],
    }),
  ),
  succeeded: viewOf(
    build('succeeded', {
      state: 'succeeded',
      progress: 1,
      endedMs: startedMs + 134_000,
      platforms: [
        platform('linux/amd64', 'succeeded', doneSteps('a')),
        platform('linux/arm64', 'succeeded', doneSteps('r')),
        shared,
      ],
      artifacts: [artifact('linux/amd64', 'amd64'), artifact('linux/arm64', 'arm64')],
    }),
  ),
} as const satisfies Readonly<Record<string, MonitorView>>;
