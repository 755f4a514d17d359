import type { Range } from '../base/text.js';
import type { DockerfileDocument } from '../dockerfile/dockerfileDocument.js';
import type { IgnoreMatcher } from '../dockerfile/ignoreFile.js';
import type { ResolvedDockerfile } from '../dockerfile/resolvedDockerfile.js';
import type { CheckPolicy } from '../finding/checkPolicy.js';
import type { Finding, Fix, RelatedPlace, Severity } from '../finding/finding.js';
import type { RuleInfo } from '../finding/ruleInfo.js';
import type { Recipe } from '../recipe/recipe.js';
import type { Repository } from '../repository/repository.js';
import type { ShellParser } from '../shell/shellScript.js';
import type { BranchStatus } from './branchStatus.js';
import type { BaseImageFacts } from './buildkit/baseImageFacts.js';
import type { ContextFacts } from './contextFacts.js';
import type { HadolintConfig } from './hadolint/hadolintConfig.js';
import type { JudgedSource } from './judgedSource.js';
import type { LaunchpadMode } from './launchpadMode.js';

/** Everything about a recipe that is checked, besides the recipe itself. */
export interface CheckSubject {
  /** Undefined when there is no such file, or none that can be read here. */
  readonly dockerfileText?: string;
  /** What `readDockerfile` made of the text for this recipe, where that was needed before; else it is made. */
  readonly dockerfile?: ReadDockerfile;
  /** Absolute path of the Dockerfile; of the recipe file when the Dockerfile is inline or remote. */
  readonly dockerfilePath: string;
  readonly repository: Repository;
  readonly context: ContextFacts;
  /** The ignore file in force, `<Dockerfile>.dockerignore` before `.dockerignore`. */
  readonly ignoreFile?: { readonly path: string; readonly text: string };
  /** A branch or ref name given by the user instead of git's. */
  readonly branchName?: string;
  /** What parses the shell of RUN; without it the rules about shell commands say nothing. */
  readonly shell?: ShellParser;
  /** The platforms that base images are there for, as a registry or engine told; what nobody asked about is not judged. */
  readonly basePlatforms?: readonly BasePlatforms[];
  /** What other programs found in the Dockerfile, ShellCheck for instance; silences and policy hold for it too. */
  readonly external?: readonly Finding[];
  /** hadolint's configuration in force for this Dockerfile; without it nothing is configured. */
  readonly hadolint?: HadolintConfig;
  /** Whether Launchpad is meant: as signs tell, or as the user says. */
  readonly launchpad: LaunchpadMode;
  /** The labels that the image must have: names of label schemas and keys of labels; default: none. */
  readonly labels?: readonly string[];
  /** Which rules speak, and how loud; default: the preset `recommended`. */
  readonly policy?: CheckPolicy;
  /** What is known of base images from an engine or a registry; what is not here is never guessed. */
  readonly baseImages?: readonly BaseImageFacts[];
  /** The platform that RUN needs no emulation for, `linux/amd64`: the machine's own; absent: not judged. */
  readonly nativePlatform?: string;
}

/** What is known of an image's platforms. */
export interface BasePlatforms {
  /** As FROM has it, or the named context that replaces it: `ubuntu:24.04`. */
  readonly reference: string;
  /** `linux/amd64`, `linux/arm/v7`, … */
  readonly platforms: readonly string[];
}

/** A Dockerfile's text with all that is made of it for one recipe, so that nothing is parsed or resolved twice. */
export interface ReadDockerfile {
  readonly document: DockerfileDocument;
  /** One for each platform of the recipe; one without a platform when it names none. */
  readonly builds: readonly PlatformBuild[];
}

/** What rules look at: the subject with everything derived from it once. */
export interface RuleInput {
  readonly recipe: Recipe;
  readonly subject: CheckSubject;
  readonly document?: DockerfileDocument;
  /** One for each platform of the recipe; one without a platform when it names none. */
  readonly builds: readonly PlatformBuild[];
  /** The sources of all builds, each judged once. */
  readonly sources: readonly JudgedSource[];
  readonly ignore?: IgnoreMatcher;
  readonly branch?: BranchStatus;
  readonly isLaunchpadMeant: boolean;
}

/** The Dockerfile as resolved for one platform. */
export interface PlatformBuild {
  readonly platform?: string;
  readonly resolved: ResolvedDockerfile;
}

/** What a rule has to say; the rule's name is added when it becomes a finding. */
export interface Remark {
  /** For rules that speak under several names. */
  readonly rule?: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  /** The first line (from 0) of the instruction that it is about, where that is not the one that `range` begins in. */
  readonly instructionLine?: number;
  readonly platform?: string;
  readonly fixes?: readonly Fix[];
  readonly tags?: readonly ('deprecated' | 'unnecessary')[];
  readonly related?: readonly RelatedPlace[];
}

/** A check, as a value: one file, one page in docs/rules, one line in the list of its family. */
export interface Rule extends RuleInfo {
  readonly check: (input: RuleInput) => readonly Remark[];
}
