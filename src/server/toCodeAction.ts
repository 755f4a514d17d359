import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';

import type { Fix } from '../core/finding/finding.js';
import { uriOfPath } from './documentPaths.js';

/** The command of the editor that renames a branch; its argument is `{ from, to, uri }`. */
const renameBranchCommand = 'ociRecipe.renameBranch';

/** The quick fixes of one diagnostic that this server published; the first is the preferred one. */
export function toCodeActions(diagnostic: Diagnostic, uri: string): readonly CodeAction[] {
  return fixesOf(diagnostic).map((fix, index) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: index === 0,
    ...toChange(fix, uri),
  }));
}

function toChange(fix: Fix, uri: string): Pick<CodeAction, 'edit' | 'command'> {
  if (fix.kind === 'edit') {
    const edits = fix.edits.map(({ range, newText }) => ({ range, newText }));
    return { edit: { changes: { [uriOfPath(fix.file)]: edits } } };
  }
  const argument = { from: fix.from, to: fix.to, uri };
  return { command: { title: fix.title, command: renameBranchCommand, arguments: [argument] } };
}

/** What `toDiagnostic` put there; the editor hands it back unchanged. */
function fixesOf(diagnostic: Diagnostic): readonly Fix[] {
  const isOurs = diagnostic.source === 'oci-recipe' && Array.isArray(diagnostic.data);
  return isOurs ? (diagnostic.data as readonly Fix[]) : [];
}
