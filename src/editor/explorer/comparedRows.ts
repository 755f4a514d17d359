import { compareContents } from '../../core/image/contents/compareContents.js';
import type { FileDifference } from '../../core/image/contents/compareContents.js';
import type { ImageNode, ImageTree } from '../../core/image/contents/imageTree.js';
import type { FileRow } from './fileRow.js';
import { toFileRow } from './fileRow.js';

interface Pair {
  readonly before: ImageNode | undefined;
  readonly after: ImageNode | undefined;
  readonly depth: number;
}

/** All paths of two images, each once, and what became of it from the first to the second. */
export function* comparedRows(before: ImageTree, after: ImageTree): Generator<FileRow> {
  const differences = new Map(compareContents(before, after).map((each) => [each.path, each]));
  const pending: Pair[] = [];
  const open = ({ before: left, after: right, depth }: Pair): void => {
    pending.push(...childPairs(left, right, depth + 1).reverse());
  };
  open({ before: before.root, after: after.root, depth: -1 });
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    yield toRow(pair, differences);
    open(pair);
  }
}

function childPairs(left: ImageNode | undefined, right: ImageNode | undefined, depth: number): Pair[] {
  const names = [...new Set([...presentNames(left), ...presentNames(right)])].sort();
  return names.map((name) => ({ before: present(left, name), after: present(right, name), depth }));
}

function presentNames(node: ImageNode | undefined): readonly string[] {
  return [...(node?.children.values() ?? [])].filter(isPresent).map(({ name }) => name);
}

function present(node: ImageNode | undefined, name: string): ImageNode | undefined {
  const child = node?.children.get(name);
  return child !== undefined && isPresent(child) ? child : undefined;
}

/** What the last layer removed is still among the nodes. */
function isPresent({ change }: ImageNode): boolean {
  return change !== 'removed';
}

function toRow({ before, after, depth }: Pair, differences: ReadonlyMap<string, FileDifference>): FileRow {
  const node = after ?? before;
  if (node === undefined) {
    throw new Error('A pair of paths has at least one side.');
  }
  const row = toFileRow(node, depth);
  const difference = differences.get(node.path);
  const words = [row.remark ?? '', ...(difference?.fields ?? [])].filter((word) => word !== '').join(', ');
  return {
    ...row,
    change: letterOf(difference),
    sizeBytes: after === undefined ? -1 : row.sizeBytes,
    sizeBefore: before === undefined ? -1 : toFileRow(before, depth).sizeBytes,
    ...(words !== '' && { remark: words }),
  };
}

function letterOf(difference: FileDifference | undefined): string {
  const letters = { added: 'a', changed: 'c', removed: 'r' } as const;
  return difference === undefined ? '-' : letters[difference.change];
}
