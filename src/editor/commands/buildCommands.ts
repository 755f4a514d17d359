import * as path from 'node:path';

import type { QuickPickItem } from 'vscode';
import { l10n, Uri, window, workspace } from 'vscode';

import type { Host } from '../../core/host/host.js';

import { defaultOutputDirectory } from '../../core/pipeline/outputDirectory.js';
import { resolveDockerfile } from '../../core/pipeline/resolveDockerfile.js';
import { noChoices } from '../../core/plan/buildChoices.js';
import type { Platform } from '../../core/platform/platform.js';
import { formatPlatform, parsePlatform } from '../../core/platform/platform.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import type { Build } from '../builds/build.js';
import type { BuildOrder, BuildStore } from '../builds/buildStore.js';
import { chooseRecipes, readCommandTarget } from '../recipes/chooseRecipes.js';
import { readSettings } from '../settings/settings.js';
import { requireTrust } from './requireTrust.js';

/** What building needs of the extension. */
export interface BuildCommandOptions {
  readonly host: Host;
  readonly store: BuildStore;
  /** Absolute path of the folder for artifacts where the settings name none. */
  readonly artifactDirectory: string;
  /** Called with every build that ended. */
  readonly onDidEnd: (build: Build) => void;
}

/** Which platforms a build command is for: named ones, the recipe's own, or those the user picks. */
export type PlatformChoice = readonly Platform[] | 'recipe' | 'ask';

/** Offered where a recipe names no others. */
const usualPlatforms = [
  'linux/amd64',
  'linux/arm64',
  'linux/ppc64le',
  'linux/s390x',
  'linux/arm/v7',
  'linux/riscv64',
];

/** A command that builds the recipes it is called for. */
export function createBuildCommand(
  options: BuildCommandOptions,
  choice: PlatformChoice,
): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    if (!requireTrust(l10n.t('Building'))) {
      return;
    }
    const recipes = await chooseRecipes(readCommandTarget(args), options.host);
    for (const recipe of recipes) {
      const platforms = await choosePlatforms(recipe, choice);
      if (platforms !== undefined) {
        await order(options, recipe, platforms);
      }
    }
  };
}

/** Starts a build; returns as soon as it runs. */
async function order(
  options: BuildCommandOptions,
  recipe: Recipe,
  platforms: readonly Platform[],
): Promise<void> {
  const request = createOrder(recipe, platforms, options.artifactDirectory);
  await saveDocuments([recipe.source.file, request.dockerfile]);
  // Why nothing is waited for between the question and the start: two clicks must not both find the folder free.
  const before = options.store.running().find((build) => build.outputDirectory === request.outputDirectory);
  if (before !== undefined && !(await makeWay(options.store, before))) {
    return;
  }
  void options.store.start(request).then(options.onDidEnd);
}

function createOrder(recipe: Recipe, platforms: readonly Platform[], artifactDirectory: string): BuildOrder {
  const scope = Uri.file(recipe.source.file);
  const { builder, buildArguments, outputDirectory } = readSettings(scope);
  const dockerfile = resolveDockerfile(recipe);
  return {
    recipe,
    choices: {
      ...noChoices,
      platforms,
      buildArgs: buildArguments,
      ...(builder !== undefined && { builder }),
    },
    outputDirectory:
      outputDirectory === ''
        ? ownOutput(recipe, artifactDirectory)
        : path.join(path.resolve(folderOf(recipe), outputDirectory), directoryName(recipe)),
    // Why: the folder is this recipe's own, and only an artifact set in it is ever replaced.
    force: true,
    ...(dockerfile !== undefined && { dockerfile }),
  };
}

/** Why the place of the recipe is part of it: two folders of a workspace may hold recipes of one name. */
function ownOutput(recipe: Recipe, artifactDirectory: string): string {
  const place = path.relative(path.dirname(folderOf(recipe)), recipe.directory).replaceAll('..', '_');
  return path.join(artifactDirectory, place, directoryName(recipe));
}

/** The recipe's name as a directory may have it. */
function directoryName(recipe: Recipe): string {
  return path.basename(defaultOutputDirectory(recipe.name, ''));
}

/** Absolute path of the workspace folder around a recipe, or of the recipe's own when there is none. */
function folderOf(recipe: Recipe): string {
  return workspace.getWorkspaceFolder(Uri.file(recipe.source.file))?.uri.fsPath ?? recipe.directory;
}

async function choosePlatforms(
  recipe: Recipe,
  choice: PlatformChoice,
): Promise<readonly Platform[] | undefined> {
  if (choice === 'recipe') {
    return [];
  }
  return choice === 'ask' ? pickPlatforms(recipe) : choice;
}

async function pickPlatforms(recipe: Recipe): Promise<readonly Platform[] | undefined> {
  const own = recipe.target.platforms.map(formatPlatform);
  const items: QuickPickItem[] = [...new Set([...own, ...usualPlatforms])].map((label) => ({
    label,
    picked: own.includes(label),
  }));
  const placeHolder = l10n.t('Platforms to build {0} for', recipe.name);
  const picked = await window.showQuickPick(items, { canPickMany: true, placeHolder });
  return picked === undefined || picked.length === 0
    ? undefined
    : picked.map(({ label }) => parsePlatform(label));
}

/** Whether a second build into the same folder may start, after the user has said what becomes of the first. */
async function makeWay(store: BuildStore, before: Build): Promise<boolean> {
  const cancel = l10n.t('Cancel it and build again');
  const wait = l10n.t('Build again when it has ended');
  const placeHolder = l10n.t('{0} is being built into the same folder.', before.recipeName);
  const answer = await window.showQuickPick([cancel, wait], { placeHolder });
  if (answer === cancel) {
    await store.cancel(before.id);
  } else if (answer === wait) {
    await store.whenEnded(before.id);
  }
  return answer !== undefined;
}

/** Why: Docker reads the disk, and what is on the screen is what the user means to build. */
async function saveDocuments(files: readonly (string | undefined)[]): Promise<void> {
  const dirty = workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && files.includes(uri.fsPath));
  await Promise.all(dirty.map((document) => document.save()));
}
