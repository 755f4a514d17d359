import type { DockerfileDocument } from './dockerfileDocument.js';

/** A platform in Docker's words. */
interface BuildPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** What a build gives a Dockerfile besides its text. */
export interface BuildSettings {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The stage to build; undefined is the last one. */
  readonly target?: string;
  /** Undefined where the platform is not known here: then what depends on it is not judged. */
  readonly platform?: BuildPlatform;
  /** The builder's own platform, where known. */
  readonly buildPlatform?: BuildPlatform;
}

/**
 * The arguments that every build has, by name; undefined: not known here. Build arguments of their names win.
 * https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
 */
export function automaticArgs(
  { stages }: Pick<DockerfileDocument, 'stages'>,
  { buildArgs, target, platform, buildPlatform }: BuildSettings,
): Map<string, string | undefined> {
  const values = new Map([
    ...platformArgs('BUILD', buildPlatform),
    ...platformArgs('TARGET', platform),
    ['TARGETSTAGE', target ?? stages.at(-1)?.name ?? 'default'] as const,
  ]);
  for (const name of values.keys()) {
    if (Object.hasOwn(buildArgs, name)) {
      values.set(name, buildArgs[name]);
    }
  }
  return values;
}

function platformArgs(
  side: 'BUILD' | 'TARGET',
  platform: BuildPlatform | undefined,
): readonly (readonly [string, string | undefined])[] {
  const { os, architecture, variant } = platform ?? {};
  const isKnown = platform !== undefined;
  const suffix = variant === undefined ? '' : `/${variant}`;
  return [
    [`${side}PLATFORM`, isKnown ? `${os ?? ''}/${architecture ?? ''}${suffix}` : undefined],
    [`${side}OS`, os],
    [`${side}OSVERSION`, isKnown ? '' : undefined],
    [`${side}ARCH`, architecture],
    [`${side}VARIANT`, isKnown ? (variant ?? '') : undefined],
  ];
}
