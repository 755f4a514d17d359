/** The git repository around a directory, or why there is none to speak of. */
export type Repository = GitRepository | NoRepository;

/** A git work tree, as far as judging a recipe needs it. */
export interface GitRepository {
  readonly kind: 'git';
  /** Absolute real path of the work tree's top, in the system's own form. */
  readonly root: string;
  /** `unborn`: a branch without a commit yet. */
  readonly head: 'branch' | 'detached' | 'unborn';
  /** Short name of the branch; undefined when HEAD is detached. */
  readonly branch?: string;
  /** A tag at HEAD, looked up only when HEAD is detached; the first by name where there are several. */
  readonly tag?: string;
  /** Full id of HEAD's commit; undefined when there is none yet. */
  readonly commit?: string;
  readonly isShallow: boolean;
  /** Whether this is a linked work tree (`git worktree add`). */
  readonly isLinkedWorktree: boolean;
  /** Work tree of the repository that has this one as a submodule. */
  readonly superproject?: string;
  readonly remotes: readonly Remote[];
}

/** A remote as configured, without the rewriting that `insteadOf` would do. */
export interface Remote {
  readonly name: string;
  readonly url: string;
  readonly isLaunchpad: boolean;
}

/** Why no repository can be read; `reason` is for a person and says the way out. */
export interface NoRepository {
  readonly kind: 'none';
  readonly code: 'not-a-repository' | 'git-missing' | 'unsafe-owner' | 'no-work-tree' | 'git-failed';
  readonly reason: string;
}

/** Whether git, asked for this URL, talks to Launchpad: https, ssh, or the `lp:` shorthand. */
export function isLaunchpadUrl(url: string): boolean {
  return (
    /^(?:lp|lpmain):/i.test(url) ||
    /^(?:git\+ssh|ssh|git|https?):\/\/(?:[^/@]*@)?git\.launchpad\.net(?::\d+)?(?:\/|$)/i.test(url) ||
    /^(?:[^/@:]+@)?git\.launchpad\.net:/i.test(url)
  );
}
