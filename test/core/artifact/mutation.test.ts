import { readdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import { targetFormats } from '../../../src/core/artifact/targetOptions.js';
import { isCoreError } from '../../../src/core/base/errors.js';
import { snapshot, temporaryDirectory, writeTar } from '../../support/archiveFiles.js';
import type { SampleImage } from '../../support/archiveImage.js';
import {
  attestationBlobs,
  configOf,
  dockerManifestMember,
  imageBlobs,
  indexBlobs,
  layoutMembers,
  legacyMembers,
  sha256,
  skopeoMembers,
} from '../../support/archiveImage.js';
import { tarOf } from '../../support/archiveTar.js';
import { readImageFacts } from '../../support/imageFacts.js';
import { createDice, mutate } from '../../support/mutation.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();

/** How many damaged archives are tried; `MUTATIONS=100000` for a long run, `MUTATION_SEED` for another one. */
const mutationCount = Number(process.env['MUTATIONS'] ?? 1500);
const seed = Number(process.env['MUTATION_SEED'] ?? 1);

const one = Buffer.from('layer one '.repeat(150));
const two = Buffer.from('layer two '.repeat(200));
const amd64: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one, two, one] };
const arm64: SampleImage = { os: 'linux', architecture: 'arm64', tag: 'app:1.0', layers: [two] };
const other: SampleImage = { ...amd64, tag: 'other:2.0', layers: [two] };

/** Archives of every kind, and the configs that may come out of them. */
async function origins(): Promise<readonly Buffer[]> {
  const packed = imageBlobs(amd64, 'gzip');
  const index = indexBlobs([packed, imageBlobs(arm64, 'none'), attestationBlobs(packed.descriptor)]);
  const directory = await temporaryDirectory();
  const output = path.join(directory, 'set');
  const input = await writeTar(directory, legacyMembers([amd64]));
  await convertArchive({ inputs: [input], output, force: false }, host);
  const set = [...(await snapshot(output))].map(([name, bytes]) => ({ name, bytes }));
  return Promise.all([
    tarOf(legacyMembers([amd64, other])),
    tarOf(skopeoMembers(amd64)),
    tarOf(layoutMembers([index])),
    tarOf([...layoutMembers([imageBlobs(amd64, 'none')]), dockerManifestMember(amd64, 'none')]),
    tarOf(set),
  ]);
}

const originCount = 5;

const known = new Set([amd64, arm64, other].map((image) => configOf(image).toString()));
const knownDiffIds = new Set([one, two].map(sha256));

/** What is wrong with how a damaged archive was treated; undefined when nothing is. */
async function complaint(bytes: Buffer, directory: string, number: number): Promise<string | undefined> {
  const input = path.join(directory, 'input');
  const place = path.join(directory, 'place');
  const output = path.join(place, `out-${number}`);
  // Why divided: else each kind of archive would only ever become one format.
  const format = targetFormats[Math.floor(number / originCount) % targetFormats.length] ?? 'oci';
  await writeFile(input, bytes);
  const signal = AbortSignal.timeout(20_000);
  const request = { inputs: [input], output, target: { format }, force: false };
  try {
    await convertArchive(request, host, { signal });
  } catch (error) {
    const left = await readdir(place).catch(() => []);
    if (left.some((name) => name.includes(`out-${number}`))) {
      return `left ${left.join(', ')} after ${String(error)}`;
    }
    return isCoreError(error) ? undefined : `threw ${error instanceof Error ? (error.stack ?? '') : ''}`;
  }
  // Why: damage may hit what is not used, or a text of the config; layers are what they were in any case.
  const facts = await readImageFacts(output);
  await rm(output, { recursive: true });
  const strange = facts.filter(({ config, diffIds }) => {
    return known.has(config) && !diffIds.every((diffId) => knownDiffIds.has(diffId));
  });
  return facts.length === 0 || strange.length > 0 ? `made ${JSON.stringify(facts)}` : undefined;
}

test(
  'a damaged archive gives the right image or an error with a code, and leaves nothing else',
  { timeout: 60_000 + mutationCount * 200 },
  async () => {
    const archives = await origins();
    expect(archives.length).toBe(originCount);
    const directory = await temporaryDirectory();
    const complaints: string[] = [];
    for (let number = 0; number < mutationCount; number += 1) {
      const dice = createDice(seed * 1_000_003 + number);
      const damaged = mutate(archives[number % archives.length] ?? Buffer.alloc(0), dice);
      const bytes = dice(20) === 0 ? gzipSync(damaged) : damaged;
      const words = await complaint(bytes, directory, number);
      complaints.push(...(words === undefined ? [] : [`seed ${seed}, number ${number}: ${words}`]));
    }
    expect(complaints.slice(0, 5)).toEqual([]);
    expect(await readdir(directory)).toEqual(['input', 'place']);
  },
);
