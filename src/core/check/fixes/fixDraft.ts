import type { Range } from '../../base/text.js';
import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import { offsetAt } from '../../dockerfile/lineTable.js';
import type { Finding } from '../../finding/finding.js';
import type { RuleInput } from '../rule.js';

/** What a fix is made from. */
export interface FixInput {
  readonly finding: Finding;
  readonly input: RuleInput;
  readonly document: DockerfileDocument;
  /** The instruction that the finding is about. */
  readonly instruction: Instruction;
  /** The same, or what it carries where it is ONBUILD. */
  readonly inner: Instruction;
}

/** Replaces the text between two offsets of the Dockerfile. */
export interface DraftEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A fix before it is put into the terms of editors. */
export interface FixDraft {
  readonly title: string;
  /** Whether what is built stays the same. */
  readonly isSafe?: true;
  readonly edits: readonly DraftEdit[];
}

/** Makes the fix of a finding; undefined where none can be offered. */
export type Fixer = (input: FixInput) => FixDraft | undefined;

/**
 * The edit that puts a text in the place of another; undefined where that is not written there in one piece, because
 * a continuation or an escape stands in between.
 */
export function replaceVerbatim(
  document: DockerfileDocument,
  range: Range,
  { written, newText }: { readonly written: string; readonly newText: string },
): DraftEdit | undefined {
  const start = offsetAt(document.lines, range.start);
  const end = offsetAt(document.lines, range.end);
  return document.text.slice(start, end) === written ? { start, end, newText } : undefined;
}

/** The offsets of a range. */
export function extentOf(
  { lines }: DockerfileDocument,
  { start, end }: Range,
): { readonly start: number; readonly end: number } {
  return { start: offsetAt(lines, start), end: offsetAt(lines, end) };
}
