import type { CheckedRecipe } from '../check/checkRecipe.js';
import { checkRecipe } from '../check/checkRecipe.js';
import { sourceKey } from '../check/contextFacts.js';
import type { HadolintConfig } from '../check/hadolint/hadolintConfig.js';
import type { LaunchpadMode } from '../check/launchpadMode.js';
import { readDockerfile } from '../check/readDockerfile.js';
import type { CheckSubject, ReadDockerfile } from '../check/rule.js';
import type { CheckPolicy } from '../finding/checkPolicy.js';
import type { Finding, Severity } from '../finding/finding.js';
import type { Host } from '../host/host.js';
import type { Recipe } from '../recipe/recipe.js';
import type { Repository } from '../repository/repository.js';
import type { ShellParser } from '../shell/shellScript.js';
import type { CheckMemory, Tracking } from './checkMemory.js';
import { createCheckMemory } from './checkMemory.js';
import type { LintSettings } from './checkSettings.js';
import { labelsOf, policyOf } from './checkSettings.js';
import type { DockerChoice, EngineAnswers } from './engineCheck/askDockerAbout.js';
import { askDockerAbout } from './engineCheck/askDockerAbout.js';
import { findRepository } from './findRepository.js';
import { readHadolintConfig } from './hadolintConfig.js';
import type { FoundFacts } from './readContextFacts.js';
import { findFacts, toContextFacts } from './readContextFacts.js';
import type { RecipeTexts } from './readRecipeTexts.js';
import { readRecipeTexts } from './readRecipeTexts.js';
import type { TrackingByPath } from './readTracking.js';
import { readTracking } from './readTracking.js';
import { rememberShell } from './rememberShell.js';
import type { ShellChecker, ShellcheckResult } from './shellcheck/shellChecker.js';

/** How a recipe is checked. */
export interface CheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** A branch or ref name to judge instead of git's; says that Launchpad is meant. */
  readonly branch?: string | undefined;
  /** Default `auto`. */
  readonly launchpad?: LaunchpadMode | undefined;
  /** Unsaved text of a file (absolute path), where an editor has some. */
  readonly read?: ((file: string) => string | undefined) | undefined;
  /** What earlier checks learned of the disk; default: nothing. */
  readonly memory?: CheckMemory | undefined;
  /** What the user says of the rules besides what files of the repository say; default: nothing. */
  readonly lint?: LintSettings | undefined;
  /** Who asks ShellCheck about the shell of RUN; default: nobody. */
  readonly shellChecker?: ShellChecker | undefined;
  /** Whether docker is asked: BuildKit for its own check, engine and registry about base images. Default: no. */
  readonly engine?: boolean | DockerChoice | undefined;
}

/** A recipe checked against the disk. */
export interface DiskCheck extends CheckedRecipe {
  readonly repository: Repository;
  /** What docker said; absent where it was not asked. */
  readonly engine?: EngineAnswers;
  /** The least severity that makes a check fail, where the recipe's `.hadolint.yaml` says one. */
  readonly failureThreshold?: Severity | 'none';
}

type CheckHost = Pick<Host, 'files' | 'processes' | 'system' | 'clock' | 'log'>;

/** How many recipes are read before git is asked about all their files at once. */
const batchSize = 200;

/** How many recipes are read at once: the disk answers several as fast as one. */
const maxReaders = 16;

/** Checks one recipe, as `checkRecipesOnDisk` does. */
export async function checkRecipeOnDisk(
  recipe: Recipe,
  host: CheckHost,
  options: CheckOptions = {},
): Promise<DiskCheck> {
  const [checked] = await checkBatch([recipe], host, withMemory(options));
  if (checked === undefined) {
    throw new TypeError('One recipe is checked once.');
  }
  return checked;
}

/**
 * Checks recipes with the files and the git repositories they lie in; the results are in the order of the recipes.
 * Git is started a handful of times for each repository, or not at all when `memory` holds what is needed. Only
 * cancellation and failures of the disk throw.
 */
export async function checkRecipesOnDisk(
  recipes: readonly Recipe[],
  host: CheckHost,
  options: CheckOptions = {},
): Promise<readonly DiskCheck[]> {
  const known = withMemory(options);
  const checked: DiskCheck[] = [];
  for (let at = 0; at < recipes.length; at += batchSize) {
    checked.push(...(await checkBatch(recipes.slice(at, at + batchSize), host, known)));
  }
  return checked;
}

type KnownOptions = CheckOptions & { readonly memory: CheckMemory };

function withMemory(options: CheckOptions): KnownOptions {
  return { ...options, memory: options.memory ?? createCheckMemory() };
}

async function checkBatch(
  recipes: readonly Recipe[],
  host: CheckHost,
  options: KnownOptions,
): Promise<readonly DiskCheck[]> {
  const gathered: Gathered[] = [];
  for (let at = 0; at < recipes.length; at += maxReaders) {
    options.signal?.throwIfAborted();
    const some = recipes.slice(at, at + maxReaders);
    gathered.push(...(await Promise.all(some.map((recipe) => gather(recipe, host, options)))));
  }
  const tracking = await trackAll(gathered, host, options);
  const shell = await rememberShell(options.memory, host);
  return gathered.map((one) => judge(one, { tracking, shell }, host, options));
}

/** All that the disk says of a recipe, git's index left out. */
interface Gathered {
  readonly recipe: Recipe;
  readonly texts: RecipeTexts;
  readonly dockerfile?: ReadDockerfile;
  readonly repository: Repository;
  readonly found: FoundFacts;
  readonly hadolint: HadolintConfig;
  readonly policy: CheckPolicy;
  /** What ShellCheck said; undefined where it was not asked. */
  readonly shellcheck?: ShellcheckResult;
  /** What docker said; undefined where it was not asked. */
  readonly engine?: EngineAnswers;
}

async function gather(recipe: Recipe, host: CheckHost, options: KnownOptions): Promise<Gathered> {
  const { memory, signal } = options;
  const repository = await findRepository(recipe.directory, host, { memory, signal });
  const texts = await readRecipeTexts(recipe, host.files, options.read);
  const dockerfile = readLatest(recipe, texts, options);
  const keys = sourceKeys(dockerfile);
  const found = await findFacts({ recipe, keys, memory, signal }, host);
  const root = repository.kind === 'git' ? { root: repository.root } : {};
  const hadolint = await readHadolintConfig(
    { dockerfile: texts.dockerfilePath, ...root },
    host,
    memory.hadolint,
  );
  const policy = policyOf(recipe, hadolint, options.lint);
  const asked = recipe.target.dockerfileInline === undefined ? dockerfile : undefined;
  const shellcheck = await askShellcheck(asked, { policy, file: texts.dockerfilePath }, options);
  const engine = await askEngineAbout(recipe, dockerfile, host, options);
  return {
    recipe,
    texts,
    repository,
    found,
    hadolint,
    policy,
    ...(engine !== undefined && { engine }),
    ...(dockerfile !== undefined && { dockerfile }),
    ...(shellcheck !== undefined && { shellcheck }),
  };
}

/** How many texts of an editor are remembered as they were read. */
const mostDockerfiles = 8;

/** Reads the Dockerfile; of one that an editor holds, only what has changed since the last time. */
function readLatest(
  recipe: Recipe,
  { dockerfileText: text, dockerfilePath: path }: RecipeTexts,
  { memory, read }: KnownOptions,
): ReadDockerfile | undefined {
  if (text === undefined) {
    return undefined;
  }
  const { dockerfiles } = memory;
  const isEdited = recipe.target.dockerfileInline === undefined && read?.(path) !== undefined;
  const dockerfile = readDockerfile(recipe, text, isEdited ? dockerfiles.get(path) : undefined);
  if (isEdited) {
    if (dockerfiles.size >= mostDockerfiles && !dockerfiles.has(path)) {
      dockerfiles.clear();
    }
    dockerfiles.set(path, dockerfile.document);
  }
  return dockerfile;
}

/** Only where that is wanted, and where there is something to ask about. */
async function askEngineAbout(
  recipe: Recipe,
  dockerfile: ReadDockerfile | undefined,
  host: CheckHost,
  { engine = false, signal }: KnownOptions,
): Promise<EngineAnswers | undefined> {
  return engine === false || dockerfile === undefined
    ? undefined
    : askDockerAbout(recipe, dockerfile, host, { ...(engine === true ? {} : engine), signal });
}

/** Not where nothing that it says would be heard, nor where it would point into a recipe file. */
async function askShellcheck(
  dockerfile: ReadDockerfile | undefined,
  { policy, file }: { readonly policy: CheckPolicy; readonly file: string },
  { shellChecker, signal }: KnownOptions,
): Promise<ShellcheckResult | undefined> {
  const isHeard = policy.preset !== 'none' || Object.keys(policy.rules).some((name) => name.startsWith('SC'));
  return dockerfile === undefined || !isHeard
    ? undefined
    : shellChecker?.check(dockerfile.document, file, signal);
}

/** Asks git about the files of all recipes, once for each repository. */
async function trackAll(
  gathered: readonly Gathered[],
  host: CheckHost,
  { memory, signal }: KnownOptions,
): Promise<TrackingByPath> {
  const tracking = new Map<string, Tracking>();
  for (const repository of new Set(gathered.map((one) => one.repository))) {
    const files = gathered.filter((one) => one.repository === repository).flatMap(({ found }) => found.files);
    const answers = await readTracking(files, { repository, memory, signal }, host);
    answers.forEach((answer, file) => tracking.set(file, answer));
  }
  return tracking;
}

/** What all recipes of a batch are judged with. */
interface Shared {
  readonly tracking: TrackingByPath;
  readonly shell: ShellParser | undefined;
}

function judge(one: Gathered, shared: Shared, host: CheckHost, options: KnownOptions): DiskCheck {
  const { recipe, repository, hadolint, shellcheck, engine } = one;
  const failureThreshold = thresholdOf(hadolint);
  const checked = checkRecipe(recipe, toSubject(one, shared, host, options));
  const unasked = shellcheck?.kind === 'unavailable' ? shellcheck.reason : shellcheck?.skipped;
  return {
    ...checked,
    notChecked: [
      ...checked.notChecked,
      ...(unasked === undefined ? [] : [unasked]),
      ...(engine?.reasons ?? []),
    ],
    repository,
    ...(engine !== undefined && { engine }),
    ...(failureThreshold !== undefined && { failureThreshold }),
  };
}

function toSubject(
  one: Gathered,
  { tracking, shell }: Shared,
  { system }: CheckHost,
  { branch, launchpad = 'auto', lint }: KnownOptions,
): CheckSubject {
  const { recipe, texts, dockerfile, repository, found, hadolint, policy, engine } = one;
  return {
    ...texts,
    repository,
    context: toContextFacts(recipe, found, tracking),
    launchpad,
    hadolint,
    policy,
    nativePlatform: `linux/${system.architecture}`,
    labels: labelsOf(recipe, lint),
    external: externalOf(one),
    ...(dockerfile !== undefined && { dockerfile }),
    ...(shell !== undefined && { shell }),
    ...(engine !== undefined && { baseImages: engine.facts, basePlatforms: engine.platforms }),
    ...(branch !== undefined && { branchName: branch }),
  };
}

/** What ShellCheck and BuildKit found. */
function externalOf({ shellcheck, engine }: Gathered): readonly Finding[] {
  const shell = shellcheck?.kind === 'checked' ? shellcheck.findings : [];
  return [...shell, ...(engine?.findings ?? [])];
}

function thresholdOf({ neverFails, failureThreshold }: HadolintConfig): DiskCheck['failureThreshold'] {
  return neverFails || failureThreshold === 'ignore' ? 'none' : failureThreshold;
}

/** The paths below the context that the sources of all platforms lead to. */
function sourceKeys(dockerfile: ReadDockerfile | undefined): readonly string[] {
  const sources = dockerfile?.builds.flatMap(({ resolved }) => resolved.sources) ?? [];
  return sources
    .filter(
      ({ kind, value, keepsParents }) => kind === 'path' && !(keepsParents && value?.includes('**') === true),
    )
    .flatMap(({ value }) => (value === undefined ? [] : [sourceKey(value)]));
}
