import type { ImageNode, ImageTree } from './imageTree.js';
import type { LayerListing } from './layerEntry.js';
import { createLayerMerger } from './layerMerger.js';
import { kindOf } from './spot.js';
import type { Inode, Spot } from './spot.js';

/**
 * The files of an image, the layers from the lowest to `through` (default: the last) put on one another by the rules
 * of OCI's layers: whiteouts and opaque directories hide what is below, a directory over a directory is one, anything
 * else replaces. What the layer `through` did is marked, and what it removed is still among the nodes. Sizes are those
 * of the files that are there, each once. `archive-too-large` for images that no machine could unpack.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md
 */
export function mergeContents(layers: readonly LayerListing[], through = layers.length - 1): ImageTree {
  return build(layers, through, false);
}

/**
 * What the layer `index` did: only what it added, changed or removed, and the directories on the way there. Sizes are
 * those of the files that it holds itself.
 */
export function treeOfLayer(layers: readonly LayerListing[], index: number): ImageTree {
  return build(layers, index, true);
}

function build(layers: readonly LayerListing[], through: number, isPruned: boolean): ImageTree {
  const merger = createLayerMerger();
  for (const [index, { entries }] of layers.slice(0, through + 1).entries()) {
    merger.apply(entries, index, index === through);
  }
  const root = toNode(merger.root, undefined);
  const nodes = copyNodes(merger.root, root);
  const seen = new Set<Inode>();
  nodes.forEach(({ node, inode }) => {
    const counts = !isPruned || node.change === 'added' || node.change === 'changed';
    count(node, inode, counts && (!isPruned || inode?.layer === through) ? seen : undefined);
  });
  addUp(nodes, isPruned);
  return { root, layer: through, notes: merger.notes };
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

type Building = Mutable<Omit<ImageNode, 'children'>> & { readonly children: Map<string, Building> };

interface Copied {
  readonly node: Building;
  readonly parent: Building | undefined;
  readonly inode: Inode | undefined;
}

/** All nodes, each before its children. Why no recursion: paths may be deeper than the stack. */
function copyNodes(from: Spot, root: Building): readonly Copied[] {
  const copied: Copied[] = [];
  const pending: { readonly spot: Spot; readonly copy: Copied }[] = [
    { spot: from, copy: { node: root, parent: undefined, inode: from.inode } },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { spot, copy } = next;
    const { node } = copy;
    copied.push(copy);
    const children = [...(spot.children?.values() ?? [])].sort(byName);
    const copies = children.map((child) => ({
      spot: child,
      copy: { node: toNode(child, node), parent: node, inode: child.inode },
    }));
    for (const child of copies) {
      node.children.set(child.spot.name, child.copy.node);
    }
    for (const child of copies.reverse()) {
      pending.push(child);
    }
  }
  return copied;
}

function byName(left: Spot, right: Spot): number {
  return left.name < right.name ? -1 : 1;
}

/** Shared by all that have none, so that a million files are not a million maps. */
const noChildren = new Map<string, Building>();

function toNode(spot: Spot, parent: Building | undefined): Building {
  const path = parent === undefined || parent.path === '' ? spot.name : `${parent.path}/${spot.name}`;
  return {
    name: spot.name,
    path,
    ...(spot.inode !== undefined && { entry: spot.inode.entry }),
    kind: kindOf(spot),
    layer: spot.layer,
    change: spot.change,
    hasChangesBelow: false,
    sizeBytes: spot.inode?.kind === 'file' ? spot.inode.entry.sizeBytes : 0,
    totalBytes: 0,
    fileCount: 0,
    linkCount: Math.max(1, spot.inode?.kind === 'directory' ? 1 : (spot.inode?.names ?? 1)),
    children: spot.children === undefined ? noChildren : new Map<string, Building>(),
  };
}

/** What the node itself adds to the sums; nothing without a set of the files that were counted. */
function count(node: Building, inode: Inode | undefined, seen: Set<Inode> | undefined): void {
  if (seen === undefined || node.change === 'removed' || node.kind === 'directory' || inode === undefined) {
    return;
  }
  node.fileCount = 1;
  node.totalBytes = seen.has(inode) ? 0 : node.sizeBytes;
  seen.add(inode);
}

function addUp(nodes: readonly Copied[], isPruned: boolean): void {
  for (const { node, parent } of nodes.toReversed()) {
    if (parent !== undefined) {
      parent.totalBytes += node.totalBytes;
      parent.fileCount += node.fileCount;
      const isQuiet = node.change === 'unchanged' && !node.hasChangesBelow;
      parent.hasChangesBelow ||= !isQuiet;
      if (isQuiet && isPruned) {
        parent.children.delete(node.name);
      }
    }
  }
}
