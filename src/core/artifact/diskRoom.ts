import type { Files } from '../host/host.js';
import { ArtifactError } from './artifactError.js';
import type { Output } from './openOutput.js';
import type { WriteWork } from './write/imageWriter.js';
import { isPassedOn } from './write/layerPlan.js';
import type { PlannedBlob } from './write/layerPlan.js';

/** What packing makes of a raw layer, from measuring many: rather too little, so that nothing that fits is refused. */
const packedShare = { gzip: 0.3, zstd: 0.25, none: 1, keep: 1 } as const;

/** Fails with `output-no-space` when what is to be written has certainly no room. */
export async function checkDiskRoom(
  works: readonly WriteWork[],
  output: Output,
  files: Files,
): Promise<void> {
  if (output.path === undefined) {
    return;
  }
  const neededBytes = Math.ceil(
    works.reduce((total, { plan, target }) => {
      const sizes = plan.blobs.map((blob) => estimatedBytes(blob, target.recompress ?? false));
      return total + sizes.reduce((sum, size) => sum + size, 0);
    }, 0),
  );
  const freeBytes = await files.freeBytes(output.scratch);
  if (freeBytes < neededBytes) {
    throw new ArtifactError(
      'output-no-space',
      `The output takes about ${neededBytes} bytes, but the disk of ${output.path} has ${freeBytes} left; free some space or choose another output.`,
    );
  }
}

function estimatedBytes({ layer, want }: PlannedBlob, recompress: boolean): number {
  const isRaw = layer.compression === 'none';
  const share = isPassedOn(layer, { want, recompress }) || !isRaw ? 1 : packedShare[want];
  return layer.blob.sizeBytes * share;
}
