import { ImageError } from '../imageError.js';
import type { LayerContents, LayerEntry } from './layerEntry.js';

/** More than any real layer holds; what is beyond is written to make readers slow. */
const maxEntries = 2_000_000;

/** What the names and links of a layer may take in memory, in UTF-16 units. */
const maxNameUnits = 256 * 1024 * 1024;

const maxNotes = 20;

/** Takes what a layer's parser tells, within what memory allows (`archive-too-large` beyond). */
interface Collector {
  onEntry(entry: LayerEntry): void;
  onNote(note: string): void;
  all(): Pick<LayerContents, 'entries' | 'notes'>;
}

/** A collector that has nothing yet. */
export function createCollector(): Collector {
  const entries: LayerEntry[] = [];
  const notes: string[] = [];
  let nameUnits = 0;
  return {
    onEntry(entry) {
      nameUnits += entry.path.length + (entry.linkName?.length ?? 0);
      if (entries.length >= maxEntries || nameUnits > maxNameUnits) {
        throw new ImageError(
          'archive-too-large',
          entries.length >= maxEntries
            ? `The layer has more than ${maxEntries} members.`
            : `The names in the layer take more than ${maxNameUnits} characters.`,
        );
      }
      entries.push(entry);
    },
    onNote(note) {
      if (notes.length < maxNotes) {
        notes.push(note);
      }
    },
    all: () => ({ entries, notes }),
  };
}

/** The parser knows offsets only; a person needs to know in what. */
export function namingLayer(error: unknown, name: string): unknown {
  return error instanceof ImageError && !error.message.includes(name)
    ? new ImageError(error.code, `${name}: ${error.message}`, { cause: error })
    : error;
}
