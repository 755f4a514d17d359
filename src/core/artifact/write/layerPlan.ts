import type { Digest } from '../../base/digest.js';
import type { Image, Layer } from '../../image/image.js';
import type { PackedLayer } from '../../image/layer/packTask.js';
import type { WantedCompression } from '../../image/layer/packTask.js';

/** What is to become of the layers of images. */
export interface LayerPlan {
  /** One for each blob of the output; those whose name and size are known come first. */
  readonly blobs: readonly PlannedBlob[];
  /** Other layers that claim to be one of those, each to be checked as well. */
  readonly repeats: readonly Layer[];
  /** The blob of a layer. */
  blobOf(layer: Layer): PlannedBlob;
}

/** A blob of the output, and the layer that it is made of. */
export interface PlannedBlob {
  readonly layer: Layer;
  readonly want: WantedCompression;
  /** The digest that the blob will have, where that is known ahead: the stored bytes are passed on. */
  readonly digest?: Digest;
}

/** A planned blob that was written. */
export interface WrittenBlob extends PlannedBlob {
  readonly packed: PackedLayer;
}

/** How layers are wanted. */
export interface LayerWish {
  readonly want: WantedCompression;
  readonly recompress: boolean;
  /** Equal contents are one blob, whatever their stored bytes: for formats that name layers by diff_id. */
  readonly byContent: boolean;
}

/**
 * Plans the blobs of images: each layer once, however often it is named. A repeat that is the very same blob with
 * the same claims is not read again.
 */
export function planLayers(images: readonly Image[], wish: LayerWish): LayerPlan {
  const blobs = new Map<string, PlannedBlob>();
  const checked = createSeen();
  const repeats: Layer[] = [];
  const there = images.flatMap((image) => image.layers).filter(({ isAbsent }) => isAbsent !== true);
  for (const layer of there) {
    const planned = planBlob(layer, wish);
    const key = keyOf(planned, wish);
    const isNew = checked(layer);
    if (!blobs.has(key)) {
      blobs.set(key, planned);
    } else if (isNew) {
      repeats.push(layer);
    }
  }
  return {
    blobs: [...blobs.values()].toSorted((left, right) => rank(left) - rank(right)),
    repeats,
    blobOf(layer) {
      const blob = blobs.get(keyOf(planBlob(layer, wish), wish));
      if (blob === undefined) {
        throw new TypeError(`The layer ${layer.name} is not part of the plan.`);
      }
      return blob;
    },
  };
}

/** Whether the bytes of a layer are passed on as they are stored. */
export function isPassedOn(layer: Layer, { want, recompress }: Omit<LayerWish, 'byContent'>): boolean {
  return want === 'keep' || (layer.compression === want && (!recompress || want === 'none'));
}

function planBlob(layer: Layer, wish: LayerWish): PlannedBlob {
  const { want } = wish;
  const digest = isPassedOn(layer, wish) ? storedDigest(layer) : undefined;
  return { layer, want, ...(digest !== undefined && { digest }) };
}

function storedDigest(layer: Layer): Digest | undefined {
  return layer.claim?.digest ?? (layer.compression === 'none' ? layer.diffId : undefined);
}

function keyOf({ layer, digest }: PlannedBlob, { want, byContent }: LayerWish): string {
  if (byContent || digest === undefined) {
    return `${layer.diffId} ${want === 'keep' ? layer.compression : want}`;
  }
  return `${digest} ${layer.diffId}`;
}

function rank({ digest }: PlannedBlob): number {
  return digest === undefined ? 1 : 0;
}

/** Tells whether a layer, as a blob with claims, comes for the first time. */
function createSeen(): (layer: Layer) => boolean {
  const claimsOf = new Map<Layer['blob'], Set<string>>();
  return ({ blob, diffId, claim }) => {
    const claims = claimsOf.get(blob) ?? new Set();
    claimsOf.set(blob, claims);
    const before = claims.size;
    claims.add([diffId, claim?.digest, claim?.sizeBytes].join(' '));
    return claims.size > before;
  };
}
