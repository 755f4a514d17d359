import { basename, dirname, join } from 'node:path';

import type { Finding } from '../finding/finding.js';
import type { DirectoryEntry, Host } from '../host/host.js';
import { HostError } from '../host/hostError.js';
import type { CheckBlock, Recipe } from '../recipe/recipe.js';
import type { RecipeFile } from '../recipe/recipeFile.js';
import { parseRecipeFile } from '../recipe/recipeFile.js';
import { createLoneRecipes, isDockerfileName } from './loneRecipes.js';
import { readBakeHcl } from './readBakeHcl.js';
import { resolveDockerfile } from './resolveDockerfile.js';

/** How recipes are looked for. */
export interface FindRecipesOptions {
  readonly signal?: AbortSignal;
  /** Whether programs may run: not in a workspace that is not trusted. */
  readonly allowPrograms: boolean;
  /** The text of a file that an editor holds unsaved; undefined for any other. */
  readonly read?: (file: string) => string | undefined;
}

/** What was found. `notes` say what was not read, and why, in sentences. */
export interface RecipeSearch {
  readonly recipes: readonly Recipe[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** What recipe files say about the checks of themselves, by absolute path; not there for files that say nothing. */
  readonly checks?: ReadonlyMap<string, CheckBlock>;
}

/** The files a folder's recipes come from; the first that is there is taken. */
export const recipeFileNames: readonly string[] = [
  'oci-recipe.yaml',
  'oci-recipe.yml',
  'docker-bake.json',
  'docker-bake.hcl',
];

const nothing: RecipeSearch = { recipes: [], findings: [], notes: [] };
const skippedFolders: ReadonlySet<string> = new Set(['node_modules']);
const maxDepth = 6;
const maxDirectories = 2000;

/**
 * Finds the recipes of a folder, a recipe file or a Dockerfile (`path` is absolute). A folder's come from its recipe
 * file; without one every Dockerfile below is a recipe of its own, except where a folder in between has a recipe
 * file, which then speaks for it. A Dockerfile that a recipe file of its folder, or of one above it in the
 * repository, builds has that file's recipes. Raises `file-not-found` when nothing is at `path`.
 */
export async function findRecipes(
  path: string,
  host: Host,
  options: FindRecipesOptions,
): Promise<RecipeSearch> {
  const status = await host.files.status(path);
  const isUnsaved = options.read?.(path) !== undefined;
  if (status === undefined && !isUnsaved) {
    throw new HostError(
      'file-not-found',
      `There is nothing at ${path}; give a folder, a Dockerfile or a recipe file.`,
    );
  }
  if (status?.kind === 'directory') {
    return findInDirectory(path, host, options);
  }
  return isRecipeFileName(basename(path))
    ? readRecipeFile(path, host, options)
    : findForDockerfile(path, host, options);
}

/** Whether a file of that name is read as a recipe file rather than as a Dockerfile. */
function isRecipeFileName(name: string): boolean {
  return /\.(?:ya?ml|json|hcl)$/i.test(name) && !isDockerfileName(name);
}

async function findInDirectory(
  directory: string,
  host: Host,
  options: FindRecipesOptions,
): Promise<RecipeSearch> {
  const own = await readDirectory(directory, host, options);
  if (own !== undefined) {
    return own;
  }
  const walk: Walk = { host, options, dockerfiles: [], searches: [], visited: 0, cut: false };
  await visit(directory, 0, walk);
  const lone = createLoneRecipes(walk.dockerfiles, directory);
  const notes = walk.cut
    ? [
        `Only ${maxDirectories} folders, ${maxDepth} deep, were searched below ${directory}; a recipe file says what else there is.`,
      ]
    : [];
  return joinSearches([...walk.searches, { ...nothing, recipes: lone, notes }]);
}

/** What the recipe file of a folder says; undefined where the folder has none. */
async function readDirectory(
  directory: string,
  host: Host,
  options: FindRecipesOptions,
): Promise<RecipeSearch | undefined> {
  const present: string[] = [];
  for (const name of recipeFileNames) {
    const file = join(directory, name);
    if (options.read?.(file) !== undefined || (await host.files.status(file))?.kind === 'file') {
      present.push(name);
    }
  }
  const [chosen, ...others] = present;
  if (chosen === undefined) {
    return undefined;
  }
  const search = await readRecipeFile(join(directory, chosen), host, options);
  const used = new Set(search.recipes.map(({ source }) => basename(source.file)));
  const ignored = others.filter((name) => !used.has(name));
  const note = `${ignored.join(' and ')} in ${directory} ${ignored.length === 1 ? 'is' : 'are'} not read: ${chosen} comes first.`;
  return ignored.length === 0 ? search : { ...search, notes: [...search.notes, note] };
}

async function readRecipeFile(file: string, host: Host, options: FindRecipesOptions): Promise<RecipeSearch> {
  options.signal?.throwIfAborted();
  if (file.endsWith('.hcl')) {
    return readBakeHcl(file, host, options);
  }
  const parsed = await parseFile(file, host, options);
  const search = {
    ...nothing,
    recipes: parsed.recipes,
    findings: parsed.findings,
    ...(parsed.check !== undefined && { checks: new Map([[file, parsed.check]]) }),
  };
  return parsed.sideTargets.length === 0 ? search : addSideTargets(search, parsed, file, { host, options });
}

async function parseFile(file: string, host: Host, options: FindRecipesOptions): Promise<RecipeFile> {
  const text = options.read?.(file) ?? (await host.files.readText(file));
  const { environment, os, architecture } = host.system;
  return parseRecipeFile({
    text,
    file,
    directory: dirname(file),
    environment,
    localPlatform: `${os === 'win32' ? 'windows' : os}/${architecture}`,
    nowMs: host.clock.nowMs(),
  });
}

/** Joins the targets of another bake file with the x- blocks that `x-from` gives them. */
async function addSideTargets(
  search: RecipeSearch,
  { sideTargets }: RecipeFile,
  file: string,
  { host, options }: { readonly host: Host; readonly options: FindRecipesOptions },
): Promise<RecipeSearch> {
  const searches: RecipeSearch[] = [search];
  for (const name of new Set(sideTargets.map(({ fromFile }) => fromFile))) {
    const other = join(dirname(file), name);
    const sides = sideTargets.filter(({ fromFile }) => fromFile === name);
    const isThere = other !== file && (await host.files.status(other))?.kind === 'file';
    const found = isThere ? await readRecipeFile(other, host, options) : nothing;
    const recipes = found.recipes.map((recipe) => {
      const side = sides.find(({ fromTarget }) => fromTarget === recipe.name);
      return {
        ...recipe,
        ...(side?.launchpad !== undefined && { launchpad: side.launchpad }),
        ...(side?.check !== undefined && { check: side.check }),
      };
    });
    const isRead =
      isThere && (found.recipes.length > 0 || found.findings.length === 0) && found.notes.length === 0;
    const missing = sides.filter(
      ({ fromTarget }) => !found.recipes.some((recipe) => recipe.name === fromTarget),
    );
    const findings = (isThere ? (isRead ? missing : []) : sides).map(({ fromTarget, range }): Finding => ({
      rule: 'RecipeReference',
      severity: 'error',
      message: isThere
        ? `${name} has no target "${fromTarget}".`
        : `There is no bake file ${name} beside this file.`,
      file,
      range,
      fixes: [],
    }));
    searches.push({ recipes, findings: [...findings, ...found.findings], notes: found.notes });
  }
  return joinSearches(searches);
}

async function findForDockerfile(
  path: string,
  host: Host,
  options: FindRecipesOptions,
): Promise<RecipeSearch> {
  const notes: string[] = [];
  for (const directory of await directoriesAbove(dirname(path), host)) {
    options.signal?.throwIfAborted();
    const search = await readDirectory(directory, host, options);
    const recipes = search?.recipes.filter((recipe) => resolveDockerfile(recipe) === path) ?? [];
    if (search !== undefined && recipes.length > 0) {
      return { ...search, recipes };
    }
    if (search?.findings.some(({ severity }) => severity === 'error')) {
      notes.push(`The recipe file in ${directory} has errors; ${basename(path)} is taken on its own.`);
    }
    notes.push(...(search?.notes ?? []));
  }
  return { ...nothing, recipes: createLoneRecipes([path], dirname(path)), notes };
}

/** The directory and those above it up to the repository's; without a repository only itself. */
async function directoriesAbove(directory: string, host: Host): Promise<readonly string[]> {
  const above: string[] = [];
  let current = directory;
  for (;;) {
    above.push(current);
    if ((await host.files.status(join(current, '.git'))) !== undefined) {
      return above;
    }
    if (dirname(current) === current) {
      return [directory];
    }
    current = dirname(current);
  }
}

/** A walk in progress. */
interface Walk {
  readonly host: Host;
  readonly options: FindRecipesOptions;
  readonly dockerfiles: string[];
  readonly searches: RecipeSearch[];
  visited: number;
  cut: boolean;
}

async function visit(directory: string, depth: number, walk: Walk): Promise<void> {
  walk.options.signal?.throwIfAborted();
  if (walk.visited >= maxDirectories || depth > maxDepth) {
    walk.cut = true;
    return;
  }
  walk.visited += 1;
  const entries = await listDirectory(directory, walk);
  const mayHaveFile = depth > 0 && recipeFileNames.some((name) => isThere(name, directory, entries, walk));
  const own = mayHaveFile ? await readDirectory(directory, walk.host, walk.options) : undefined;
  if (own !== undefined) {
    walk.searches.push(own);
    return;
  }
  for (const entry of [...entries].sort((left, right) => (left.name < right.name ? -1 : 1))) {
    await visitEntry(join(directory, entry.name), entry, depth, walk);
  }
}

function isThere(
  name: string,
  directory: string,
  entries: readonly DirectoryEntry[],
  { options }: Walk,
): boolean {
  return entries.some((entry) => entry.name === name) || options.read?.(join(directory, name)) !== undefined;
}

async function visitEntry(
  path: string,
  { name, kind }: DirectoryEntry,
  depth: number,
  walk: Walk,
): Promise<void> {
  if (kind === 'directory' && !name.startsWith('.') && !skippedFolders.has(name)) {
    await visit(path, depth + 1, walk);
  } else if (isDockerfileName(name) && (kind === 'file' || (await isFile(path, walk.host)))) {
    walk.dockerfiles.push(path);
  }
}

async function isFile(path: string, host: Host): Promise<boolean> {
  return (await host.files.status(path))?.kind === 'file';
}

/** A folder that may not be read is skipped, and said. */
async function listDirectory(directory: string, walk: Walk): ReturnType<Host['files']['list']> {
  try {
    return await walk.host.files.list(directory);
  } catch (error) {
    if (error instanceof HostError && walk.visited > 1) {
      walk.searches.push({ ...nothing, notes: [`${directory} could not be searched: ${error.message}`] });
      return [];
    }
    throw error;
  }
}

/** Several searches as one, in their order. */
export function joinSearches(searches: readonly RecipeSearch[]): RecipeSearch {
  const checks = new Map(searches.flatMap((search) => [...(search.checks ?? [])]));
  return {
    recipes: searches.flatMap(({ recipes }) => recipes),
    findings: searches.flatMap(({ findings }) => findings),
    notes: searches.flatMap(({ notes }) => notes),
    ...(checks.size > 0 && { checks }),
  };
}
