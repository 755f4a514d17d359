import { Uri } from 'vscode';

/** The icon of a panel's tab, for light and dark themes. */
export function panelIcon(
  extensionUri: Uri,
  name: 'explorer' | 'monitor',
): { readonly light: Uri; readonly dark: Uri } {
  const file = (theme: string): Uri => Uri.joinPath(extensionUri, 'media', `${name}-${theme}.svg`);
  return { light: file('light'), dark: file('dark') };
}
