import * as l10n from '@vscode/l10n';
import type { CodeAction } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';

import type { SilenceParams } from '../../bridge/languageProtocol.js';
import { editorCommands, reasonMark } from '../../bridge/languageProtocol.js';
import type { Silence, SilencePlace } from '../../core/check/silence/silenceEdits.js';
import { silenceEdits } from '../../core/check/silence/silenceEdits.js';
import type { DockerfileDocument } from '../../core/dockerfile/dockerfileDocument.js';
import { parseDockerfile } from '../../core/dockerfile/parseDockerfile.js';
import type { ActionProvider, FoundProblem } from './actionProvider.js';

/**
 * Comments and directives that silence findings: for the instruction where that is possible, and in the file. Only in
 * Dockerfiles: a recipe file has the severities of its rules.
 */
export const silenceActions: ActionProvider = ({ uri, path, text, found, hasCommands }) => {
  const own = found.filter(({ finding }) => finding.file === path);
  if (own.length === 0 || /\.(?:ya?ml|json|hcl|dockerignore)$/i.test(path)) {
    return [];
  }
  const document = parseDockerfile(text);
  // Why: without a text at hand, nobody knows what is there to be added to.
  return document.instructions.length === 0
    ? []
    : own.flatMap((problem) => [
        ...actionsFor(problem, document, uri),
        ...(hasCommands ? askingActions(problem, document, uri) : []),
      ]);
};

function actionsFor(
  { finding, diagnostic }: FoundProblem,
  document: DockerfileDocument,
  uri: string,
): readonly CodeAction[] {
  const places: readonly SilencePlace[] = ['here', 'file'];
  const silences = places.flatMap((place) => silenceEdits(document, finding, place) ?? []);
  // Why: where nothing is silent for one instruction only, both are the same.
  const distinct = silences.filter(
    ({ reach }, index) => silences.findIndex((one) => one.reach === reach) === index,
  );
  return distinct.map((silence) => ({
    title: titleOf(finding.rule, silence),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: {
      changes: { [uri]: silence.edits.map(({ range, newText }) => ({ range, newText })) },
    },
  }));
}

/** The nearest one again, with a reason that the editor asks for. */
function askingActions(
  { finding, diagnostic }: FoundProblem,
  document: DockerfileDocument,
  uri: string,
): readonly CodeAction[] {
  const silence =
    silenceEdits(document, finding, 'here', reasonMark) ??
    silenceEdits(document, finding, 'file', reasonMark);
  if (silence === undefined) {
    return [];
  }
  const { rule } = finding;
  const title =
    silence.reach === 'here'
      ? l10n.t('Silence {0} here, and say why…', rule)
      : l10n.t('Silence {0} in this file, and say why…', rule);
  const argument: SilenceParams = { rule, uri, edits: silence.edits };
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title, command: editorCommands.silence, arguments: [argument] },
    },
  ];
}

function titleOf(rule: string, { reach, written }: Silence): string {
  return reach === 'here'
    ? l10n.t('Silence {0} here ({1})', rule, written)
    : l10n.t('Silence {0} in this file ({1})', rule, written);
}
