import * as path from 'node:path';

import { expect } from 'vitest';

import { convertArchive } from '../../src/core/artifact/convertArchive.js';
import { targetFormats } from '../../src/core/artifact/targetOptions.js';
import type { TargetFormat } from '../../src/core/artifact/targetOptions.js';
import { temporaryDirectory } from './archiveFiles.js';
import { readImageFacts } from './imageFacts.js';
import type { ImageFacts } from './imageFacts.js';
import { createTestHost } from './testHost.js';

const host = createTestHost();

/** Every form with every form, itself with it. */
export const formPairs: readonly (readonly [TargetFormat, TargetFormat])[] = targetFormats.flatMap((left) =>
  targetFormats.map((right) => [left, right] as const),
);

async function convertTo(format: TargetFormat, input: string): Promise<string> {
  const output = path.join(await temporaryDirectory(), 'out');
  await convertArchive({ inputs: [input], output, target: { format }, force: false }, host);
  return output;
}

/** What has to be the same wherever an image went. */
function identity(facts: readonly ImageFacts[]): readonly unknown[] {
  return facts.map(({ platform, config, tags, diffIds }) => [platform, config, tags, diffIds]);
}

/** Takes an image to one form, to another and back: it is the same image, and where nothing is packed the same bytes. */
export async function expectSameThere(
  origin: string,
  left: TargetFormat,
  right: TargetFormat,
): Promise<void> {
  const first = await convertTo(left, origin);
  const back = await convertTo(left, await convertTo(right, first));
  const [before, after] = [await readImageFacts(first), await readImageFacts(back)];
  expect(identity(after)).toEqual(identity(before));
  expect(identity(before)).toEqual(identity(await readImageFacts(origin)));
  // Why not otherwise: the legacy archive unpacks layers, and Launchpad's form packs them.
  const keeps = [left, right].every((format) => !['docker-legacy', 'launchpad'].includes(format));
  if (keeps) {
    expect(after).toEqual(before);
  }
  // Why: what is packed once stays as it is packed.
  if (left === 'launchpad' && right !== 'docker-legacy') {
    expect(after.map(({ blobs }) => blobs)).toEqual(before.map(({ blobs }) => blobs));
  }
}
