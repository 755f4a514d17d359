import type { Document, Node, Pair } from 'yaml';
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';

import type { Range } from '../../base/text.js';

/** Where in a recipe file something is being written. */
export interface Cursor {
  /** Keys from the root, and `-` for an item of a list; the key or value being written is not part of it. */
  readonly path: readonly string[];
  /** `either`: the word stands alone below a key, and becomes a key, an item or a value. */
  readonly role: 'key' | 'value' | 'either';
  /** The keys that are beside it, where it is one. */
  readonly siblings: readonly string[];
  /** The values that are beside it, where it is an item of a list. */
  readonly items: readonly string[];
  /** What has been written of it. */
  readonly written: string;
  /** What a completed word replaces: quotes included. */
  readonly range: Range;
  /** Whether a colon follows already. */
  readonly hasColon: boolean;
  /** Blanks at the beginning of its line, for what is written below it; undefined between `{` or `[` and its end. */
  readonly indent?: string;
}

/** Stands for the word at the cursor; no recipe has it. */
const marker = 'oci0recipe0cursor';

/** Where the word at an offset of YAML or JSON stands; undefined in comments and where nothing can be made of the text. */
export function findCursor(text: string, offset: number): Cursor | undefined {
  const word = wordAt(text, offset);
  if (word === undefined) {
    return undefined;
  }
  const marked = `${text.slice(0, word.start)}${word.quote}${marker}${word.quote}${text.slice(word.end)}`;
  const place = findMarker(parse(marked));
  if (place === undefined) {
    return undefined;
  }
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, word.start);
  return {
    ...place,
    role: place.role === 'value' && /^\s*$/.test(before) && !place.isFlow ? 'either' : place.role,
    written: text.slice(word.start + word.quote.length, offset),
    range: rangeOf(text, word),
    hasColon: /^\s*:/.test(text.slice(word.end)),
    ...(!place.isFlow && { indent: /^[ -]*/.exec(before)?.[0].replaceAll('-', ' ') ?? '' }),
  };
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** The word around an offset, its quotes included; undefined in a comment. */
function wordAt(text: string, offset: number): Word | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineBreak = text.indexOf('\n', offset);
  const lineEnd = lineBreak === -1 ? text.length : lineBreak;
  const before = text.slice(lineStart, offset);
  if (/(^|\s)#/.test(before.replace(/"[^"]*"|'[^']*'/g, (quoted) => 'x'.repeat(quoted.length)))) {
    return undefined;
  }
  const open = /(["'])[^"']*$/.exec(
    before.replace(/"[^"]*"|'[^']*'/g, (quoted) => 'x'.repeat(quoted.length)),
  );
  if (open?.[1] !== undefined) {
    const close = text.indexOf(open[1], offset);
    const isClosed = close !== -1 && close < lineEnd;
    return { start: lineStart + open.index, end: isClosed ? close + 1 : offset, quote: open[1] };
  }
  const head = /[^\s,[\]{}"']*$/.exec(before)?.[0].length ?? 0;
  const tail = /^[^\s,[\]{}:"'#]*/.exec(text.slice(offset, lineEnd))?.[0].length ?? 0;
  return { start: offset - head, end: offset + tail, quote: '' };
}

function parse(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, { prettyErrors: false, version: '1.2', schema: 'core', uniqueKeys: false });
  } catch {
    // Why: the library throws on a few texts that are far from YAML; nothing can be offered there.
    return undefined;
  }
}

interface Place extends Pick<Cursor, 'path' | 'siblings' | 'items'> {
  readonly role: 'key' | 'value';
  readonly isFlow: boolean;
}

function findMarker(document: Document.Parsed | undefined): Place | undefined {
  let place: Place | undefined;
  if (document !== undefined) {
    visit(document, {
      Scalar: (key, node, ancestors) => {
        if (typeof node.value === 'string' && node.value.includes(marker)) {
          place = toPlace(key, ancestors);
          return visit.BREAK;
        }
        return undefined;
      },
    });
  }
  return place;
}

function toPlace(key: unknown, ancestors: readonly (Node | Pair | Document)[]): Place {
  const path = ancestors.flatMap((ancestor) => {
    const next = ancestors[ancestors.indexOf(ancestor) + 1];
    if (isSeq(ancestor)) {
      return ['-'];
    }
    return isMap(ancestor) && isPair(next) ? [textOf(next.key) ?? ''] : [];
  });
  const isKey = key === 'key';
  const holder = ancestors.findLast((ancestor) =>
    isKey ? isMap(ancestor) : isMap(ancestor) || isSeq(ancestor),
  );
  const parent = ancestors.at(-1);
  return {
    path: isKey ? path.slice(0, -1) : path,
    role: isKey ? 'key' : 'value',
    siblings: isMap(holder) ? holder.items.flatMap((pair) => textOf(pair.key) ?? []) : [],
    items: isSeq(parent) ? parent.items.flatMap((item) => textOf(item) ?? []) : [],
    isFlow: ancestors.some((ancestor) => (isMap(ancestor) || isSeq(ancestor)) && ancestor.flow === true),
  };
}

function textOf(node: unknown): string | undefined {
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' && !value.includes(marker) ? value : undefined;
}

function rangeOf(text: string, { start, end }: Word): Range {
  return { start: positionOf(text, start), end: positionOf(text, end) };
}

function positionOf(text: string, offset: number): Range['start'] {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let line = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < lineStart; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return { line, character: offset - lineStart };
}
