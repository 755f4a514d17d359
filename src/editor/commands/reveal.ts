import { commands, env, l10n, UIKind, Uri, window, workspace } from 'vscode';

/**
 * Shows a file or a folder where the user can see it: in the file manager when it is on the user's own machine, in the explorer
 * when it is part of the workspace, else by its path, to be copied.
 */
export async function revealPath(path: string): Promise<void> {
  const uri = Uri.file(path);
  if (env.remoteName === undefined && env.uiKind === UIKind.Desktop) {
    await commands.executeCommand('revealFileInOS', uri);
  } else if (workspace.getWorkspaceFolder(uri) !== undefined) {
    await commands.executeCommand('revealInExplorer', uri);
  } else {
    const copy = l10n.t('Copy Path');
    if ((await window.showInformationMessage(path, copy)) === copy) {
      await env.clipboard.writeText(path);
    }
  }
}
