import type { Range } from '../../base/text.js';
import { createReport } from '../report.js';
import { readSource } from '../readSource.js';
import type { SourceNode } from '../sourceNode.js';
import { findValue, textOf } from '../sourceNode.js';

/** One line of an outline. */
export interface RecipeSymbol {
  readonly name: string;
  readonly kind: 'group' | 'variable' | 'function' | 'target' | 'field';
  readonly detail?: string;
  /** Of the whole entry. */
  readonly range: Range;
  /** Of its name. */
  readonly nameRange: Range;
  readonly children: readonly RecipeSymbol[];
}

const kinds = ['variable', 'function', 'group', 'target'] as const;

/** The outline of a recipe file: its variables, functions, groups and targets, in the order of the file. */
export function listRecipeSymbols(text: string): readonly RecipeSymbol[] {
  const root = readSource(text, createReport(''));
  return kinds
    .flatMap((kind) => entriesOf(root, kind))
    .sort((left, right) => left.range.start.line - right.range.start.line);
}

function entriesOf(root: SourceNode | undefined, kind: (typeof kinds)[number]): readonly RecipeSymbol[] {
  const map = findValue(root, kind);
  const entries = map?.kind === 'map' ? map.entries : [];
  return entries.map(({ key, keyRange, value }) => {
    const detail = detailOf(kind, value);
    return {
      name: key,
      kind,
      ...(detail !== undefined && { detail }),
      range: { start: keyRange.start, end: later(keyRange.end, value.range.end) },
      nameRange: keyRange,
      children: kind === 'target' ? fieldsOf(value) : [],
    };
  });
}

function fieldsOf(body: SourceNode): readonly RecipeSymbol[] {
  const entries = body.kind === 'map' ? body.entries : [];
  return entries.map(({ key, keyRange, value }) => {
    const detail = listText(value);
    return {
      name: key,
      kind: 'field',
      ...(detail !== undefined && { detail }),
      range: { start: keyRange.start, end: later(keyRange.end, value.range.end) },
      nameRange: keyRange,
      children: [],
    };
  });
}

function detailOf(kind: (typeof kinds)[number], value: SourceNode): string | undefined {
  const field = { variable: 'default', function: 'params', group: 'targets', target: 'platforms' }[kind];
  return listText(findValue(value, field));
}

function listText(node: SourceNode | undefined): string | undefined {
  if (node?.kind === 'list') {
    const texts = node.items.flatMap((item) => textOf(item) ?? []);
    return texts.length === 0 ? undefined : texts.join(', ');
  }
  return node?.kind === 'scalar' && node.written !== '' ? node.written : undefined;
}

function later(left: Range['end'], right: Range['end']): Range['end'] {
  return right.line > left.line || (right.line === left.line && right.character > left.character)
    ? right
    : left;
}
