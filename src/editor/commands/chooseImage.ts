import * as path from 'node:path';

import { l10n, Uri, window } from 'vscode';

import { readCommandTarget } from '../recipes/chooseRecipes.js';

/** Files that stand for the folder they are in: OCI layouts and Launchpad's artifact sets. */
const partNames: readonly string[] = ['oci-layout', 'index.json', 'manifest.json', 'digests.json'];

/** What an archive of an image may end in. */
const archiveExtensions = ['tar', 'tgz', 'gz', 'zst', 'oci'];

/**
 * The images a command is about, as absolute paths of archives and folders: what was clicked and selected, else what
 * the user chooses, beginning at `start`. Empty when the user goes away. `action` is what is done with it, in words.
 */
export async function chooseImages(
  args: readonly unknown[],
  action: string,
  start?: string,
): Promise<readonly string[]> {
  const { uri, selected } = readCommandTarget(args);
  const clicked = uri === undefined ? [] : [uri];
  const uris = selected.length > 0 ? selected : clicked;
  if (uris.length > 0) {
    return [...new Set(uris.map(({ fsPath }) => imagePath(fsPath)))];
  }
  const asked = await askImage(action, start);
  return asked === undefined ? [] : [asked];
}

/** Asks for one image, an archive or a folder; undefined when the user goes away. */
export async function askImage(action: string, start?: string): Promise<string | undefined> {
  const file = l10n.t('Image archive (.tar)');
  const folder = l10n.t('Folder with an OCI layout or Launchpad artifacts');
  const kind = await window.showQuickPick([file, folder], { placeHolder: l10n.t('Where is the image?') });
  if (kind === undefined) {
    return undefined;
  }
  const canSelectFolders = kind === folder;
  const chosen = await window.showOpenDialog({
    canSelectFolders,
    canSelectFiles: !canSelectFolders,
    ...(!canSelectFolders && { filters: { [file]: archiveExtensions } }),
    ...(start !== undefined && { defaultUri: Uri.file(start) }),
    title: kind,
    openLabel: action,
  });
  return chosen?.[0]?.fsPath;
}

/** Why: a layout is a folder, and its files are what can be recognised and clicked. */
function imagePath(file: string): string {
  return partNames.includes(path.basename(file)) ? path.dirname(file) : file;
}
