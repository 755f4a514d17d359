import { l10n, Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';

import type { SilenceParams } from '../../bridge/languageProtocol.js';
import { reasonMark } from '../../bridge/languageProtocol.js';

/** A command that asks why a rule is to be silent, and writes the comment that silences it with that reason. */
export function createSilenceCommand(): (argument: unknown) => Promise<void> {
  return async (argument) => {
    const params = readSilenceParams(argument);
    if (params === undefined) {
      return;
    }
    const before = versionOf(params.uri);
    const reason = await window.showInputBox({
      title: l10n.t('Why {0} is to be silent', params.rule),
      validateInput: (text) => (text.trim() === '' ? l10n.t('Say why, in a few words.') : undefined),
    });
    if (reason === undefined || reason.trim() === '') {
      return;
    }
    const isWritten = versionOf(params.uri) === before && (await workspace.applyEdit(toEdit(params, reason)));
    if (!isWritten) {
      void window.showWarningMessage(l10n.t('{0} was not silenced: the document has changed.', params.rule));
    }
  };
}

/** Undefined for a document that is not open. */
function versionOf(uri: string): number | undefined {
  const wanted = Uri.parse(uri).toString();
  return workspace.textDocuments.find((document) => document.uri.toString() === wanted)?.version;
}

function toEdit({ uri, edits }: SilenceParams, reason: string): WorkspaceEdit {
  const target = Uri.parse(uri);
  const words = reason.replaceAll(/\s+/g, ' ').trim();
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    const place = new Range(start.line, start.character, end.line, end.character);
    edit.replace(
      target,
      place,
      newText.replaceAll(reasonMark, () => words),
    );
  }
  return edit;
}

function readSilenceParams(argument: unknown): SilenceParams | undefined {
  const { rule, uri, edits } = (argument ?? {}) as Partial<SilenceParams>;
  return typeof rule === 'string' && typeof uri === 'string' && Array.isArray(edits)
    ? { rule, uri, edits: edits as SilenceParams['edits'] }
    : undefined;
}
