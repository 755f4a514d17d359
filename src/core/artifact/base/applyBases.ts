import type { Image, Layer } from '../../image/image.js';
import type { TargetCompression } from '../targetOptions.js';
import type { BaseLayer, OpenBase } from './baseImage.js';

/** Images with what their bases know of their layers, and what was found, in words. */
export interface BasedImages {
  readonly images: readonly Image[];
  readonly notes: readonly string[];
}

/** How layers are wanted. */
export interface BaseWish {
  readonly want: TargetCompression;
  readonly recompress: boolean;
}

/**
 * Recognises the layers that images have from their bases: those whose uncompressed bytes, or stored ones, have the
 * same digest, and no others. Such a layer has the repository of the base; and where it would have to be compressed,
 * the base's own bytes take the place of its own, so that it has the digest that registries know already. They are
 * read and checked as every layer is.
 */
export function applyBases(
  images: readonly Image[],
  bases: readonly OpenBase[],
  wish: BaseWish,
): BasedImages {
  const counts = new Map<OpenBase, number>();
  const based = images.map((image) => {
    const nearest = bases.toSorted((left, right) => sharedWith(right, image) - sharedWith(left, image));
    return {
      ...image,
      layers: image.layers.map((layer) => {
        const found = findLayer(layer, nearest);
        if (found !== undefined) {
          counts.set(found.base, (counts.get(found.base) ?? 0) + 1);
        }
        return found === undefined ? layer : applyLayer(layer, found.layer, wish);
      }),
    };
  });
  return { images: based, notes: bases.flatMap((base) => notesOf(base, counts.get(base) ?? 0)) };
}

/** Why it counts: two bases may have layers in common, and the one that an image is built on has most of them. */
function sharedWith(base: OpenBase, image: Image): number {
  return image.layers.filter((layer) => base.layers.some((other) => isSame(layer, other))).length;
}

interface FoundLayer {
  readonly base: OpenBase;
  readonly layer: BaseLayer;
}

/** The layer in the first base that has it, one with its bytes before others. */
function findLayer(layer: Layer, bases: readonly OpenBase[]): FoundLayer | undefined {
  const found = bases.flatMap((base) => {
    return base.layers.filter((other) => isSame(layer, other)).map((other) => ({ base, layer: other }));
  });
  return found.find((one) => one.layer.layer !== undefined) ?? found[0];
}

function isSame({ diffId, claim }: Layer, base: BaseLayer): boolean {
  return base.diffId === undefined
    ? claim !== undefined && claim.digest === base.digest
    : base.diffId === diffId;
}

function applyLayer(layer: Layer, base: BaseLayer, { want, recompress }: BaseWish): Layer {
  const source = layer.source === '' ? base.source : layer.source;
  const { layer: other } = base;
  const isBetter =
    other !== undefined &&
    !recompress &&
    layer.isAbsent !== true &&
    layer.compression !== want &&
    other.compression === want;
  return isBetter ? { ...other, source } : { ...layer, source };
}

function notesOf({ name, layers }: OpenBase, count: number): readonly string[] {
  if (name === undefined) {
    return [];
  }
  if (count === 0) {
    return [`No layer is one of the base image ${name}.`];
  }
  const source = layers.find((layer) => layer.source !== '')?.source;
  const verb = count === 1 ? 'layer is' : 'layers are';
  const whose = `${count} ${verb} of the base image ${name}`;
  return source === undefined
    ? [`${whose}, which does not say where it was pulled from; write NAME=${name} to say it.`]
    : [`${whose}, pulled from ${source}.`];
}
