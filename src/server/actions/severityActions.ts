import * as l10n from '@vscode/l10n';
import type { CodeAction } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';

import type { RuleParams } from '../../bridge/languageProtocol.js';
import { editorCommands } from '../../bridge/languageProtocol.js';
import type { ActionProvider } from './actionProvider.js';

/** Changes of the settings of the workspace, for each rule at hand once. */
export const severityActions: ActionProvider = ({ uri, found, hasCommands }) => {
  if (!hasCommands) {
    return [];
  }
  const rules = [...new Set(found.map(({ finding }) => finding.rule))];
  return rules.flatMap((rule): CodeAction[] => {
    const diagnostics = found
      .filter(({ finding }) => finding.rule === rule)
      .map(({ diagnostic }) => diagnostic);
    const argument: RuleParams = { rule, uri };
    const action = (title: string, command: string): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      command: { title, command, arguments: [argument] },
    });
    return [
      action(l10n.t('Set the severity of {0}…', rule), editorCommands.setRuleSeverity),
      action(l10n.t('Turn {0} off in this workspace', rule), editorCommands.turnRuleOff),
    ];
  });
};
