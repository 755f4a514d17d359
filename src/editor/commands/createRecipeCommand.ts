import * as path from 'node:path';

import { l10n, Uri, window, workspace } from 'vscode';

import { messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { HostError } from '../../core/host/hostError.js';
import { parsePlatform } from '../../core/platform/platform.js';
import { formatRecipeFile } from '../../core/recipe/newRecipeFile.js';
import { readCommandTarget, targetFiles } from '../recipes/chooseRecipes.js';
import { dockerfileGlob, excludedGlob } from '../recipes/recipeFiles.js';

/** Launchpad's two usual processors, and this product's. */
const firstPlatforms = ['linux/amd64', 'linux/arm64'].map(parsePlatform);

/** A command that writes `oci-recipe.yaml` beside a Dockerfile and opens it; an existing one is only opened. */
export function createRecipeCommand(host: Host): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const dockerfile = targetFiles(readCommandTarget(args))[0] ?? (await chooseDockerfile());
    if (dockerfile === undefined) {
      return;
    }
    const directory = path.dirname(dockerfile.fsPath);
    const file = path.join(directory, 'oci-recipe.yaml');
    try {
      await write(host, file, path.basename(dockerfile.fsPath));
      await window.showTextDocument(Uri.file(file));
    } catch (error) {
      void window.showErrorMessage(l10n.t('{0} could not be written. {1}', file, messageOf(error)));
    }
  };
}

async function chooseDockerfile(): Promise<Uri | undefined> {
  const files = await workspace.findFiles(dockerfileGlob, excludedGlob);
  if (files.length === 0) {
    void window.showInformationMessage(
      l10n.t('There is no Dockerfile in this workspace. Write one first; the recipe file is made from it.'),
    );
    return undefined;
  }
  if (files.length === 1) {
    return files[0];
  }
  const items = files.map((uri) => ({ label: workspace.asRelativePath(uri), uri }));
  const placeHolder = l10n.t('Dockerfile to write a recipe file for');
  return (await window.showQuickPick(items, { placeHolder }))?.uri;
}

/** Creates the file; says so, and leaves it as it is, when there is one. */
async function write(host: Host, file: string, dockerfile: string): Promise<void> {
  const name = targetName(path.basename(path.dirname(file)));
  const text = formatRecipeFile({ name, dockerfile, context: '.', platforms: firstPlatforms });
  try {
    const writer = await host.files.create(file);
    try {
      await writer.write(new TextEncoder().encode(text));
    } finally {
      await writer.close();
    }
  } catch (error) {
    if (!(error instanceof HostError && error.code === 'file-exists')) {
      throw error;
    }
    void window.showInformationMessage(l10n.t('This recipe file was there already; nothing was changed.'));
  }
}

/** A folder's name with the letters that bake allows in a target's. */
function targetName(folder: string): string {
  const name = folder.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^[-_]+|-+$/g, '');
  return name === '' ? 'image' : name;
}
