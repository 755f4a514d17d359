import { commands, l10n, window, workspace } from 'vscode';

/**
 * Whether programs may run for this workspace; says why not and offers the way out. The menus already leave such
 * commands out in Restricted Mode: this is for keyboard shortcuts and for callers from other extensions.
 */
export function requireTrust(what: string): boolean {
  if (workspace.isTrusted) {
    return true;
  }
  void explain(what);
  return false;
}

async function explain(what: string): Promise<void> {
  const manage = l10n.t('Manage Workspace Trust');
  const message = l10n.t(
    '{0} needs a trusted workspace, because it runs programs the workspace chooses.',
    what,
  );
  if ((await window.showWarningMessage(message, manage)) === manage) {
    await commands.executeCommand('workbench.trust.manage');
  }
}
