import { formatPlatform } from '../../platform/platform.js';
import type { Digest } from '../../base/digest.js';
import { compareContents } from '../contents/compareContents.js';
import type { FileDifference } from '../contents/compareContents.js';
import type { LayerContents } from '../contents/layerEntry.js';
import { instructionsOfLayers, layerInstructions } from '../contents/layerInstructions.js';
import { readLayerContents } from '../contents/readLayerContents.js';
import type { Image, Layer } from '../image.js';
import { readConfigFields } from './configFields.js';
import type { MeasureOptions } from './measureBlobs.js';

/** A field of the config, or an annotation, that is not the same. */
export interface FieldDifference {
  readonly field: string;
  /** Absent when it is not there. */
  readonly before?: string;
  readonly after?: string;
}

/** Two layers at the same place. */
export interface LayerDifference {
  /** From 0, the lowest. */
  readonly index: number;
  readonly change: 'same' | 'different' | 'added' | 'removed';
  readonly before?: ComparedLayer;
  readonly after?: ComparedLayer;
  /** There when the files were compared. */
  readonly files?: readonly FileDifference[];
}

/** A layer that was compared. */
interface ComparedLayer {
  readonly diffId: Digest;
  /** The instruction that made it; empty when the history does not tell. */
  readonly createdBy: string;
  readonly sizeBytes: number;
}

/** Two images, field by field and layer by layer. */
export interface ImageComparison {
  readonly before: ComparedImage;
  readonly after: ComparedImage;
  /** Whether configs, annotations and layers (by their diff_ids) are the same; how layers are stored does not count. */
  readonly isSame: boolean;
  readonly fields: readonly FieldDifference[];
  readonly layers: readonly LayerDifference[];
  /** What is remarkable, in words. */
  readonly notes: readonly string[];
}

/** An image that was compared. */
interface ComparedImage {
  readonly platform: string;
  readonly tags: readonly string[];
  readonly configDigest: Digest;
}

/** How images are compared; `files` says in which of the layers that differ the files are compared too. */
export interface CompareOptions extends MeasureOptions {
  readonly files: 'all' | 'first' | 'none';
}

/**
 * Compares two images: the fields of their configs, their annotations, their layers by diff_id and place, and the
 * files (content by hash) of layers that differ. Only those layers are read. Errors are those of `readLayerContents`.
 */
export async function compareImages(
  before: Image,
  after: Image,
  options: CompareOptions,
): Promise<ImageComparison> {
  const fields = [
    ...compareFields(readConfigFields(before.configBytes), readConfigFields(after.configBytes), ''),
    ...compareFields(annotationsOf(before), annotationsOf(after), 'annotations.'),
  ];
  const notes: string[] = [];
  const layers: LayerDifference[] = [];
  for (const difference of pairLayers(before, after)) {
    const isFirst = layers.every(({ change }) => change === 'same');
    const withFiles = options.files === 'all' || (options.files === 'first' && isFirst);
    const { index, change } = difference;
    layers.push(
      change === 'same' || !withFiles
        ? difference
        : {
            ...difference,
            files: compareContents(
              await readSide(before.layers[index], { options, notes }),
              await readSide(after.layers[index], { options, notes }),
            ),
          },
    );
  }
  const isSame =
    fields.length === 0 &&
    layers.every(({ change }) => change === 'same') &&
    before.configDigest === after.configDigest;
  return { before: sideOf(before), after: sideOf(after), isSame, fields, layers, notes };
}

function sideOf({ platform, tags, configDigest }: Image): ComparedImage {
  return { platform: formatPlatform(platform), tags, configDigest };
}

function compareFields(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  prefix: string,
): readonly FieldDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .sort()
    .map((name) => {
      const [left, right] = [before.get(name), after.get(name)];
      return {
        field: `${prefix}${name}`,
        ...(left !== undefined && { before: left }),
        ...(right !== undefined && { after: right }),
      };
    });
}

function annotationsOf({ manifest }: Image): ReadonlyMap<string, string> {
  return manifest?.document.annotations ?? new Map<string, string>();
}

function pairLayers(before: Image, after: Image): readonly LayerDifference[] {
  const [left, right] = [comparedLayers(before), comparedLayers(after)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const [one, other] = [left[index], right[index]];
    return {
      index,
      change: changeOf(one, other),
      ...(one !== undefined && { before: one }),
      ...(other !== undefined && { after: other }),
    };
  });
}

function changeOf(
  before: ComparedLayer | undefined,
  after: ComparedLayer | undefined,
): LayerDifference['change'] {
  if (before === undefined) {
    return 'added';
  }
  if (after === undefined) {
    return 'removed';
  }
  return before.diffId === after.diffId ? 'same' : 'different';
}

function comparedLayers(image: Image): readonly ComparedLayer[] {
  const instructions = instructionsOfLayers(layerInstructions(image.configBytes), image.layers.length);
  return image.layers.map(({ diffId, blob }, index) => ({
    diffId,
    createdBy: instructions[index]?.createdBy ?? '',
    sizeBytes: blob.sizeBytes,
  }));
}

interface SideOptions {
  readonly options: CompareOptions;
  readonly notes: string[];
}

async function readSide(
  layer: Layer | undefined,
  { options: { signal, onRead }, notes }: SideOptions,
): Promise<Pick<LayerContents, 'entries'>> {
  if (layer === undefined) {
    return { entries: [] };
  }
  const contents = await readLayerContents(layer, {
    hashFiles: true,
    ...(signal !== undefined && { signal }),
    ...(onRead !== undefined && { onRead }),
  });
  if (contents.diffId !== layer.diffId) {
    notes.push(`${layer.name} should be ${layer.diffId} uncompressed, but it is ${contents.diffId}.`);
  }
  return contents;
}
