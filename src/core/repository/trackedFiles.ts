import { CoreError } from '../base/errors.js';
import type { GitHost, GitOptions } from './git.js';
import { runGit, splitNul } from './git.js';

/** The line of a `.gitignore` (or another exclude file) that ignores a path. */
export interface GitIgnoreRule {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly pattern: string;
}

/** git was there but did not answer; `message` is git's own. */
class GitError extends CoreError<'git-failed'> {}

const maxOutputBytes = 64 * 1024 * 1024;
const maxPathspecs = 100;

/**
 * Which of the paths (relative to the root, forward slashes) git's index has: the file itself, or for a directory
 * anything in it. `.` is the root. What lies in a submodule counts, as the commit names the submodule's commit.
 */
export async function readTracked(
  root: string,
  paths: readonly string[],
  host: GitHost,
  options: GitOptions = {},
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) {
    return new Set();
  }
  const entries = await listTracked(root, paths, host, options);
  const known = withParents(entries);
  const tracked = new Set(paths.filter((path) => known.has(path)));
  const rest = paths.filter((path) => !tracked.has(path));
  const hasSubmodules = rest.length > 0 && entries.includes('.gitmodules');
  const submodules = hasSubmodules ? await readSubmodules(root, host, options) : [];
  const inside = rest.filter((path) => submodules.some((submodule) => isWithin(path, submodule)));
  return new Set([...tracked, ...inside]);
}

/** The files of the index that are one of the paths or below one, and `.gitmodules`. */
async function listTracked(
  root: string,
  paths: readonly string[],
  host: GitHost,
  options: GitOptions,
): Promise<readonly string[]> {
  // Why: a command line has an end; with very many paths git lists all it has.
  const wanted = paths.length > maxPathspecs ? [] : ['--', '.gitmodules', ...paths];
  const args = ['--literal-pathspecs', 'ls-files', '-z', ...wanted];
  const listed = await runGit(host, root, args, { ...options, maxOutputBytes });
  if (listed.exitCode !== 0) {
    throw new GitError('git-failed', `git could not list the files of ${root}: ${listed.stderr.trim()}`);
  }
  return splitNul(listed.stdout);
}

/** The files and every directory above them; `.` is the root. */
function withParents(files: readonly string[]): ReadonlySet<string> {
  const known = new Set(files.length === 0 ? [] : ['.']);
  for (const file of files) {
    let path = file;
    while (path !== '' && !known.has(path)) {
      known.add(path);
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    }
  }
  return known;
}

/** Which of the paths git ignores, with the rule that says so. Tracked files are never ignored. */
export async function readIgnored(
  root: string,
  paths: readonly string[],
  host: GitHost,
  options: GitOptions = {},
): Promise<ReadonlyMap<string, GitIgnoreRule>> {
  if (paths.length === 0) {
    return new Map();
  }
  const input = paths.map((path) => `${path}\0`).join('');
  const checked = await runGit(host, root, ['check-ignore', '-v', '-z', '--stdin'], { ...options, input });
  // Why: 1 only means that none is ignored.
  if (checked.exitCode !== 0 && checked.exitCode !== 1) {
    throw new GitError('git-failed', `git could not tell ignored files of ${root}: ${checked.stderr.trim()}`);
  }
  const fields = checked.stdout.split('\0');
  const rules = new Map<string, GitIgnoreRule>();
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [file = '', line = '', pattern = '', path = ''] = fields.slice(at, at + 4);
    if (!pattern.startsWith('!')) {
      rules.set(path, { file, line: Number(line), pattern });
    }
  }
  return rules;
}

/** Paths of the submodules, from `.gitmodules`. */
async function readSubmodules(root: string, host: GitHost, options: GitOptions): Promise<readonly string[]> {
  const args = ['config', '-z', '--file', '.gitmodules', '--get-regexp', String.raw`^submodule\..*\.path$`];
  const { stdout } = await runGit(host, root, args, options);
  return splitNul(stdout).map((item) => item.slice(item.indexOf('\n') + 1));
}

function isWithin(path: string, directory: string): boolean {
  return directory === '.' || path === directory || path.startsWith(`${directory}/`);
}
