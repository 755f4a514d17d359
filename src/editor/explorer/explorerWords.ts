import { l10n } from 'vscode';

/** The explorer's title, on its tab and its page; `name` is that of the archive. */
export function explorerTitle(name: string): string {
  return l10n.t('Image: {0}', name);
}
