import type { CodeAction } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';

import { editorCommands } from '../../bridge/languageProtocol.js';
import type { Fix } from '../../core/finding/finding.js';
import { uriOfPath } from '../documentPaths.js';
import type { ActionProvider } from './actionProvider.js';

/** The quick fixes of the findings; the first of each is the preferred one. */
export const fixActions: ActionProvider = ({ uri, found }) =>
  found.flatMap(({ finding, diagnostic }) =>
    finding.fixes.map((fix, index) => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: index === 0,
      ...toChange(fix, uri),
    })),
  );

function toChange(fix: Fix, uri: string): Pick<CodeAction, 'edit' | 'command'> {
  if (fix.kind === 'edit') {
    const edits = fix.edits.map(({ range, newText }) => ({ range, newText }));
    return { edit: { changes: { [uriOfPath(fix.file)]: edits } } };
  }
  const argument = { from: fix.from, to: fix.to, uri };
  return { command: { title: fix.title, command: editorCommands.renameBranch, arguments: [argument] } };
}
