import * as path from 'node:path';

import type { Host } from '../host/host.js';
import type { Image, Layer } from '../image/image.js';
import { openImages } from '../image/openImages.js';
import type { Platform } from '../platform/platform.js';
import { toLaunchpadProcessor } from '../platform/processor.js';
import { ArtifactError } from './artifactError.js';
import { byteCounter } from './byteProgress.js';
import type { ByteWorkOptions } from './byteProgress.js';
import type { ImageReport } from './imageReport.js';
import { openInput } from './openInput.js';
import type { Input } from './openInput.js';
import { checkOutput } from './outputCheck.js';
import { selectImages } from './selectImages.js';
import { createStaging } from './stagingDirectory.js';
import type { Staging } from './stagingDirectory.js';
import { writeArtifacts } from './writeArtifacts.js';

/** What to convert, and where to. Paths are absolute. */
export interface ConversionRequest {
  /** Archives (docker, OCI) and OCI layout folders; several together give one artifact set a platform. */
  readonly inputs: readonly string[];
  /** The directory to make; below it is one directory a platform, named by Launchpad's processor. */
  readonly output: string;
  /** Absent or empty: every platform that is there. */
  readonly platforms?: readonly Platform[];
  /** Replace an output that is an artifact set already. */
  readonly force: boolean;
}

/** What a conversion made. */
export interface Conversion {
  readonly images: readonly ImageReport[];
  /** Attestations, other platforms, oddities: what was seen and not converted, in words. */
  readonly leftAside: readonly string[];
}

/**
 * Converts image archives to Launchpad's artifact set. Every digest and size is computed from the bytes that pass
 * and compared with what the archive claims. The output appears whole or not at all, also when it is aborted, and
 * the same input gives the same bytes. Errors: `ImageError`, `ArtifactError`, `PlatformError`, `HostError`.
 */
export async function convertArchive(
  request: ConversionRequest,
  host: Host,
  options: ByteWorkOptions = {},
): Promise<Conversion> {
  await checkInputs(request, host);
  await checkOutput(request.output, request.force, host.files);
  options.signal?.throwIfAborted();
  const staging = await createStaging(request.output, host);
  try {
    const conversion = await convertInto(staging, request, host, options);
    options.signal?.throwIfAborted();
    await checkOutput(request.output, request.force, host.files);
    await staging.publish();
    return conversion;
  } finally {
    await staging.discard();
  }
}

/** Before anything is created, so that a mistyped path leaves nothing behind. */
async function checkInputs(request: ConversionRequest, host: Host): Promise<void> {
  if (request.inputs.length === 0) {
    throw new ArtifactError('input-missing', 'No archive is given; name at least one.');
  }
  for (const input of request.inputs) {
    if ((await host.files.status(input)) === undefined) {
      throw new ArtifactError('input-missing', `There is no archive at ${input}.`);
    }
  }
}

async function convertInto(
  staging: Staging,
  request: ConversionRequest,
  host: Host,
  options: ByteWorkOptions,
): Promise<Conversion> {
  const inputs: Input[] = [];
  try {
    for (const [index, input] of request.inputs.entries()) {
      const scratch = path.join(staging.scratch, String(index));
      await host.files.makeDirectory(scratch);
      inputs.push(await openInput(input, host, { ...options, scratch }));
    }
    return await convertInputs(inputs, staging, { request, host, options });
  } finally {
    await Promise.all(inputs.map((input) => input.close()));
  }
}

interface Work {
  readonly request: ConversionRequest;
  readonly host: Host;
  readonly options: ByteWorkOptions;
}

async function convertInputs(inputs: readonly Input[], staging: Staging, work: Work): Promise<Conversion> {
  const { request, host, options } = work;
  const searches = await Promise.all(inputs.map((input) => openImages(input.archive)));
  const { images, leftAside } = selectImages(searches, request.platforms ?? []);
  await checkRoom(images, staging, work);
  const onRead = byteCounter(totalBytes(images), options);
  const reports: ImageReport[] = [];
  for (const [processor, ofProcessor] of byProcessor(images)) {
    const directory = path.join(staging.result, processor);
    await host.files.makeDirectory(directory);
    const written = await writeArtifacts(ofProcessor, directory, host.files, {
      onRead,
      ...(options.signal !== undefined && { signal: options.signal }),
    });
    reports.push(
      ...written.map((report) => ({ ...report, directory: path.join(request.output, processor) })),
    );
  }
  return { images: reports, leftAside };
}

function byProcessor(images: readonly Image[]): ReadonlyMap<string, readonly Image[]> {
  const groups = new Map<string, readonly Image[]>();
  for (const image of images) {
    const processor = toLaunchpadProcessor(image.platform);
    groups.set(processor, [...(groups.get(processor) ?? []), image]);
  }
  return groups;
}

function totalBytes(images: readonly Image[]): number {
  return sum(images.flatMap((image) => image.layers.map((layer) => layer.blob.sizeBytes)));
}

/** What gzip makes of a layer, from measuring many: rather too little, so that nothing that fits is refused. */
const packedShare: Readonly<Record<Layer['compression'], number>> = {
  none: 0.3,
  gzip: 1,
  zstd: 1,
  bzip2: 1,
  xz: 1,
};

async function checkRoom(images: readonly Image[], staging: Staging, { host, request }: Work): Promise<void> {
  const neededBytes = Math.ceil(sum(images.map(estimatedBytes)));
  const freeBytes = await host.files.freeBytes(staging.result);
  if (freeBytes < neededBytes) {
    throw new ArtifactError(
      'output-no-space',
      `The artifacts take about ${neededBytes} bytes, but the disk of ${request.output} has ${freeBytes} left; free some space or choose another output.`,
    );
  }
}

function estimatedBytes(image: Image): number {
  const unique = new Map(image.layers.map((layer) => [layer.diffId, layer]));
  return sum([...unique.values()].map((layer) => layer.blob.sizeBytes * packedShare[layer.compression]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
