import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { convertArchive } from '../../../src/core/artifact/convertArchive.js';
import { verifyInput } from '../../../src/core/artifact/verification/verifyInput.js';
import { targetFormats } from '../../../src/core/artifact/targetOptions.js';
import { isCoreError } from '../../../src/core/base/errors.js';
import { snapshot, temporaryDirectory, writeTar } from '../../support/archiveFiles.js';
import type { SampleImage } from '../../support/archiveImage.js';
import {
  attestationBlobs,
  dockerManifestMember,
  imageBlobs,
  indexBlobs,
  layoutMembers,
  legacyMembers,
  skopeoMembers,
} from '../../support/archiveImage.js';
import { tarOf } from '../../support/archiveTar.js';
import { readImageFacts, readLayerContents } from '../../support/imageFacts.js';
import { createDice, mutate } from '../../support/mutation.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();

/**
 * How many damaged archives are tried; `MUTATIONS=100000` for a long run, `MUTATION_SEED` for another one,
 * `MUTATION_ORIGINS` for a folder of archives that are damaged instead of ours.
 */
const mutationCount = Number(process.env['MUTATIONS'] ?? 1500);
const seed = Number(process.env['MUTATION_SEED'] ?? 1);
const originFolder = process.env['MUTATION_ORIGINS'];

/** Far more than any takes, on a busy machine as well. */
const patienceMs = 120_000;

/** The archives have some kilobytes: only who believes what they say of sizes, or keeps what has passed, takes so much. */
const mostGrowthBytes = 128 * 1024 * 1024;

function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

const one = Buffer.from('layer one '.repeat(150));
const two = Buffer.from('layer two '.repeat(200));
const amd64: SampleImage = { os: 'linux', architecture: 'amd64', tag: 'app:1.0', layers: [one, two, one] };
const arm64: SampleImage = { os: 'linux', architecture: 'arm64', tag: 'app:1.0', layers: [two] };
const other: SampleImage = { ...amd64, tag: 'other:2.0', layers: [two] };

/** Archives of every kind. */
async function ourArchives(): Promise<readonly Buffer[]> {
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

async function archivesOf(folder: string): Promise<readonly Buffer[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(names.map((name) => readFile(path.join(folder, name))));
}

/** What is damaged, and the configs that may come out of it. */
interface Origins {
  readonly archives: readonly Buffer[];
  readonly configs: ReadonlySet<string>;
}

async function findOrigins(directory: string): Promise<Origins> {
  const archives = await (originFolder === undefined ? ourArchives() : archivesOf(originFolder));
  const configs = new Set<string>();
  for (const bytes of archives) {
    const input = path.join(directory, 'input');
    await writeFile(input, bytes);
    (await readImageFacts(input)).forEach(({ config }) => configs.add(config));
  }
  return { archives, configs };
}

/** What is not true of an output: its images are some of the origin's, and their layers are what the configs say. */
async function falsehood(output: string, { configs }: Origins): Promise<string | undefined> {
  const facts = await readImageFacts(output);
  const contents = await readLayerContents(output);
  const isFalse = facts.some(
    ({ config, diffIds }, index) =>
      !configs.has(config) || diffIds.join(' ') !== (contents[index] ?? []).join(' '),
  );
  return facts.length === 0 || isFalse ? `made ${JSON.stringify(facts)}` : undefined;
}

/** What is wrong with how a damaged archive was treated; undefined when nothing is. */
async function complaint(
  bytes: Buffer,
  number: number,
  { origins, directory }: { readonly origins: Origins; readonly directory: string },
): Promise<string | undefined> {
  const input = path.join(directory, 'input');
  const place = path.join(directory, 'place');
  const output = path.join(place, `out-${number}`);
  // Why divided: else each kind of archive would only ever become one format.
  const turn = Math.floor(number / origins.archives.length);
  const format = targetFormats[turn % targetFormats.length] ?? 'oci';
  await writeFile(input, bytes);
  const verdict = await verifyInput(input, host).catch((error: unknown) => error);
  if (verdict instanceof Error && !isCoreError(verdict)) {
    return `verifying threw ${verdict.stack ?? ''}`;
  }
  try {
    await convertArchive({ inputs: [input], output, target: { format }, force: false }, host);
  } catch (error) {
    const left = await readdir(place).catch(() => []);
    if (left.length > 0) {
      return `left ${left.join(', ')} after ${String(error)}`;
    }
    return isCoreError(error) ? undefined : `threw ${error instanceof Error ? (error.stack ?? '') : ''}`;
  }
  const words = await falsehood(output, origins);
  await rm(output, { recursive: true });
  return words;
}

/** The same, but not for ever. */
async function complaintInTime(...parameters: Parameters<typeof complaint>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve(`did not end in ${patienceMs} ms`);
    }, patienceMs);
  });
  try {
    return await Promise.race([complaint(...parameters), late]);
  } finally {
    clearTimeout(timer);
  }
}

test(
  'a damaged archive gives the right image or an error with a code, and leaves nothing else',
  { timeout: 60_000 + mutationCount * 500 },
  async () => {
    const directory = await temporaryDirectory();
    const origins = await findOrigins(directory);
    const { archives } = origins;
    const complaints: string[] = [];
    const peakBeforeBytes = peakMemoryBytes();
    for (let number = 0; number < mutationCount && complaints.length < 5; number += 1) {
      const dice = createDice(seed * 1_000_003 + number);
      const damaged = mutate(archives[number % archives.length] ?? Buffer.alloc(0), dice);
      const bytes = dice(20) === 0 ? gzipSync(damaged) : damaged;
      const words = await complaintInTime(bytes, number, { origins, directory });
      complaints.push(...(words === undefined ? [] : [`seed ${seed}, number ${number}: ${words}`]));
    }
    expect(complaints).toEqual([]);
    expect(await readdir(directory)).toEqual(['input', 'place']);
    expect(peakMemoryBytes() - peakBeforeBytes).toBeLessThan(mostGrowthBytes);
  },
);
