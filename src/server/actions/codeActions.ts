import type { CodeAction, CodeActionParams, Range } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';

import type { Finding } from '../../core/finding/finding.js';
import type { ActionProvider, ActionRequest, FoundProblem } from './actionProvider.js';
import { createFixAll, fixAllKind, type FixableDocument } from './fixAll.js';
import { fixActions } from './fixActions.js';
import { severityActions } from './severityActions.js';
import { silenceActions } from './silenceActions.js';
import { keyOfDiagnostic, toDiagnostic } from './toDiagnostic.js';

/** Every kind of quick fix, in the order of the menu. */
const quickFixes: readonly ActionProvider[] = [fixActions, silenceActions, severityActions];

/** The kinds of code actions that the server has. */
export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, fixAllKind];

/** The code actions that an editor asks for; `findings` are all of the document. */
export async function createCodeActions(
  { context, range }: Pick<CodeActionParams, 'context' | 'range'>,
  findings: readonly Finding[],
  request: Omit<ActionRequest, 'found'> & FixableDocument,
): Promise<readonly CodeAction[]> {
  const wants = (kind: string): boolean =>
    context.only?.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`)) === true;
  const fixAll = wants(fixAllKind) ? await createFixAll(findings, request) : undefined;
  const isQuick = context.only === undefined || wants(CodeActionKind.QuickFix);
  const found = isQuick ? problemsAt(context.diagnostics, range, findings) : [];
  return [
    ...quickFixes.flatMap((provider) => provider({ ...request, found })),
    ...(fixAll === undefined ? [] : [fixAll]),
  ];
}

/** The findings whose diagnostics the editor names; those in the range where it names none. */
function problemsAt(
  diagnostics: CodeActionParams['context']['diagnostics'],
  range: Range,
  findings: readonly Finding[],
): readonly FoundProblem[] {
  if (diagnostics.length === 0) {
    return findings.filter((finding) => touches(finding.range, range)).map(withDiagnostic);
  }
  // Why: the fixes stay behind, and are found again by what the editor was told.
  const byKey = new Map(findings.map((finding) => [keyOfDiagnostic(toDiagnostic(finding)), finding]));
  return diagnostics.flatMap((diagnostic) => {
    const key = keyOfDiagnostic(diagnostic);
    const finding = key === undefined ? undefined : byKey.get(key);
    return finding === undefined ? [] : [{ finding, diagnostic }];
  });
}

function withDiagnostic(finding: Finding): FoundProblem {
  return { finding, diagnostic: toDiagnostic(finding) };
}

function touches(left: Range, right: Range): boolean {
  return !isBefore(left.end, right.start) && !isBefore(right.end, left.start);
}

function isBefore(left: Range['start'], right: Range['start']): boolean {
  return left.line < right.line || (left.line === right.line && left.character < right.character);
}
