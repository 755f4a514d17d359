import * as path from 'node:path';

import type { Host } from '../host/host.js';
import type { Attestation } from '../image/image.js';
import type { OpenOptions } from '../image/ociManifest.js';
import { openImages } from '../image/openImages.js';
import type { Platform } from '../platform/platform.js';
import { toLaunchpadProcessor } from '../platform/processor.js';
import { ArtifactError } from './artifactError.js';
import { applyBases } from './base/applyBases.js';
import type { ConversionBase } from './base/baseImage.js';
import { openBase } from './base/openBase.js';
import type { BaseInput } from './base/openBase.js';
import { byteCounter } from './byteProgress.js';
import type { ByteWorkOptions } from './byteProgress.js';
import { checkDiskRoom } from './diskRoom.js';
import type { ImageReport } from './imageReport.js';
import { openInput } from './openInput.js';
import type { ConversionInput, Input, InputOptions } from './openInput.js';
import { openOutput } from './openOutput.js';
import type { ConversionOutput, Output } from './openOutput.js';
import { selectImages } from './selectImages.js';
import { checkTarget, compressionOf } from './targetOptions.js';
import type { TargetOptions } from './targetOptions.js';
import type { SourcedImage } from './write/imageGroup.js';
import { toTag } from './write/imageName.js';
import { imageWriters } from './write/imageWriters.js';
import type { WriteWork } from './write/imageWriter.js';
import { planLayers } from './write/layerPlan.js';

/** What to convert, and where to. Paths are absolute. */
export interface ConversionRequest {
  /** Archives and folders of any form that `openImages` reads, or streams of archives; several are joined. */
  readonly inputs: readonly ConversionInput[];
  /**
   * The file or folder to make, or a stream for a tar archive. Launchpad's form is one directory a platform below
   * it, named by Launchpad's processor.
   */
  readonly output: ConversionOutput;
  /** Default: Launchpad's artifacts. */
  readonly target?: TargetOptions;
  /** Absent or empty: every platform that is there. */
  readonly platforms?: readonly Platform[];
  /** Images that these may be built on; they say where layers were pulled from. */
  readonly bases?: readonly ConversionBase[];
  /** Replace an output that is of the same form already. */
  readonly force: boolean;
}

/** What a conversion made. */
export interface Conversion {
  readonly images: readonly ImageReport[];
  /** Attestations, other platforms, oddities: what was seen and not converted, in words. */
  readonly leftAside: readonly string[];
}

const launchpad: TargetOptions = { format: 'launchpad' };

/**
 * Converts images from one form to another. Every digest and size is computed from the bytes that pass and compared
 * with what is claimed; configs are never changed. The output appears whole or not at all (a stream aside), also when
 * it is aborted, and the same input gives the same bytes. Errors: `ImageError`, `ArtifactError`, `PlatformError`,
 * `HostError`.
 */
export async function convertArchive(
  request: ConversionRequest,
  host: Host,
  options: ByteWorkOptions = {},
): Promise<Conversion> {
  const target = toTarget(request.target ?? launchpad);
  await checkInputs(request, host);
  options.signal?.throwIfAborted();
  const output = await openOutput(request, target, host);
  try {
    const conversion = await convertInto(output, target, { request, host, options });
    options.signal?.throwIfAborted();
    await output.publish();
    return conversion;
  } finally {
    await output.discard();
  }
}

function toTarget(target: TargetOptions): TargetOptions {
  checkTarget(target);
  return target.tag === undefined ? target : { ...target, tag: toTag(target.tag) };
}

/** Before anything is created, so that a mistyped path leaves nothing behind. */
async function checkInputs(request: ConversionRequest, host: Host): Promise<void> {
  if (request.inputs.length === 0) {
    throw new ArtifactError('input-missing', 'No archive is given; name at least one.');
  }
  for (const input of request.inputs) {
    if (typeof input === 'string' && (await host.files.status(input)) === undefined) {
      throw new ArtifactError('input-missing', `There is no archive at ${input}.`);
    }
  }
  for (const base of request.bases ?? []) {
    if ('path' in base && (await host.files.status(base.path)) === undefined) {
      throw new ArtifactError('input-missing', `There is no base image at ${base.path}.`);
    }
  }
}

interface Work {
  readonly request: ConversionRequest;
  readonly host: Host;
  readonly options: ByteWorkOptions;
}

async function convertInto(output: Output, target: TargetOptions, work: Work): Promise<Conversion> {
  const { request, host, options } = work;
  const inputs: Input[] = [];
  const bases: BaseInput[] = [];
  const scratchFor = async (name: string): Promise<InputOptions> => {
    const scratch = path.join(output.scratch, name);
    await host.files.makeDirectory(scratch);
    return { ...options, scratch };
  };
  try {
    for (const [index, input] of request.inputs.entries()) {
      inputs.push(await openInput(input, host, await scratchFor(`input-${index}`)));
    }
    for (const [index, base] of (request.bases ?? []).entries()) {
      bases.push(await openBase(base, host, await scratchFor(`base-${index}`)));
    }
    return await convertInputs({ inputs, bases }, output, target, work);
  } finally {
    await Promise.all([...inputs, ...bases].map((input) => input.close()));
  }
}

interface OpenInputs {
  readonly inputs: readonly Input[];
  readonly bases: readonly BaseInput[];
}

async function convertInputs(
  opened: OpenInputs,
  output: Output,
  target: TargetOptions,
  work: Work,
): Promise<Conversion> {
  const { images, attestations, notes } = await readImages(opened, target, work);
  const works = toWorks(images, attestations, target);
  await checkDiskRoom(works, output, work.host.files);
  const written = await writeWorks(works, output, work);
  await output.tree.finish();
  return {
    images: written.reports,
    leftAside: [...notes.filter((words) => !written.kept.has(words)), ...written.notes],
  };
}

interface ReadImages {
  readonly images: readonly SourcedImage[];
  readonly attestations: readonly Attestation[];
  /** What was seen, attestations among it. */
  readonly notes: readonly string[];
}

/** Finds and chooses the images, and what their bases know of them. */
async function readImages(
  { inputs, bases }: OpenInputs,
  target: TargetOptions,
  { request }: Work,
): Promise<ReadImages> {
  const searches = await Promise.all(inputs.map((input) => openImages(input.archive, toOpenOptions(target))));
  const { images, leftAside } = selectImages(searches, request.platforms ?? [], target.format);
  const wish = { want: compressionOf(target), recompress: target.recompress ?? false };
  const based = applyBases(
    images.map(({ image }) => image),
    bases.map(({ base }) => base),
    wish,
  );
  const found = searches.flatMap((search) => search.attestations ?? []);
  return {
    images: images.map(({ image, input }, index) => ({ image: based.images[index] ?? image, input })),
    attestations: target.attestations === 'drop' ? [] : found,
    notes: [...leftAside, ...based.notes, ...inputs.flatMap((input) => input.notes)],
  };
}

interface WrittenWorks {
  readonly reports: readonly ImageReport[];
  readonly notes: readonly string[];
  /** The words for the attestations that are in the output. */
  readonly kept: ReadonlySet<string>;
}

async function writeWorks(
  works: readonly WriteWork[],
  output: Output,
  { host, options }: Work,
): Promise<WrittenWorks> {
  const onRead = byteCounter(totalBytes(works), options);
  const { signal } = options;
  const reports: ImageReport[] = [];
  const kept = new Set<string>();
  const notes: string[] = [];
  for (const part of works) {
    const result = await imageWriters[part.target.format](part, output.tree, {
      host,
      onRead,
      ...(signal !== undefined && { signal }),
    });
    reports.push(...result.reports.map((report) => ({ ...report, directory: output.pathOf(part.folder) })));
    result.kept.forEach(({ words }) => kept.add(words));
    notes.push(...result.notes);
  }
  return { reports, notes, kept };
}

function toOpenOptions({ foreignLayers }: TargetOptions): OpenOptions {
  return foreignLayers === 'name' ? { foreignLayers } : {};
}

/** Launchpad's form is a set a processor, each with layers of its own; the others are one. */
function toWorks(
  items: readonly SourcedImage[],
  attestations: readonly Attestation[],
  target: TargetOptions,
): readonly WriteWork[] {
  const isLaunchpad = target.format === 'launchpad';
  const folderOf = ({ image }: SourcedImage): string =>
    isLaunchpad ? toLaunchpadProcessor(image.platform) : '';
  const wish = {
    want: compressionOf(target),
    recompress: target.recompress ?? false,
    byContent: isLaunchpad || target.format === 'docker-legacy',
  };
  return [...new Set(items.map(folderOf))].map((folder) => {
    const own = items.filter((item) => folderOf(item) === folder);
    const plan = planLayers(
      own.map(({ image }) => image),
      wish,
    );
    return { items: own, attestations, plan, target, folder };
  });
}

function totalBytes(works: readonly WriteWork[]): number {
  const layers = works.flatMap(({ plan }) => [...plan.blobs.map(({ layer }) => layer), ...plan.repeats]);
  return layers.reduce((total, layer) => total + layer.blob.sizeBytes, 0);
}
