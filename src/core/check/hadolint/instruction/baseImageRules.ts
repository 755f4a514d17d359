import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
import type { BaseImage } from './baseImage.js';
import { readBaseImage } from './baseImage.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';

/** A base image without a tag or digest. */
export const dl3006 = createInstructionRule({
  name: 'DL3006',
  title: 'Always tag the version of an image explicitly',
  message: 'Always tag the version of an image explicitly',
  severity: 'warning',
  preset: 'recommended',
  find: findUntagged,
});

/** The tag `latest`. */
export const dl3007 = createInstructionRule({
  name: 'DL3007',
  title: 'Using latest is prone to errors if the image will ever update',
  message:
    'Using latest is prone to errors if the image will ever update. Pin the version explicitly to a release tag',
  severity: 'warning',
  preset: 'recommended',
  find: findAmong(['FROM'], (froms) =>
    imagesOf(froms)
      .filter(({ tag, digest }) => tag === 'latest' && digest === undefined)
      .map(atImage),
  ),
});

/** A `--platform` that does not follow the builder's or the target's. */
export const dl3029 = createInstructionRule({
  name: 'DL3029',
  title: 'Do not use --platform flag with FROM',
  message: 'Do not use --platform flag with FROM',
  severity: 'warning',
  preset: 'strict',
  find: findAmong(['FROM'], (froms) =>
    imagesOf(froms)
      .filter(({ platform = '' }) => platform !== '' && !/(?:BUILD|TARGET)PLATFORM/.test(platform))
      .map(atPlatform),
  ),
});

/** `--platform=$TARGETPLATFORM`, which is the default. */
export const dl3065 = createInstructionRule({
  name: 'DL3065',
  title: 'Setting FROM --platform to $TARGETPLATFORM is redundant',
  message:
    'Setting `FROM --platform` to predefined `$TARGETPLATFORM` in is redundant as this is the default behavior',
  severity: 'warning',
  preset: 'recommended',
  tags: ['unnecessary'],
  find: findAmong(['FROM'], (froms) =>
    imagesOf(froms)
      .filter(({ platform }) => platform === '$TARGETPLATFORM' || platform === '${TARGETPLATFORM}')
      .map(atPlatform),
  ),
});

/** What each FROM names. */
export function imagesOf(froms: readonly Instruction[]): readonly BaseImage[] {
  return froms.flatMap((from) => readBaseImage(from) ?? []);
}

function findUntagged(input: InstructionInput): readonly InstructionFind[] {
  const stages = new Set(input.namedContexts);
  return imagesOf(instructionsNamed(input.document, 'FROM')).flatMap((image) => {
    const isKnown =
      image.tag !== undefined ||
      image.digest !== undefined ||
      image.name === 'scratch' ||
      image.name.startsWith('$') ||
      stages.has(image.name.toLowerCase());
    if (image.alias !== undefined) {
      stages.add(image.alias);
    }
    return isKnown ? [] : [atImage(image)];
  });
}

function atImage({ from, word }: BaseImage): InstructionFind {
  return { instruction: from, range: word.range };
}

function atPlatform({ from }: BaseImage): InstructionFind {
  const range = flagOf(from, 'platform')?.range;
  return { instruction: from, ...(range !== undefined && { range }) };
}
