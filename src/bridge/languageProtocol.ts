/** The contract between the editor and the language server beyond the language server protocol: plain data. */

/** Names of the requests and notifications that the protocol does not have. */
export const languageMessages = {
  /** Request `UriParams` → `BranchView | null`: the branch a recipe's file is on. */
  branch: 'ociRecipe/branch',
  /** Request `UriParams` → `CheckSummary`: check a file or a folder now, and publish what is found. */
  check: 'ociRecipe/check',
  /** Notification to the server, `TrustParams`: programs may be run from now on. */
  trust: 'ociRecipe/trust',
  /** Notification to the server, no parameters: files changed on disk, so what was found may be stale. */
  filesChanged: 'ociRecipe/filesChanged',
  /** Notification from the server, `CheckedParams`: a document was checked. */
  checked: 'ociRecipe/checked',
  /** Notification to the server, `FeatureParams`: which language features it is to offer from now on. */
  features: 'ociRecipe/features',
  /** Request `UriParams` → `readonly LensView[]`: what can be built in a document, and where that is written. */
  lenses: 'ociRecipe/lenses',
} as const;

/** What the server must know before its first check. */
export interface ServerOptions {
  /** Whether the workspace is trusted, so that programs it names may be run. */
  readonly trusted: boolean;
  /** What to offer at the start; default: everything. */
  readonly features?: FeatureParams;
  /** Whether the editor has the commands of `editorCommands`; default: it has not. */
  readonly hasCommands?: boolean;
  /** The texts of the extension in the language of the editor, by the English ones; default: all are English. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** The commands of the editor that code actions of the server call. */
export const editorCommands = {
  /** `{ from, to, uri }`: renames a branch. */
  renameBranch: 'ociRecipe.renameBranch',
  /** `{ rule, uri }`: asks for a severity and writes it into the settings of the workspace. */
  setRuleSeverity: 'ociRecipe.setRuleSeverity',
  /** `{ rule, uri }`: switches a rule off in the settings of the workspace. */
  turnRuleOff: 'ociRecipe.turnRuleOff',
  /** `SilenceParams`: asks why a rule is to be silent, and writes that. */
  silence: 'ociRecipe.silence',
} as const;

/** Stands in the new text of `SilenceParams` where the user's reason belongs. */
export const reasonMark = '{reason}';

/** What silences a rule in a document, but for the reason. */
export interface SilenceParams {
  readonly rule: string;
  readonly uri: string;
  /** Lines and characters from 0. */
  readonly edits: readonly {
    readonly range: Readonly<Record<'start' | 'end', { readonly line: number; readonly character: number }>>;
    /** With `reasonMark` where the reason belongs. */
    readonly newText: string;
  }[];
}

/** A rule, and the document it was found in. */
export interface RuleParams {
  readonly rule: string;
  readonly uri: string;
}

/** Which language features the server offers, where another extension may offer the same. */
export interface FeatureParams {
  /** Completion, hover, formatting and the like in Dockerfiles. */
  readonly dockerfile: boolean;
  /** Keys of recipe files and what they mean, which an extension for YAML knows from the schema. */
  readonly recipeKeys: boolean;
}

/** A document or folder, as the editor writes its address. */
export interface UriParams {
  readonly uri: string;
}

/** Trust was granted (an editor never takes it away without starting anew). */
export interface TrustParams {
  readonly trusted: boolean;
}

/** A document was checked; what else there is to say about how. */
export interface CheckedParams {
  readonly uri: string;
  /** Sentences such as "docker-bake.hcl was not evaluated: the workspace is not trusted." */
  readonly notes: readonly string[];
  /** Who was asked about it, and what came of that; the checks without any program come first. */
  readonly voices: readonly VoiceView[];
}

/** One of those who check a document. */
export interface VoiceView {
  readonly name: VoiceName;
  /** `waiting`: it is asked later, after saving or when typing pauses. */
  readonly state: 'spoke' | 'waiting' | 'silent';
  /** The platforms it spoke for; empty where it speaks for none in particular. */
  readonly platforms: readonly string[];
  readonly elapsedMs?: number;
  /** Why it is silent. */
  readonly why?: SilenceReason;
  /** A sentence about it that is more exact, in English. */
  readonly detail?: string;
}

/** Our own checks, BuildKit's by an engine, and ShellCheck's. */
export type VoiceName = 'static' | 'buildkit' | 'shellcheck';

/** Why someone who could check a document does not. */
export type SilenceReason = 'off' | 'restricted' | 'absent' | 'timeout' | 'failed';

/** A place where something that can be built is written: a target, or the stage that a recipe ends with. */
export interface LensView {
  /** Lines and characters from 0. */
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  /** Name of the recipe. */
  readonly recipe: string;
  /** Whether to show the recipe's name: several recipes have their lens here. */
  readonly isNamed: boolean;
  /** The platforms of the recipe; empty: it names none. */
  readonly platforms: readonly string[];
}

/** What a check asked for by the user came to. */
export interface CheckSummary {
  readonly recipes: number;
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
  readonly notes: readonly string[];
}

/** What Launchpad makes of a branch name. */
interface BranchNameView {
  readonly accepted: boolean;
  /** Of the documented form, `v1.0-24.04`. */
  readonly documentedForm: boolean;
  /** The tag a push would get; absent when the name cannot be one. */
  readonly pushTag?: string;
  /** Why it is not accepted, or what is unusual about it: part of a sentence. */
  readonly reason?: string;
  readonly suggestions: readonly string[];
}

/** Where a recipe stands in git, for the status bar. */
export interface BranchView {
  /** Absent on a detached head and outside git; `explanation` then says which. */
  readonly name?: string;
  readonly explanation?: string;
  readonly judgement?: BranchNameView;
  /** Whether Launchpad is meant, so that a name it refuses is an error and not a remark. */
  readonly launchpadMeant: boolean;
  /** Absolute path of git's HEAD file, which changes when the branch does. */
  readonly headFile?: string;
  /** Absolute path of the repository's folder. */
  readonly root?: string;
}
