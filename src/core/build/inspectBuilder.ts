import * as z from 'zod';
import { messageOf } from '../base/errors.js';
import type { Completed, Host } from '../host/host.js';
import { HostError } from '../host/hostError.js';
import type {
  BuilderFacts,
  BuilderNode,
  BuilderObstacle,
  BuilderPlatform,
  EngineFacts,
} from '../plan/builderFacts.js';
import { formatPlatform } from '../platform/platform.js';
import type { InspectedBuilder } from './buildxInspect.js';
import { parseBuildxInspect } from './buildxInspect.js';

/** What to inspect, and for how long at most each question may wait for its answer (default 10 s). */
export interface InspectOptions {
  /** The name of a builder; absent: the one that buildx would use. */
  readonly builder?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The answer of one question: what the program said, or why there is no answer. */
type Answer =
  | { readonly kind: 'completed'; readonly completed: Completed }
  | { readonly kind: 'failed'; readonly error: HostError };

const versionSchema = z.object({
  Client: z.object({ Version: z.string().optional(), OsArch: z.string().optional() }),
  Server: z
    .object({
      Version: z.string(),
      Os: z.string().optional(),
      Arch: z.string().optional(),
      Components: z.array(z.object({ Name: z.string() })).optional(),
    })
    .nullish(),
});

type VersionAnswer = z.infer<typeof versionSchema>;

/**
 * Asks the installed tools what they can do. It starts nothing, changes nothing and takes bounded time; what is
 * missing is part of the answer (`obstacle`), not an error. Rejects only when aborted.
 */
export async function inspectBuilder(host: Host, options: InspectOptions = {}): Promise<BuilderFacts> {
  const ask = (args: readonly string[]): Promise<Answer> => askDocker(host, args, options);
  const builder = options.builder === undefined ? [] : [options.builder];
  const [version, buildx, bakeHelp, buildHelp, inspect] = await Promise.all([
    ask(['version', '--format', '{{json .}}']),
    ask(['buildx', 'version']),
    ask(['buildx', 'bake', '--help']),
    ask(['buildx', 'build', '--help']),
    ask(['buildx', 'inspect', ...builder]),
  ]);
  const buildxVersion = parseBuildxVersion(outputOf(buildx));
  const inspected = inspectedOf(inspect);
  const facts = { ...clientFacts(version), ...(buildxVersion !== undefined && { buildxVersion }) };
  const obstacle = findObstacle({ version, buildx, inspect, inspected, facts }, host);
  return {
    ...facts,
    ...builderFacts(inspected, facts.engine),
    progress: speaksRawjson(outputOf(buildHelp), buildxVersion) ? 'rawjson' : 'text',
    hasBakeAllow: /\s--allow\b/.test(outputOf(bakeHelp)),
    ...(obstacle !== undefined && { obstacle }),
  };
}

/** The version in the output of `docker buildx version`: `github.com/docker/buildx v0.29.1 a32761a`. */
export function parseBuildxVersion(text: string): string | undefined {
  return /docker\/buildx\s+v?(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1];
}

async function askDocker(host: Host, args: readonly string[], options: InspectOptions): Promise<Answer> {
  const { signal, timeoutMs = 10_000 } = options;
  try {
    const completed = await host.processes.run(
      { program: 'docker', args },
      { timeoutMs, ...(signal !== undefined && { signal }) },
    );
    return { kind: 'completed', completed };
  } catch (error) {
    if (error instanceof HostError) {
      return { kind: 'failed', error };
    }
    throw error;
  }
}

function outputOf(answer: Answer): string {
  return answer.kind === 'completed' && answer.completed.exitCode === 0 ? answer.completed.stdout : '';
}

function clientFacts(answer: Answer): Pick<BuilderFacts, 'client' | 'engine'> {
  const version = versionOf(answer);
  if (version === undefined) {
    return {};
  }
  const { Client: client, Server: server } = version;
  return {
    // Why: only podman's answer has OsArch. https://github.com/containers/podman/blob/v5.0.0/libpod/define/version.go
    client: { version: client.Version ?? 'unknown', isPodman: client.OsArch !== undefined },
    ...(server && {
      engine: {
        version: server.Version,
        os: server.Os ?? 'linux',
        architecture: server.Arch ?? 'unknown',
        isPodman: server.Components?.some((component) => component.Name === 'Podman Engine') ?? false,
      },
    }),
  };
}

function versionOf(answer: Answer): VersionAnswer | undefined {
  if (answer.kind === 'failed') {
    return undefined;
  }
  try {
    return versionSchema.parse(JSON.parse(answer.completed.stdout));
  } catch {
    return undefined; // Why: the obstacle then quotes what the client said instead.
  }
}

function inspectedOf(answer: Answer): InspectedBuilder | undefined {
  const output = outputOf(answer);
  return output === '' ? undefined : parseBuildxInspect(output);
}

/** https://github.com/docker/buildx/blob/v0.29.1/driver/docker/driver.go (Features) */
const snapshotterLabel = 'org.mobyproject.buildkit.worker.snapshotter';

function builderFacts(
  inspected: InspectedBuilder | undefined,
  engine: EngineFacts | undefined,
): Pick<BuilderFacts, 'builderName' | 'driver' | 'nodes' | 'canExportOci' | 'platforms'> {
  if (inspected === undefined) {
    return { nodes: [], canExportOci: false, platforms: [] };
  }
  const { name, driver, nodes } = inspected;
  const usesContainerd = nodes.some((node) => snapshotterLabel in node.labels);
  return {
    builderName: name,
    driver,
    nodes,
    canExportOci: driver === 'docker' ? usesContainerd : driver !== '',
    platforms: builderPlatforms(driver, nodes, engine),
  };
}

function builderPlatforms(
  driver: string,
  nodes: readonly BuilderNode[],
  engine: EngineFacts | undefined,
): readonly BuilderPlatform[] {
  const found = new Map<string, BuilderPlatform>();
  // Why: a builder of one node in a container runs on the engine asked; of other nodes the processor is not known.
  const local = driver === 'docker' || (driver === 'docker-container' && nodes.length === 1);
  for (const platform of nodes.flatMap((node) => node.platforms)) {
    const how = local && engine ? howBuilt(platform.architecture, engine.architecture) : 'remote';
    found.set(formatPlatform(platform), { platform, how });
  }
  return [...found.values()];
}

/** Processors that also run the programs of another without emulation. */
const nativeToo: Readonly<Record<string, string>> = { amd64: '386', arm64: 'arm' };

function howBuilt(architecture: string, engineArchitecture: string): 'native' | 'emulated' {
  const isNative = architecture === engineArchitecture || nativeToo[engineArchitecture] === architecture;
  return isNative ? 'native' : 'emulated';
}

/** buildx 0.13 reads `rawjson` but does not name it in its help yet. */
function speaksRawjson(help: string, version: string | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? '0.0').split('.').map(Number);
  return help.includes('rawjson') || major > 0 || minor >= 13;
}

interface Answers {
  readonly version: Answer;
  readonly buildx: Answer;
  readonly inspect: Answer;
  readonly inspected: InspectedBuilder | undefined;
  readonly facts: Pick<BuilderFacts, 'client' | 'engine' | 'buildxVersion'>;
}

function findObstacle(answers: Answers, host: Host): BuilderObstacle | undefined {
  const { client, engine, buildxVersion } = answers.facts;
  if (client === undefined) {
    return clientObstacle(answers.version, host);
  }
  if (client.isPodman) {
    return undefined;
  }
  if (buildxVersion === undefined) {
    return { kind: 'buildx-absent', detail: saidBy(answers.buildx) };
  }
  // Why: a builder of its own endpoint can build although the client's own engine does not answer.
  const needsEngine = answers.inspected === undefined || ['', 'docker'].includes(answers.inspected.driver);
  if (engine === undefined && needsEngine) {
    return engineObstacle(answers.version, host);
  }
  return builderObstacle(answers);
}

function clientObstacle(answer: Answer, host: Host): BuilderObstacle {
  if (answer.kind === 'failed' && answer.error.code === 'program-timeout') {
    return withHost({ kind: 'engine-silent', detail: messageOf(answer.error) }, host);
  }
  const isAbsent = answer.kind === 'failed' && answer.error.code === 'program-not-found';
  return { kind: isAbsent ? 'client-absent' : 'client-failed', detail: saidBy(answer) };
}

function engineObstacle(answer: Answer, host: Host): BuilderObstacle {
  const detail = saidBy(answer);
  if (/permission denied/i.test(detail)) {
    return withHost({ kind: 'engine-denied', detail }, host);
  }
  const isDown = /cannot connect|failed to connect|connection refused|no such file|is the docker daemon/i;
  return withHost({ kind: isDown.test(detail) ? 'engine-not-running' : 'engine-failed', detail }, host);
}

function builderObstacle({ inspect, inspected }: Answers): BuilderObstacle | undefined {
  if (inspected === undefined) {
    const detail = saidBy(inspect);
    return { kind: /no builder|not found/i.test(detail) ? 'builder-missing' : 'builder-failed', detail };
  }
  const errors = [inspected.error, ...inspected.nodes.map((node) => node.error)];
  const error = errors.find((text) => text !== undefined);
  return error === undefined ? undefined : { kind: 'builder-failed', detail: error };
}

function withHost(obstacle: BuilderObstacle, host: Host): BuilderObstacle {
  const dockerHost = host.system.environment['DOCKER_HOST'];
  return dockerHost === undefined || dockerHost === '' ? obstacle : { ...obstacle, dockerHost };
}

/** What a program said when it did not do what it was asked, on one line. */
function saidBy(answer: Answer): string {
  if (answer.kind === 'failed') {
    return messageOf(answer.error);
  }
  const { stderr, stdout, exitCode } = answer.completed;
  const text = [stderr, stdout].map((each) => each.trim()).find((each) => each !== '');
  return (text ?? `it ended with exit code ${exitCode ?? 'unknown'} and said nothing`)
    .replace(/^error:\s+/i, '')
    .replace(/\s*\n\s*/g, ' ');
}
