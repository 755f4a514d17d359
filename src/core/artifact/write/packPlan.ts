import type { PackedLayer, PackHost, PackLayersOptions } from '../../image/layer/packTask.js';
import { packLayers } from '../../image/layer/packLayers.js';
import type { LayerPlan, PlannedBlob, WrittenBlob } from './layerPlan.js';
import type { FileForecast, OutputTree, PendingFile } from './outputTree.js';

/** How planned blobs get their names; `forecast` is undefined where name or size come later. */
export interface BlobNames {
  forecast(blob: PlannedBlob): FileForecast | undefined;
  nameOf(blob: PlannedBlob, packed: PackedLayer): string;
  /** Adds what has to stand before the blob. */
  before?(blob: PlannedBlob): Promise<void>;
}

/** How layers are packed, stopped and watched; the tree says the order. */
export interface PackPlanOptions extends Omit<PackLayersOptions, 'order'> {
  readonly recompress: boolean;
  readonly host: PackHost;
}

/** Packs the blobs of a plan into a tree, and checks the repeats. */
export async function packPlan(
  plan: LayerPlan,
  tree: OutputTree,
  names: BlobNames,
  { host, recompress, ...options }: PackPlanOptions,
): Promise<ReadonlyMap<PlannedBlob, WrittenBlob>> {
  const pending = new Map<PlannedBlob, PendingFile>();
  const tasks = plan.blobs.map((blob) => ({
    layer: blob.layer,
    want: blob.want,
    recompress,
    open: async () => {
      await names.before?.(blob);
      const file = await tree.begin(names.forecast(blob));
      pending.set(blob, file);
      return file;
    },
  }));
  const checks = plan.repeats.map((layer) => ({ layer }));
  const results = await packLayers([...tasks, ...checks], host, { ...options, order: tree.order });
  const written = new Map<PlannedBlob, WrittenBlob>();
  for (const [index, blob] of plan.blobs.entries()) {
    const packed = results[index];
    if (packed !== undefined) {
      options.signal?.throwIfAborted();
      await pending.get(blob)?.settle(names.nameOf(blob, packed));
      written.set(blob, { ...blob, packed });
    }
  }
  return written;
}
