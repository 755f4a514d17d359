import type { ImageNode, ImageTree } from './imageTree.js';
import { walkTree } from './imageTree.js';
import type { LayerContents, LayerEntry } from './layerEntry.js';

/** In what a file may differ. `content` is known only where both sides were read with `hashFiles`. */
export type DifferentField = 'kind' | 'mode' | 'owner' | 'time' | 'size' | 'link' | 'content' | 'whiteout';

/** A path that is not the same on both sides. */
export interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** In what; empty unless `changed`. */
  readonly fields: readonly DifferentField[];
  /** Absent when added. */
  readonly before?: LayerEntry;
  /** Absent when removed. */
  readonly after?: LayerEntry;
}

/** Compares two layers, or two merged images; the differences are in the order of their paths. */
export function compareContents(
  before: Pick<LayerContents, 'entries'> | ImageTree,
  after: Pick<LayerContents, 'entries'> | ImageTree,
): readonly FileDifference[] {
  const left = entriesOf(before);
  const right = entriesOf(after);
  const differences: FileDifference[] = [];
  for (const key of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const difference = compare(left.get(key), right.get(key));
    if (difference !== undefined) {
      differences.push(difference);
    }
  }
  return differences;
}

/** By path, and by what of it a whiteout hides. */
function entriesOf(contents: Pick<LayerContents, 'entries'> | ImageTree): ReadonlyMap<string, LayerEntry> {
  if ('entries' in contents) {
    return new Map(contents.entries.map((entry) => [`${entry.path}\0${entry.whiteout ?? ''}`, entry]));
  }
  const entries = new Map<string, LayerEntry>();
  for (const node of walkTree(contents)) {
    if (node.change !== 'removed') {
      entries.set(`${node.path}\0`, entryOf(node));
    }
  }
  return entries;
}

/** Directories that no layer holds are made by the engine as it sees fit. */
function entryOf({ entry, path, kind }: ImageNode): LayerEntry {
  return entry === undefined
    ? { path, kind, mode: 0o755, uid: 0, gid: 0, modifiedSeconds: 0, sizeBytes: 0, contentOffset: 0 }
    : { ...entry, path, kind };
}

function compare(before: LayerEntry | undefined, after: LayerEntry | undefined): FileDifference | undefined {
  if (before === undefined) {
    return after && { path: after.path, change: 'added', fields: [], after };
  }
  if (after === undefined) {
    return { path: before.path, change: 'removed', fields: [], before };
  }
  const fields = differentFields(before, after);
  return fields.length === 0 ? undefined : { path: after.path, change: 'changed', fields, before, after };
}

const comparisons: readonly (readonly [DifferentField, (entry: LayerEntry) => unknown])[] = [
  ['kind', ({ kind }) => kind],
  ['mode', ({ mode }) => mode],
  ['owner', ({ uid, gid }) => `${uid}:${gid}`],
  ['time', ({ modifiedSeconds }) => modifiedSeconds],
  ['size', ({ sizeBytes }) => sizeBytes],
  ['link', ({ linkName }) => linkName],
];

function differentFields(before: LayerEntry, after: LayerEntry): readonly DifferentField[] {
  // Why: what a whiteout hides is all that it says; its own mode and owner go nowhere.
  if (before.whiteout !== undefined && after.whiteout !== undefined) {
    return [];
  }
  const fields = comparisons
    .filter(([, value]) => value(before) !== value(after))
    .map(([name]): DifferentField => name);
  const [left, right] = [before.contentDigest, after.contentDigest];
  const isOther = left !== undefined && right !== undefined ? left !== right : fields.includes('size');
  return isOther && before.kind === 'file' && after.kind === 'file' ? [...fields, 'content'] : fields;
}
