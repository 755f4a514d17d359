import type { Range } from '../../base/text.js';
import type { SourceMap, SourceNode } from '../sourceNode.js';

/** A place in a recipe file that is written whole. */
export interface SourcePlace {
  /** Keys from the root, and the numbers of items; a key's own name is the last one where the place is a key. */
  readonly path: readonly string[];
  readonly role: 'key' | 'value';
  /** The key, or the scalar's text. */
  readonly text: string;
  /** Of the key or the scalar; quotes included. */
  readonly range: Range;
}

type Position = Range['start'];

/** The key or scalar at a position; undefined where there is none. */
export function placeAt(
  node: SourceNode | undefined,
  position: Position,
  path: readonly string[] = [],
): SourcePlace | undefined {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'map':
      return placeInMap(node, position, path);
    case 'list': {
      const index = node.items.findIndex((item) => contains(item.range, position));
      return placeAt(node.items[index], position, [...path, String(index)]);
    }
    case 'scalar':
      return contains(node.range, position)
        ? { path, role: 'value', text: String(node.value ?? ''), range: node.range }
        : undefined;
  }
}

function placeInMap(
  { entries }: SourceMap,
  position: Position,
  path: readonly string[],
): SourcePlace | undefined {
  const entry = entries.find(
    ({ keyRange, value }) => contains(keyRange, position) || contains(value.range, position),
  );
  if (entry === undefined) {
    return undefined;
  }
  const { key, keyRange, value } = entry;
  const inner = [...path, key];
  return contains(keyRange, position)
    ? { path: inner, role: 'key', text: key, range: keyRange }
    : placeAt(value, position, inner);
}

/** Whether a position is inside of a range or at one of its ends. */
export function contains({ start, end }: Range, { line, character }: Position): boolean {
  const isBefore = line < start.line || (line === start.line && character < start.character);
  const isAfter = line > end.line || (line === end.line && character > end.character);
  return !isBefore && !isAfter;
}
