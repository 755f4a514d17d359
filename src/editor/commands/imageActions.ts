import { commands, l10n, Uri, window } from 'vscode';

/** Offers what can be done with an image besides looking at it, and does it. */
export async function chooseImageAction(directory: string): Promise<void> {
  const items = [
    { label: l10n.t('Convert…'), command: 'ociRecipe.convertArchive' },
    { label: l10n.t('Verify'), command: 'ociRecipe.verifyArtifacts' },
    { label: l10n.t('Inspect'), command: 'ociRecipe.inspectImage' },
    { label: l10n.t('Compare…'), command: 'ociRecipe.compareImages' },
  ];
  const placeHolder = l10n.t('What is to be done with the image?');
  const chosen = await window.showQuickPick(items, { placeHolder });
  if (chosen !== undefined) {
    await commands.executeCommand(chosen.command, Uri.file(directory));
  }
}
