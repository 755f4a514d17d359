import type { Range } from '../base/text.js';

/** A recipe file's data with the places it was read from. */
export type SourceNode = SourceMap | SourceList | SourceScalar;

/** A mapping in the order of the file; keys are unique. */
export interface SourceMap {
  readonly kind: 'map';
  readonly entries: readonly SourceEntry[];
  readonly range: Range;
}

/** One `key: value`. */
export interface SourceEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: SourceNode;
}

/** A sequence. */
interface SourceList {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly range: Range;
}

/** A text, number, boolean or null. */
export interface SourceScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** What the file says, which for a number is exact where `value` may not be. */
  readonly written: string;
  readonly range: Range;
}

/** The entry of a key in a mapping. */
export function findEntry(node: SourceNode | undefined, key: string): SourceEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value of a key in a mapping. */
export function findValue(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return findEntry(node, key)?.value;
}

/** The text of a scalar that is one. */
export function textOf(node: SourceNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The data alone, as JSON would hold it. */
export function toPlain(node: SourceNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toPlain);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]));
  }
}

/** The node at a JSON pointer's parts, or the last one on the way to it that exists. */
export function findAt(node: SourceNode, path: readonly string[]): SourceNode {
  const [first, ...rest] = path;
  if (first === undefined) {
    return node;
  }
  const next = node.kind === 'list' ? node.items[Number(first)] : findValue(node, first);
  return next === undefined ? node : findAt(next, rest);
}
