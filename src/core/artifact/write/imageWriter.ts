import type { Attestation, Image } from '../../image/image.js';
import type { PackHost } from '../../image/layer/packTask.js';
import type { ImageReport } from '../imageReport.js';
import type { TargetOptions } from '../targetOptions.js';
import type { SourcedImage } from './imageGroup.js';
import type { LayerPlan } from './layerPlan.js';
import type { OutputTree } from './outputTree.js';

/** What is to be written. */
export interface WriteWork {
  readonly items: readonly SourcedImage[];
  readonly attestations: readonly Attestation[];
  readonly plan: LayerPlan;
  /** The folder of the tree that it goes to; empty for the tree itself. */
  readonly folder: string;
  readonly target: TargetOptions;
}

/** How writing is done, stopped and watched. */
export interface WriteOptions {
  readonly host: PackHost;
  readonly signal?: AbortSignal;
  readonly onRead?: (bytes: number) => void;
}

/** What was written. */
export interface WriteResult {
  /** Without the directory. */
  readonly reports: readonly Omit<ImageReport, 'directory'>[];
  /** What was dropped or is odd, in words. */
  readonly notes: readonly string[];
  /** Attestations that are in the output. */
  readonly kept: readonly Attestation[];
}

/** Writes images into a tree. */
export type ImageWriter = (work: WriteWork, tree: OutputTree, options: WriteOptions) => Promise<WriteResult>;

/** The names of an image in the output. */
export function tagsFor(image: Image, target: TargetOptions): readonly string[] {
  return target.tag === undefined ? image.tags : [target.tag];
}
