/** What is known of a base image from its config, as an engine or a registry told it. */
export interface BaseImageFacts {
  /** As FROM has it, or the named context that replaces it: `ubuntu:24.04`. */
  readonly reference: string;
  /** The platform that was asked for, `linux/arm64`; undefined: the builder's own. */
  readonly platform?: string;
  /** What the image says it is for. */
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** `NAME=value`, as in the config. */
  readonly env: readonly string[];
  readonly shell?: readonly string[];
  /** Where its instructions begin; `/` where it says nothing. */
  readonly workingDir?: string;
  /** The instructions that wait for a FROM. */
  readonly onbuild?: readonly string[];
}

/** The facts about an image for a platform; an answer without a platform fits any. */
export function findBaseImage(
  facts: readonly BaseImageFacts[] | undefined,
  reference: string,
  platform: string | undefined,
): BaseImageFacts | undefined {
  const ofImage = facts?.filter((fact) => fact.reference === reference);
  return (
    ofImage?.find((fact) => fact.platform === platform) ??
    ofImage?.find((fact) => fact.platform === undefined)
  );
}
