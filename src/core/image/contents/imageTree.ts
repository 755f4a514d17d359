import type { LayerEntry } from './layerEntry.js';

/** What a layer did to a path. `changed`: it holds the path again, be it with the same content. */
export type Change = 'added' | 'changed' | 'removed' | 'unchanged';

/** A path of a merged image. */
export interface ImageNode {
  /** The last part of `path`; empty for the root. */
  readonly name: string;
  /** In the form of `LayerEntry.path`, as it stands in the merged image. */
  readonly path: string;
  /** What describes it; of a hard link: what describes the file. Absent for a directory that no layer holds itself. */
  readonly entry?: LayerEntry;
  readonly kind: Exclude<LayerEntry['kind'], 'hardlink'>;
  /** The index of the layer that holds `entry`'s content; of a directory that no layer holds: that first needed it. */
  readonly layer: number;
  /** What the layer did that the tree is about. A directory whose mode and owner stay as they are is `unchanged`. */
  readonly change: Change;
  /** Whether that layer did anything below. */
  readonly hasChangesBelow: boolean;
  /** Of the content; 0 for what is no file. */
  readonly sizeBytes: number;
  /** Of everything below and of itself, what was removed left out; a file of several names counts at the first. */
  readonly totalBytes: number;
  /** Files (each name one), links and devices below, and itself if it is none; what was removed left out. */
  readonly fileCount: number;
  /** How many names the file has in the image; 1 for everything that has no hard links. */
  readonly linkCount: number;
  /** By name, in the order of their UTF-16 units; those that the layer removed are among them. */
  readonly children: ReadonlyMap<string, ImageNode>;
}

/** The files of an image as its layers make them, up to one of them. */
export interface ImageTree {
  readonly root: ImageNode;
  /** The layer whose changes are marked; -1 when there is no layer. */
  readonly layer: number;
  /** Oddities, in words: links to nothing, whiteouts of nothing. */
  readonly notes: readonly string[];
}

/** The node at a path; undefined when there is none. What was removed is found too. */
export function findNode(tree: ImageTree, path: string): ImageNode | undefined {
  let node: ImageNode | undefined = tree.root;
  for (const name of path === '' ? [] : path.split('/')) {
    node = node?.children.get(name);
  }
  return node;
}

/** All nodes below the root and the root itself, each before its children. */
export function* walkTree(tree: ImageTree): Generator<ImageNode> {
  const pending = [tree.root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    for (const child of [...node.children.values()].reverse()) {
      pending.push(child);
    }
  }
}
