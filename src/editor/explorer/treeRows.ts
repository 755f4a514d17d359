import type { ImageNode, ImageTree } from '../../core/image/contents/imageTree.js';
import type { WastedSpace } from '../../core/image/contents/wastedSpace.js';
import { formatEntryPath } from '../../core/image/contents/layerEntry.js';
import type { FileRow } from './fileRow.js';
import { toFileRow } from './fileRow.js';

// Why one row after the other: rows of a large image take more memory than all that is known of it.

/** The files of a merged image: what is gone is left out, and nothing is marked as changed. */
export function* mergedRows(tree: ImageTree): Generator<FileRow> {
  for (const row of walk(tree.root, ({ change }) => change !== 'removed')) {
    yield { ...row, change: '-' };
  }
}

/** What a layer did, as `treeOfLayer` tells it. */
export function layerRows(tree: ImageTree): Generator<FileRow> {
  return walk(tree.root, () => true);
}

/** The paths that are stored in vain, those with the most bytes first. */
export function wasteRows({ files }: WastedSpace): readonly FileRow[] {
  return files.map(({ path, count, sizeBytes }) => ({
    name: formatEntryPath(path),
    depth: 0,
    kind: 'f',
    change: '-',
    sizeBytes,
    mode: -1,
    owner: '',
    layer: -1,
    remark: count === 1 ? 'stored once, then removed' : `stored ${count} times`,
  }));
}

/** In preorder. Why no recursion: paths may be deeper than the stack. */
function* walk(root: ImageNode, isShown: (node: ImageNode) => boolean): Generator<FileRow> {
  const pending: { readonly node: ImageNode; readonly depth: number }[] = [];
  const open = (node: ImageNode, depth: number): void => {
    for (const child of [...node.children.values()].reverse()) {
      pending.push({ node: child, depth });
    }
  };
  open(root, 0);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isShown(next.node)) {
      yield toFileRow(next.node, next.depth);
      open(next.node, next.depth + 1);
    }
  }
}
