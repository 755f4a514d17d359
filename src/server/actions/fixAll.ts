import * as l10n from '@vscode/l10n';
import type { CodeAction, TextEdit } from 'vscode-languageserver/node';

import type { Finding, TextEdit as Edit } from '../../core/finding/finding.js';

/** The kind of the action that applies all fixes; editors may run it on saving. */
export const fixAllKind = 'source.fixAll.ociRecipe';

/**
 * One action that applies the safe fixes of a document's findings; fixes that reach beyond the document are left alone.
 * Of fixes that overlap the first one counts; the next run finds the others. Undefined when there is nothing to fix.
 */
export function createFixAll(
  findings: readonly Finding[],
  { uri, path }: { readonly uri: string; readonly path: string },
): CodeAction | undefined {
  const taken = new EditSet();
  for (const edits of findings.flatMap((finding) => safeEdits(finding, path))) {
    taken.add(edits);
  }
  if (taken.edits.length === 0) {
    return undefined;
  }
  const changes: TextEdit[] = taken.edits.map(({ range, newText }) => ({ range, newText }));
  return {
    title: l10n.t('Fix all that can be fixed safely'),
    kind: fixAllKind,
    edit: { changes: { [uri]: changes } },
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
