import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';

import type { Range } from '../base/text.js';
import { startOfText } from '../base/text.js';
import type { Report } from './report.js';
import type { SourceEntry, SourceNode } from './sourceNode.js';

/** What reading needs along the way. */
interface Reading {
  readonly text: string;
  readonly report: Report;
  readonly rangeOf: (start: number, end: number) => Range;
}

const maxDepth = 100;

/**
 * Reads YAML 1.2 (and so JSON) to data with positions. Never fails: what cannot be read becomes a remark, and what
 * can be read around it is returned; undefined for a file without data.
 */
export function readSource(text: string, report: Report): SourceNode | undefined {
  const lines = new LineCounter();
  const reading: Reading = { text, report, rangeOf: (start, end) => rangeBetween(lines, start, end) };
  const documents = parseDocuments(reading, lines);
  const [first, second] = documents;
  documents.forEach((document) => {
    addProblems(document, reading);
  });
  if (second !== undefined) {
    const [start] = second.range;
    report.add({
      rule: 'RecipeSyntax',
      severity: 'error',
      message:
        'A recipe file is one YAML document; everything from this one on is ignored. Put it into its own file.',
      range: reading.rangeOf(start, start),
    });
  }
  return first?.contents ? readNode(first.contents, reading, 0) : undefined;
}

function parseDocuments(reading: Reading, lines: LineCounter): readonly Document.Parsed[] {
  try {
    const parsed = parseAllDocuments(reading.text, {
      lineCounter: lines,
      prettyErrors: false,
      version: '1.2',
      schema: 'core',
      uniqueKeys: true,
    });
    return 'empty' in parsed ? [] : parsed;
  } catch (error) {
    reading.report.add({
      rule: 'RecipeSyntax',
      severity: 'error',
      message: `The file cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}.`,
      range: startOfText,
    });
    return [];
  }
}

function addProblems(document: Document.Parsed, reading: Reading): void {
  for (const problem of [...document.errors, ...document.warnings]) {
    const [start, end] = problem.pos;
    reading.report.add({
      rule: 'RecipeSyntax',
      severity: problem.name === 'YAMLWarning' ? 'warning' : 'error',
      message: explain(problem.code, problem.message),
      range: reading.rangeOf(
        start,
        problem.code === 'DUPLICATE_KEY' ? keyEnd(reading.text, start) : Math.max(start, end),
      ),
    });
  }
}

/** Where the key at `start` ends: the reader only says where it begins. */
function keyEnd(text: string, start: number): number {
  const [key = ''] = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:,{}[\]]+)/.exec(text.slice(start)) ?? [];
  return start + key.length;
}

function explain(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This key is already there; only one of the two can count. Remove one.';
    case 'TAB_AS_INDENT':
      return 'YAML is indented with spaces, never with tabs.';
    default:
      return message.endsWith('.') ? message : `${message}.`;
  }
}

function rangeBetween(lines: LineCounter, start: number, end: number): Range {
  const [from, to] = [lines.linePos(start), lines.linePos(end)];
  return {
    start: { line: Math.max(0, from.line - 1), character: Math.max(0, from.col - 1) },
    end: { line: Math.max(0, to.line - 1), character: Math.max(0, to.col - 1) },
  };
}

function readNode(node: Node | null, reading: Reading, depth: number): SourceNode {
  const range = nodeRange(node, reading);
  if (node === null || depth > maxDepth) {
    return { kind: 'scalar', value: null, written: '', range };
  }
  if (!isAlias(node) && hasAnchor(node)) {
    addAnchor(reading, range, `The anchor &${node.anchor}`);
  }
  if (isAlias(node)) {
    addAnchor(reading, range, `The alias *${node.source}`);
    return { kind: 'scalar', value: null, written: '', range };
  }
  if (isMap(node)) {
    return { kind: 'map', entries: readEntries(node, reading, depth), range };
  }
  if (isSeq(node)) {
    return {
      kind: 'list',
      items: node.items.map((item) => readNode(item as Node, reading, depth + 1)),
      range,
    };
  }
  return readScalar(node, reading, range);
}

/** Scalars and collections can carry an anchor. */
function hasAnchor(node: Node): node is Node & { readonly anchor: string } {
  return 'anchor' in node && typeof node.anchor === 'string';
}

function addAnchor(reading: Reading, range: Range, what: string): void {
  reading.report.add({
    rule: 'RecipeSyntax',
    severity: 'error',
    message: `${what} has no counterpart in bake. Share settings between targets with inherits, values with variable.`,
    range,
  });
}

function readScalar(node: Node, reading: Reading, range: Range): SourceNode {
  const value: unknown = isScalar(node) ? node.value : null;
  const written = isScalar(node) && typeof node.source === 'string' ? node.source : '';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    reading.report.add({
      rule: 'RecipeValue',
      severity: 'error',
      message: `${written} is not a number that bake knows. Put it into quotes if it is a text.`,
      range,
    });
    return { kind: 'scalar', value: null, written, range };
  }
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: isPlain ? value : null, written, range };
}

function readEntries(map: YAMLMap, reading: Reading, depth: number): readonly SourceEntry[] {
  const entries = new Map<string, SourceEntry>();
  for (const pair of map.items as Pair<Node | null, Node | null>[]) {
    const keyRange = nodeRange(pair.key, reading);
    const key = isScalar(pair.key) ? keyText(pair.key.value, pair.key.source) : undefined;
    if (key === undefined) {
      reading.report.add({
        rule: 'RecipeSyntax',
        severity: 'error',
        message: 'A key must be a plain text.',
        range: keyRange,
      });
    } else if (!entries.has(key)) {
      const value = pair.value === null ? emptyAt(keyRange) : readNode(pair.value, reading, depth + 1);
      entries.set(key, { key, keyRange, value });
    }
  }
  return [...entries.values()];
}

/** Keys are texts; a number or word such as `1.10` or `true` is the text it is written as. */
function keyText(value: unknown, source: string | undefined): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return source === undefined || source === '' ? undefined : source;
}

function emptyAt(keyRange: Range): SourceNode {
  return { kind: 'scalar', value: null, written: '', range: { start: keyRange.end, end: keyRange.end } };
}

function nodeRange(node: Node | null, reading: Reading): Range {
  const [start, end] = node?.range ?? [0, 0];
  const trimmed = reading.text.slice(start, end).trimEnd().length;
  return reading.rangeOf(start, start + trimmed);
}
