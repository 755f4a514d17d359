import type { Platform } from '../platform/platform.js';

/**
 * What is known of the tools that would build: client, engine, buildx and builder. Where something is missing,
 * `obstacle` says what was found first; the other fields hold whatever else could be learned.
 */
export interface BuilderFacts {
  readonly client?: ClientFacts;
  readonly engine?: EngineFacts;
  /** `0.29.1`, without the distribution's suffix. */
  readonly buildxVersion?: string;
  readonly builderName?: string;
  /** `docker`, `docker-container`, `kubernetes`, `remote`, … */
  readonly driver?: string;
  readonly nodes: readonly BuilderNode[];
  /** Whether its nodes can export OCI archives; if not, images go through the engine's store. */
  readonly canExportOci: boolean;
  /** What the builder's nodes say they build; empty while no node of the builder runs. */
  readonly platforms: readonly BuilderPlatform[];
  /** How a build's progress can be read. */
  readonly progress: 'rawjson' | 'text';
  /** Whether `docker buildx bake` asks for permission with `--allow` (buildx 0.17 and later). */
  readonly hasBakeAllow: boolean;
  readonly obstacle?: BuilderObstacle;
}

/** The program called `docker`. */
interface ClientFacts {
  readonly version: string;
  /** Podman answers to the name of docker on some systems, but has no buildx. */
  readonly isPodman: boolean;
}

/** The engine that the client talks to. */
export interface EngineFacts {
  readonly version: string;
  /** `linux` or `windows`: what its containers run. */
  readonly os: string;
  /** In Docker's words: `amd64`. */
  readonly architecture: string;
  readonly isPodman: boolean;
}

/** One node of a builder, as `docker buildx inspect` describes it. */
export interface BuilderNode {
  readonly name: string;
  readonly endpoint: string;
  /** `running`, `inactive`, `stopped`, …; empty when it could not be asked. */
  readonly status: string;
  readonly error?: string;
  readonly platforms: readonly Platform[];
  /** Those of them that the user gave the node by hand; buildx prefers the node for them. */
  readonly givenPlatforms: readonly Platform[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A platform of a builder, and who does the work. */
export interface BuilderPlatform {
  readonly platform: Platform;
  /** `remote`: a node of which the processor is not known. */
  readonly how: 'native' | 'emulated' | 'remote';
}

/** The first thing that stands in the way of any build. */
export interface BuilderObstacle {
  readonly kind:
    | 'client-absent'
    | 'client-failed'
    | 'engine-denied'
    | 'engine-not-running'
    | 'engine-silent'
    | 'engine-failed'
    | 'buildx-absent'
    | 'builder-missing'
    | 'builder-failed';
  /** What the tool said, on one line. */
  readonly detail: string;
  /** Where the engine was looked for: the value of DOCKER_HOST, where it is set. */
  readonly dockerHost?: string;
}
