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
} as const;

/** What the server must know before its first check. */
export interface ServerOptions {
  /** Whether the workspace is trusted, so that programs it names may be run. */
  readonly trusted: boolean;
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
