import * as l10n from '@vscode/l10n';
import type { CodeAction, TextEdit } from 'vscode-languageserver/node';

import { applyEdits } from '../../core/finding/applyEdits.js';
import type { Finding, TextEdit as Edit } from '../../core/finding/finding.js';

/** The kind of the action that applies all fixes; editors may run it on saving. */
export const fixAllKind = 'source.fixAll.ociRecipe';

/** A document whose findings are to be fixed. */
export interface FixableDocument {
  readonly uri: string;
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** What is found in the document when it has another text. */
  readonly findingsWith: (text: string) => Promise<readonly Finding[]>;
}

/** What is not fixed by then goes round in circles, or has waited for the next time. */
const maxRounds = 8;

/**
 * One action that applies the safe fixes of a document's findings; fixes that reach beyond the document are left alone.
 * Of fixes that overlap the first one counts. What is found after that is fixed too, until nothing is: one fix may be
 * in the way of another, and editors ask only once when they save. Undefined when there is nothing to fix.
 */
export async function createFixAll(
  findings: readonly Finding[],
  document: FixableDocument,
): Promise<CodeAction | undefined> {
  const first = editsOf(findings, document.path);
  let text = applyEdits(document.text, first);
  if (first.length === 0 || text === undefined) {
    return undefined;
  }
  let isOneRound = true;
  for (let round = 1; round < maxRounds; round += 1) {
    const edits = editsOf(await document.findingsWith(text), document.path);
    const next = applyEdits(text, edits);
    if (edits.length === 0 || next === undefined || next === text) {
      break;
    }
    text = next;
    isOneRound = false;
  }
  const changes = isOneRound ? first : [differenceOf(document.text, text)];
  return {
    title: l10n.t('Fix all that can be fixed safely'),
    kind: fixAllKind,
    edit: {
      changes: { [document.uri]: changes.map(({ range, newText }): TextEdit => ({ range, newText })) },
    },
  };
}

function editsOf(findings: readonly Finding[], path: string): readonly Edit[] {
  const taken = new EditSet();
  for (const edits of findings.flatMap((finding) => safeEdits(finding, path))) {
    taken.add(edits);
  }
  return taken.edits;
}

/** The one edit that makes a text of another: what both begin and end with, by lines, stays. */
function differenceOf(before: string, after: string): Edit {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(left.length, right.length) - 1;
  let head = 0;
  while (head < shorter && left[head] === right[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) {
    tail += 1;
  }
  const last = left.length - 1 - tail;
  return {
    range: {
      start: { line: head, character: 0 },
      end: { line: last, character: left[last]?.length ?? 0 },
    },
    newText: right.slice(head, right.length - tail).join('\n'),
  };
}

function safeEdits({ fixes }: Finding, path: string): readonly (readonly Edit[])[] {
  const fix = fixes.find((one) => one.kind === 'edit' && one.isSafe === true);
  return fix?.kind === 'edit' && fix.file === path ? [fix.edits] : [];
}

/** Edits that do not overlap, found by the lines they touch. */
class EditSet {
  readonly edits: Edit[] = [];
  readonly #byLine = new Map<number, Edit[]>();

  /** Takes all of a fix's edits, or none when one of them overlaps what is there. */
  add(edits: readonly Edit[]): void {
    if (edits.some((edit) => this.#near(edit).some((other) => overlaps(edit, other)))) {
      return;
    }
    for (const edit of edits) {
      this.edits.push(edit);
      for (const line of linesOf(edit)) {
        this.#byLine.set(line, [...(this.#byLine.get(line) ?? []), edit]);
      }
    }
  }

  #near(edit: Edit): readonly Edit[] {
    return linesOf(edit).flatMap((line) => this.#byLine.get(line) ?? []);
  }
}

function linesOf({ range }: Edit): readonly number[] {
  const { start, end } = range;
  return Array.from({ length: end.line - start.line + 1 }, (_, index) => start.line + index);
}

/** Two insertions at one place overlap too: their order would be a guess. */
function overlaps(left: Edit, right: Edit): boolean {
  const isBefore = compare(left.range.end, right.range.start) <= 0;
  const isAfter = compare(right.range.end, left.range.start) <= 0;
  return (!isBefore && !isAfter) || compare(left.range.start, right.range.start) === 0;
}

function compare(left: Edit['range']['start'], right: Edit['range']['start']): number {
  return left.line - right.line || left.character - right.character;
}
