import type { LayerEntry, LayerListing } from './layerEntry.js';
import { createLayerMerger } from './layerMerger.js';

/** How much of what the layers of an image store is of no use in it. */
export interface WastedSpace {
  /** Bytes of files that a later layer removes or stores again. */
  readonly wastedBytes: number;
  /**
   * As dive has it: over all paths, the size of the smallest file that a layer stores there, by the sizes of all that
   * are stored there, from 0 to 1; a path that is removed has had a file of 0 bytes. 1 when nothing is stored.
   * https://github.com/wagoodman/dive
   */
  readonly efficiency: number;
  /** The paths with wasted bytes, those with the most first. */
  readonly files: readonly WastedFile[];
}

/** A path whose files are stored in vain. */
interface WastedFile {
  readonly path: string;
  /** How often it is stored. */
  readonly count: number;
  /** What is stored in vain. */
  readonly sizeBytes: number;
}

interface PathFacts {
  count: number;
  storedBytes: number;
  leastBytes: number;
  wastedBytes: number;
}

/** Finds what the layers of an image store in vain. `archive-too-large` as for `mergeContents`. */
export function wastedSpace(layers: readonly LayerListing[]): WastedSpace {
  const paths = new Map<string, PathFacts>();
  const factsOf = ({ path }: LayerEntry): PathFacts => {
    const facts = paths.get(path) ?? { count: 0, storedBytes: 0, leastBytes: Infinity, wastedBytes: 0 };
    paths.set(path, facts);
    return facts;
  };
  const merger = createLayerMerger({
    onStored(entry) {
      const facts = factsOf(entry);
      facts.count += 1;
      facts.storedBytes += entry.sizeBytes;
      facts.leastBytes = Math.min(facts.leastBytes, entry.sizeBytes);
    },
    onHidden(entry) {
      if (entry.kind === 'file') {
        factsOf(entry).wastedBytes += entry.sizeBytes;
      }
    },
  });
  layers.forEach(({ entries }, index) => {
    merger.apply(entries, index, false);
  });
  return summarize(paths);
}

function summarize(paths: ReadonlyMap<string, PathFacts>): WastedSpace {
  let stored = 0;
  let least = 0;
  let wastedBytes = 0;
  const files: WastedFile[] = [];
  for (const [path, facts] of paths) {
    const isGone = facts.wastedBytes === facts.storedBytes;
    stored += facts.storedBytes;
    least += isGone ? 0 : facts.leastBytes;
    wastedBytes += facts.wastedBytes;
    if (facts.wastedBytes > 0) {
      files.push({ path, count: facts.count, sizeBytes: facts.wastedBytes });
    }
  }
  files.sort((left, right) => right.sizeBytes - left.sizeBytes || (left.path < right.path ? -1 : 1));
  return { wastedBytes, efficiency: stored === 0 ? 1 : least / stored, files };
}
