import type { Platform } from './platform.js';
import { formatPlatform, parsePlatform, PlatformError } from './platform.js';

/** One processor under the names that Docker, Launchpad and koji give it. */
interface ProcessorNames {
  readonly docker: string;
  readonly launchpad: string;
  /** The first is the one written; all are read. */
  readonly koji: readonly string[];
}

const processors: readonly ProcessorNames[] = [
  { docker: 'linux/amd64', launchpad: 'amd64', koji: ['x86_64'] },
  { docker: 'linux/arm64', launchpad: 'arm64', koji: ['aarch64'] },
  { docker: 'linux/ppc64le', launchpad: 'ppc64el', koji: ['ppc64le'] },
  { docker: 'linux/s390x', launchpad: 's390x', koji: ['s390x'] },
  { docker: 'linux/arm/v7', launchpad: 'armhf', koji: ['armhfp', 'armv7hl'] },
  { docker: 'linux/386', launchpad: 'i386', koji: ['i686'] },
  { docker: 'linux/riscv64', launchpad: 'riscv64', koji: ['riscv64'] },
];

/** Launchpad's name of a platform's processor; `platform-unmapped` when it has none. */
export function toLaunchpadProcessor(platform: Platform): string {
  return ofPlatform(platform, 'Launchpad').launchpad;
}

/** Koji's (and OSBS's) name of a platform's architecture; `platform-unmapped` when it has none. */
export function toKojiArchitecture(platform: Platform): string {
  return ofPlatform(platform, 'koji').koji[0] ?? '';
}

/** The platform of a Launchpad processor name such as `armhf`; `platform-unmapped` when there is none. */
export function fromLaunchpadProcessor(name: string): Platform {
  return fromName(name, 'Launchpad processor', (names) => names.launchpad === name);
}

/** The platform of a koji architecture such as `aarch64`; `platform-unmapped` when there is none. */
export function fromKojiArchitecture(name: string): Platform {
  return fromName(name, 'koji architecture', (names) => names.koji.includes(name));
}

/** Every Launchpad processor name that has a platform. */
export function launchpadProcessors(): readonly string[] {
  return processors.map((names) => names.launchpad);
}

function ofPlatform(platform: Platform, system: string): ProcessorNames {
  const docker = formatPlatform(platform);
  const names = processors.find((candidate) => candidate.docker === docker);
  if (names === undefined) {
    const known = processors.map((candidate) => candidate.docker).join(', ');
    throw new PlatformError(
      'platform-unmapped',
      `${system} has no processor for ${docker}; it knows ${known}.`,
    );
  }
  return names;
}

function fromName(name: string, what: string, matches: (names: ProcessorNames) => boolean): Platform {
  const names = processors.find(matches);
  if (names === undefined) {
    throw new PlatformError('platform-unmapped', `"${name}" is not a ${what} that a platform is known for.`);
  }
  return parsePlatform(names.docker);
}
