import type { BuilderFacts, BuilderNode, BuilderObstacle, BuilderPlatform } from '../plan/builderFacts.js';
import { needsSeveralNodes, nodeFor } from '../plan/nodeChoice.js';
import type { Platform } from '../platform/platform.js';
import { formatPlatform } from '../platform/platform.js';

/** Why a build cannot start: a stable code and a message that ends with the way out. */
export interface BuilderProblem {
  readonly code: string;
  readonly message: string;
  /** `linux/arm64`, where the problem is one platform's. */
  readonly platform?: string;
}

/**
 * Everything that would make a build of these platforms fail before its first step; empty when it can start.
 * An empty list of platforms means the builder's own.
 */
export function judgeBuilder(facts: BuilderFacts, platforms: readonly Platform[]): readonly BuilderProblem[] {
  const basic = judgeTools(facts);
  return basic === undefined ? judgePlatforms(facts, platforms) : [basic];
}

/** What a user should know of a build that can start: who emulates, and why images go through the engine's store. */
export function explainBuilder(facts: BuilderFacts, platforms: readonly Platform[]): readonly string[] {
  const emulated = platforms.filter((platform) => builderPlatform(facts, platform)?.how === 'emulated');
  return [
    ...emulated.map(
      (platform) =>
        `${formatPlatform(platform)} is emulated on this ${facts.engine?.architecture ?? ''} machine: RUN steps take several times as long.`,
    ),
    ...(facts.canExportOci && needsSeveralNodes(facts, platforms) ? [severalNodes(facts)] : []),
    ...(facts.canExportOci || facts.obstacle !== undefined ? [] : [saveExplanation(facts)]),
  ];
}

function judgeTools(facts: BuilderFacts): BuilderProblem | undefined {
  if (facts.client?.isPodman === true || facts.engine?.isPodman === true) {
    return {
      code: 'client-podman',
      message:
        `"docker" is Podman ${facts.client?.version ?? ''} here, which has no buildx. ` +
        'Install the Docker client and engine (packages docker.io and docker-buildx, or docker-ce), ' +
        'or point DOCKER_HOST at a Docker engine.',
    };
  }
  if (facts.obstacle !== undefined) {
    return {
      code: facts.obstacle.kind,
      message: obstacleMessages[facts.obstacle.kind](facts.obstacle, facts),
    };
  }
  if (facts.engine?.os === 'windows' && facts.driver === 'docker') {
    return {
      code: 'engine-windows',
      message: 'The Docker engine runs Windows containers. Switch it to Linux containers and start again.',
    };
  }
  return undefined;
}

type MessageMaker = (obstacle: BuilderObstacle, facts: BuilderFacts) => string;

const obstacleMessages: Readonly<Record<BuilderObstacle['kind'], MessageMaker>> = {
  'client-absent': () =>
    'The program "docker" was not found in PATH. Install the Docker client, an engine and buildx (packages docker.io and docker-buildx, docker-ce, or Docker Desktop).',
  'client-failed': ({ detail }) =>
    `"docker version" failed: ${detail}. Run it in a terminal; it must print client and server.`,
  'engine-denied': (obstacle) =>
    `You may not use the Docker engine${where(obstacle)}: ${obstacle.detail}. Add yourself to its group ("sudo usermod -aG docker $USER"), then log in again.`,
  'engine-not-running': (obstacle) =>
    `The Docker engine${where(obstacle)} does not answer: ${obstacle.detail} ${startAdvice(obstacle)}`,
  'engine-silent': (obstacle) =>
    `The Docker engine${where(obstacle)} takes too long to answer. Restart it ("sudo systemctl restart docker", or Docker Desktop) and start again.`,
  'engine-failed': (obstacle) =>
    `The Docker engine${where(obstacle)} cannot be used: ${obstacle.detail}. "docker version" in a terminal must print client and server.`,
  'buildx-absent': (_obstacle, { client }) =>
    `The Docker client ${client?.version ?? ''} has no buildx plugin. Install it (package docker-buildx or docker-buildx-plugin); "docker buildx version" must then print its version.`,
  'builder-missing': ({ detail }) =>
    `The builder was not found: ${detail}. "docker buildx ls" lists the builders; choose one of them, or make one with "docker buildx create --driver docker-container".`,
  'builder-failed': ({ detail }, { builderName }) =>
    `The builder${builderName === undefined ? '' : ` "${builderName}"`} cannot be used: ${detail}. "docker buildx inspect --bootstrap" in a terminal tells more; "docker buildx ls" lists the others.`,
};

function where({ dockerHost }: BuilderObstacle): string {
  return dockerHost === undefined ? '' : ` at DOCKER_HOST=${dockerHost}`;
}

function startAdvice(obstacle: BuilderObstacle): string {
  return obstacle.dockerHost === undefined
    ? 'Start it ("sudo systemctl start docker", or Docker Desktop).'
    : 'Start it there, or unset DOCKER_HOST to use the engine of this machine.';
}

function judgePlatforms(facts: BuilderFacts, platforms: readonly Platform[]): readonly BuilderProblem[] {
  const silent = silentNodes(facts, platforms);
  if (silent.length > 0) {
    return silent.map((node) => silentNode(facts, node));
  }
  // Why: a node that does not run yet names at most what it was given; buildx starts it with the build.
  if (facts.nodes.some((node) => node.status !== 'running')) {
    return [];
  }
  const impossible = platforms.filter((platform) => builderPlatform(facts, platform) === undefined);
  return impossible.map((platform) => impossiblePlatform(facts, platform));
}

/** The remote nodes that the build needs and that do not answer: buildx starts containers, but no remote machine. */
function silentNodes(
  { driver, nodes }: BuilderFacts,
  platforms: readonly Platform[],
): readonly BuilderNode[] {
  if (driver !== 'remote') {
    return [];
  }
  const needed = platforms.map((platform) => nodeFor(nodes, formatPlatform(platform)));
  const isSilent = (node: BuilderNode | undefined): boolean => node?.status === 'inactive';
  return nodes.filter((node) => isSilent(node) && (needed.includes(node) || nodes.every(isSilent)));
}

function silentNode({ builderName = '' }: BuilderFacts, { name, endpoint }: BuilderNode): BuilderProblem {
  return {
    code: 'node-silent',
    message:
      `The node "${name}" of the builder "${builderName}" does not answer at ${endpoint}. ` +
      'Start BuildKit there, or choose another builder ("docker buildx ls" lists them).',
  };
}

function builderPlatform(facts: BuilderFacts, platform: Platform): BuilderPlatform | undefined {
  const name = formatPlatform(platform);
  return facts.platforms.find((candidate) => formatPlatform(candidate.platform) === name);
}

function impossiblePlatform(facts: BuilderFacts, platform: Platform): BuilderProblem {
  const name = formatPlatform(platform);
  const can = facts.platforms.map((each) => formatPlatform(each.platform)).join(', ');
  return {
    code: 'platform-impossible',
    platform: name,
    message: `The builder "${facts.builderName ?? ''}" cannot build for ${name}; it can for ${can}. ${emulationAdvice(platform)}`,
  };
}

/** Text only: installing an emulator changes the whole machine, so it is the user who decides and does it. */
function emulationAdvice(platform: Platform): string {
  if (platform.os !== 'linux') {
    return 'No emulator helps here: write a platform of Linux, such as linux/arm64.';
  }
  return (
    `Let the machine emulate it ("sudo apt-get install qemu-user-static binfmt-support", or ` +
    `"docker run --privileged --rm tonistiigi/binfmt --install ${platform.architecture}"), ` +
    `or add a machine of that kind with "docker buildx create --append".`
  );
}

function severalNodes({ builderName = '' }: BuilderFacts): string {
  return (
    `The builder "${builderName}" divides these platforms among its nodes and then cannot export one OCI archive ` +
    '(https://github.com/docker/buildx/issues/2007), so each platform is built and exported by itself.'
  );
}

function saveExplanation(facts: BuilderFacts): string {
  return (
    `The builder "${facts.builderName ?? ''}" cannot export OCI archives, because its engine keeps images in the classic ` +
    'store; each platform is built into that store and saved from there. To build all in one run, switch on ' +
    '"features": {"containerd-snapshotter": true} in /etc/docker/daemon.json, or make a builder with ' +
    '"docker buildx create --driver docker-container --use".'
  );
}
