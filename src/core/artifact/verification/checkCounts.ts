import type { ImageConfig } from '../../image/format/imageConfig.js';
import type { ArchiveUnderTest } from './archiveUnderTest.js';

/** The layers of an image as they are counted in three places. */
export interface LayerCounts {
  readonly config: ImageConfig;
  /** In the manifest. */
  readonly layers: number;
  /** The manifest. */
  readonly where: string;
}

/** Compares the count of layers with that of diff_ids and with what the history tells. */
export function checkConfigCounts(
  { findings }: ArchiveUnderTest,
  { config, layers, where }: LayerCounts,
): void {
  const { diffIds, historyLayers } = config;
  if (layers !== diffIds.length) {
    findings.add({
      code: 'layer-count',
      where,
      message: `${where} names ${layers} layers, but its config has ${diffIds.length} diff_ids.`,
      expected: String(diffIds.length),
      actual: String(layers),
    });
  }
  if (historyLayers !== undefined && historyLayers !== diffIds.length) {
    findings.add({
      code: 'history-count',
      where,
      message: `The history of ${where} tells of ${historyLayers} layers, but its config has ${diffIds.length} diff_ids.`,
      expected: String(diffIds.length),
      actual: String(historyLayers),
    });
  }
}
