import * as z from 'zod';

import { decodeJson } from '../format/jsonBlob.js';

/** One entry of an image's history. */
export interface LayerInstruction {
  /** The instruction as the builder noted it (`RUN /bin/sh -c … # buildkit`); empty when it noted none. */
  readonly createdBy: string;
  readonly comment?: string;
  /** As written; RFC 3339. */
  readonly created?: string;
  /** Whether it made no layer. */
  readonly isEmpty: boolean;
  /** The index of the layer that it made; absent when it made none, or when the config has fewer diff_ids. */
  readonly layer?: number;
}

const historySchema = z.looseObject({
  history: z
    .array(
      z.object({
        created_by: z.string().nullish(),
        comment: z.string().nullish(),
        created: z.string().nullish(),
        empty_layer: z.boolean().nullish(),
      }),
    )
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }).nullish(),
});

/**
 * The history of an image's config, first instruction first, each with the layer that it made. Empty when the config
 * has none; `archive-corrupt` when it is not of the form of the specification.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md#properties
 */
export function layerInstructions(configBytes: Uint8Array): readonly LayerInstruction[] {
  const { history, rootfs } = decodeJson(configBytes, historySchema, 'The config');
  const layerCount = rootfs?.diff_ids?.length ?? 0;
  let layer = 0;
  return (history ?? []).map((entry) => {
    const isEmpty = entry.empty_layer === true;
    const made = isEmpty ? undefined : layer++;
    return {
      createdBy: entry.created_by ?? '',
      ...(entry.comment && { comment: entry.comment }),
      ...(entry.created && { created: entry.created }),
      isEmpty,
      ...(made !== undefined && made < layerCount && { layer: made }),
    };
  });
}

/** The instruction that made each of `layerCount` layers; undefined where the history does not tell. */
export function instructionsOfLayers(
  instructions: readonly LayerInstruction[],
  layerCount: number,
): readonly (LayerInstruction | undefined)[] {
  const byLayer = new Map(instructions.map((instruction) => [instruction.layer, instruction]));
  return Array.from({ length: layerCount }, (_, layer) => byLayer.get(layer));
}
