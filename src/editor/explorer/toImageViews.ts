import * as path from 'node:path';

import type { ImageLayerView, ImageView } from '../../bridge/explorerProtocol.js';
import { instructionsOfLayers, layerInstructions } from '../../core/image/contents/layerInstructions.js';
import type { Layer } from '../../core/image/image.js';
import { formatPlatform } from '../../core/platform/platform.js';
import { formatInstruction } from './formatInstruction.js';
import type { ShelvedImage } from './imageShelf.js';

/** What the explorer says of images, none of whose layers has been read. */
export function toImageViews(images: readonly ShelvedImage[]): readonly ImageView[] {
  const labels = labelsOf(images);
  return images.map((shelved) => toImageView(shelved, images, labels));
}

function toImageView(
  { id, image }: ShelvedImage,
  images: readonly ShelvedImage[],
  labels: ReadonlyMap<string, string>,
): ImageView {
  const { platform, tags, manifestDigest, configDigest, layers } = image;
  const instructions = instructionsOfLayers(layerInstructions(image.configBytes), layers.length);
  return {
    id,
    label: labels.get(id) ?? id,
    platform: formatPlatform(platform),
    tags,
    ...(manifestDigest !== undefined && { manifestDigest }),
    configDigest,
    storedBytes: layers.reduce((sum, { blob }) => sum + blob.sizeBytes, 0),
    layers: layers.map((layer, index) => {
      const others = images.filter((other) => other.id !== id && holds(other, layer));
      const sharedWith = others.map((other) => labels.get(other.id) ?? other.id);
      return toLayerView(layer, instructions[index]?.createdBy, sharedWith);
    }),
  };
}

function holds({ image }: ShelvedImage, { diffId }: Layer): boolean {
  return image.layers.some((layer) => layer.diffId === diffId);
}

function toLayerView(
  { diffId, claim, blob, compression }: Layer,
  createdBy: string | undefined,
  sharedWith: readonly string[],
): ImageLayerView {
  const instruction = formatInstruction(createdBy ?? '');
  return {
    diffId,
    ...(claim !== undefined && { digest: claim.digest }),
    storedBytes: blob.sizeBytes,
    compression,
    ...(instruction !== '' && { instruction }),
    sharedWith,
  };
}

/** The platform, with as much before it as is needed to tell the images apart. */
function labelsOf(images: readonly ShelvedImage[]): ReadonlyMap<string, string> {
  const forms: readonly ((shelved: ShelvedImage) => string)[] = [
    ({ image }) => formatPlatform(image.platform),
    ({ image }) => `${image.tags[0] ?? ''} ${formatPlatform(image.platform)}`.trim(),
    ({ image, source }) => `${path.basename(source.file)} ${formatPlatform(image.platform)}`,
    ({ image, source }) =>
      `${path.basename(source.file)} ${image.tags[0] ?? ''} ${formatPlatform(image.platform)}`,
    ({ image, id }) => `${id} ${formatPlatform(image.platform)}`,
  ];
  const form = forms.find((candidate) => new Set(images.map(candidate)).size === images.length);
  return new Map(images.map((shelved) => [shelved.id, form?.(shelved) ?? shelved.id]));
}
