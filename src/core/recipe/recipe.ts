import type { Range } from '../base/text.js';
import type { PolicyLayer } from '../finding/checkPolicy.js';
import type { Platform } from '../platform/platform.js';

/**
 * One image that a folder can build: a target in buildx bake's words, wholly resolved, and where it was read.
 * All relative paths in `target` are relative to `directory`.
 */
export interface Recipe {
  /** The target's name in a recipe file, or the name of the folder of a lone Dockerfile. */
  readonly name: string;
  readonly source: RecipeSource;
  /** Absolute path of the directory that relative paths start from (bake's working directory). */
  readonly directory: string;
  readonly target: Target;
  /** Targets of the same file that this one takes contexts from (`target:NAME`), resolved, by name. */
  readonly dependencies: Readonly<Record<string, Target>>;
  readonly launchpad?: LaunchpadBlock;
  /** What the file and then the target say about the checks (`x-check`); absent where neither does. */
  readonly check?: readonly CheckBlock[];
}

/** An `x-check` block: which rules speak, and what labels an image must have. */
export interface CheckBlock extends Pick<PolicyLayer, 'preset' | 'rules'> {
  /** Names of label schemas (`oci`, `launchpad`, `osbs`) and keys of labels. */
  readonly labels?: readonly string[];
}

/** Where a recipe was read: the file (absolute path) and, where known, the range of the target's name in it. */
interface RecipeSource {
  readonly kind: 'recipe-file' | 'bake-json' | 'bake-hcl' | 'dockerfile';
  readonly file: string;
  readonly nameRange?: Range;
  /** Ranges of the target's keys (`dockerfile`, `x-launchpad.processors`, …), for findings that point at them. */
  readonly keyRanges: Readonly<Record<string, Range>>;
  /** It is of the group `default` (or the target of that name), which is built where none is named. */
  readonly isDefault?: true;
}

/**
 * A bake target after variables, groups, inheritance and matrix are resolved.
 * https://docs.docker.com/build/bake/reference/#target
 */
export interface Target {
  readonly context: string;
  /** Relative to `context` when that is a directory. */
  readonly dockerfile: string;
  readonly dockerfileInline?: string;
  readonly contexts: Readonly<Record<string, string>>;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: readonly string[];
  readonly tags: readonly string[];
  /** The stage to build; undefined is the last one. */
  readonly target?: string;
  /** Empty: the builder's own platform. */
  readonly platforms: readonly Platform[];
  readonly output: readonly string[];
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly secret: readonly string[];
  readonly ssh: readonly string[];
  readonly attest: readonly string[];
  readonly entitlements: readonly string[];
  readonly extraHosts: Readonly<Record<string, string>>;
  readonly ulimits: readonly string[];
  readonly noCacheFilter: readonly string[];
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly network?: string;
  readonly shmSize?: string;
  readonly call?: string;
  readonly description?: string;
}

/** The `x-launchpad` block of a target, in the words of Launchpad's web service. */
export interface LaunchpadBlock {
  readonly owner?: string;
  readonly ociProject?: string;
  readonly name?: string;
  readonly gitRef?: string;
  readonly processors?: readonly string[];
  readonly buildDaily?: boolean;
  readonly description?: string;
  readonly imageName?: string;
  readonly informationType?: string;
  readonly pushRules?: readonly PushRule[];
}

/** Where Launchpad pushes a build; never holds a password. */
export interface PushRule {
  readonly registryUrl: string;
  readonly imageName: string;
  readonly credentialsOwner?: string;
}
