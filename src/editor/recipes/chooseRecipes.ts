import type { QuickPickItem } from 'vscode';
import { commands, l10n, Uri, window, workspace } from 'vscode';

import type { Host } from '../../core/host/host.js';
import type { RecipeSearch } from '../../core/pipeline/findRecipes.js';
import { findRecipes } from '../../core/pipeline/findRecipes.js';
import { formatPlatform } from '../../core/platform/platform.js';
import type { Recipe } from '../../core/recipe/recipe.js';
import {
  dockerfileGlob,
  excludedGlob,
  isRecipeDocument,
  isRecipePath,
  recipeFileGlob,
} from './recipeFiles.js';

/** What the editor hands to a command of a menu: the clicked file, and all selected ones. */
export interface CommandTarget {
  readonly uri?: Uri;
  readonly selected: readonly Uri[];
  /** The recipe of the file that is meant; absent: the user is asked where there are several. */
  readonly recipe?: string;
}

/** More files than this are not looked at; nobody chooses from a longer list. */
const maxFiles = 200;

/**
 * Reads a command's arguments: addresses, or `{ file, recipe }` of a lens. Whatever else there is (the palette gives
 * nothing) is left out.
 */
export function readCommandTarget(args: readonly unknown[]): CommandTarget {
  const [uri, selected] = args;
  const { file, recipe } = (uri ?? {}) as { readonly file?: unknown; readonly recipe?: unknown };
  if (file instanceof Uri && typeof recipe === 'string') {
    return { uri: file, selected: [], recipe };
  }
  const many = Array.isArray(selected) ? selected.filter((item) => item instanceof Uri) : [];
  return { ...(uri instanceof Uri && { uri }), selected: many };
}

/** The files a command is about: the selected ones, the clicked one, or the one being edited. */
export function targetFiles({ uri, selected }: CommandTarget): readonly Uri[] {
  if (selected.length > 0) {
    return selected;
  }
  if (uri !== undefined) {
    return [uri];
  }
  const document = window.activeTextEditor?.document;
  return document !== undefined && isRecipeDocument(document) ? [document.uri] : [];
}

/**
 * The recipes a command is about. A file with several asks which; without a file all recipes of the workspace are
 * offered. Empty when the user chose none, or when there is none, which then has been said.
 */
export async function chooseRecipes(target: CommandTarget, host: Host): Promise<readonly Recipe[]> {
  const files = targetFiles(target);
  if (files.length === 0) {
    return chooseFromWorkspace(host);
  }
  const chosen: Recipe[] = [];
  for (const file of files) {
    const search = await searchRecipes(file, host);
    const named = search.recipes.filter(({ name }) => name === target.recipe);
    const offered = named.length === 0 ? search.recipes : named;
    const recipe = offered.length === 0 ? undefined : await chooseOne(offered);
    if (search.recipes.length === 0) {
      sayWhyNone(file, search);
    }
    if (recipe !== undefined) {
      chosen.push(recipe);
    }
  }
  return chosen;
}

/** The recipes of all workspace folders, each once: a Dockerfile that a recipe file names is not one of its own. */
async function findWorkspaceRecipes(host: Host): Promise<readonly Recipe[]> {
  const files = await Promise.all(
    [recipeFileGlob, dockerfileGlob].map((glob) => workspace.findFiles(glob, excludedGlob, maxFiles)),
  );
  const found = new Map<string, Recipe>();
  for (const file of files.flat().filter(({ path }) => isRecipePath(path))) {
    for (const recipe of (await searchRecipes(file, host)).recipes) {
      found.set(`${recipe.source.file}\n${recipe.name}`, recipe);
    }
  }
  return [...found.values()];
}

function searchRecipes(file: Uri, host: Host): Promise<RecipeSearch> {
  return findRecipes(file.fsPath, host, { allowPrograms: workspace.isTrusted });
}

async function chooseFromWorkspace(host: Host): Promise<readonly Recipe[]> {
  const recipes = await findWorkspaceRecipes(host);
  if (recipes.length === 0) {
    const create = l10n.t('Create Recipe File');
    const message = l10n.t('No Dockerfile or recipe file was found in this workspace.');
    const answer = await window.showInformationMessage(message, create);
    if (answer === create) {
      await commands.executeCommand('ociRecipe.createRecipe');
    }
    return [];
  }
  const recipe = await chooseOne(recipes);
  return recipe === undefined ? [] : [recipe];
}

async function chooseOne(recipes: readonly Recipe[]): Promise<Recipe | undefined> {
  if (recipes.length === 1) {
    return recipes[0];
  }
  const placeHolder = l10n.t('Which recipe?');
  const item = await window.showQuickPick(recipes.map(toItem), { placeHolder, matchOnDescription: true });
  return item?.recipe;
}

function toItem(recipe: Recipe): QuickPickItem & { readonly recipe: Recipe } {
  return {
    label: recipe.name,
    description: workspace.asRelativePath(recipe.source.file),
    detail: recipe.target.platforms.map(formatPlatform).join(', '),
    recipe,
  };
}

function sayWhyNone(file: Uri, { findings, notes }: RecipeSearch): void {
  const reason = findings.find(({ severity }) => severity === 'error')?.message ?? notes[0] ?? '';
  const name = workspace.asRelativePath(file);
  void window.showErrorMessage(l10n.t('{0} has no recipe that can be used. {1}', name, reason));
}
