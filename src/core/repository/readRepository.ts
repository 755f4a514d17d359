import { hasCode } from '../base/errors.js';
import type { Completed, Host } from '../host/host.js';
import { runGit, splitNul } from './git.js';
import type { GitRepository, NoRepository, Remote, Repository } from './repository.js';
import { isLaunchpadUrl } from './repository.js';

type RepositoryHost = Pick<Host, 'processes' | 'system' | 'files'>;
interface Options {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the git repository around a directory with the git program; nothing that the repository configures is run.
 * What cannot be read is a value with the reason, not an error; only cancellation throws.
 */
export async function readRepository(
  directory: string,
  host: RepositoryHost,
  options: Options = {},
): Promise<Repository> {
  if ((await host.files.status(directory))?.kind !== 'directory') {
    return none('not-a-repository', `${directory} is not a directory.`);
  }
  try {
    const args = ['rev-parse', '--show-toplevel', '--absolute-git-dir', '--git-common-dir'];
    const last = ['--is-shallow-repository', '--show-superproject-working-tree'];
    const places = await runGit(host, directory, [...args, ...last], options);
    return places.exitCode === 0
      ? await readWorkTree(places.stdout, directory, host, options)
      : refusal(directory, places);
  } catch (error) {
    if (hasCode(error, 'program-not-found')) {
      return none(
        'git-missing',
        'The git program was not found; install git, or add it to PATH, to have branch and files checked.',
      );
    }
    throw error;
  }
}

async function readWorkTree(
  places: string,
  directory: string,
  host: RepositoryHost,
  options: Options,
): Promise<GitRepository> {
  const [root = directory, gitDirectory, commonDirectory = '', shallow, superproject] = places.split(/\r?\n/);
  const [head, remotes] = await Promise.all([
    readHead(directory, host, options),
    readRemotes(directory, host, options),
  ]);
  // Why: git prints the common directory relative to where it runs.
  const common = /^(?:[/\\]|[A-Za-z]:)/.test(commonDirectory)
    ? commonDirectory
    : `${directory}/${commonDirectory}`;
  return {
    kind: 'git',
    root: await host.files.realPath(root),
    ...head,
    isShallow: shallow === 'true',
    isLinkedWorktree:
      (await host.files.realPath(gitDirectory ?? root)) !== (await host.files.realPath(common)),
    ...(superproject !== undefined && superproject !== '' && { superproject }),
    remotes,
  };
}

type Head = Pick<GitRepository, 'head' | 'branch' | 'commit' | 'tag'>;

async function readHead(directory: string, host: RepositoryHost, options: Options): Promise<Head> {
  const [reference, commit] = await Promise.all([
    runGit(host, directory, ['symbolic-ref', '-q', 'HEAD'], options),
    runGit(host, directory, ['rev-parse', '-q', '--verify', 'HEAD^{commit}'], options),
  ]);
  const id = commit.stdout.trim();
  const known = commit.exitCode === 0 && id !== '' ? { commit: id } : {};
  if (reference.exitCode === 0) {
    const branch = reference.stdout.trim().replace(/^refs\/heads\//, '');
    return { head: 'commit' in known ? 'branch' : 'unborn', branch, ...known };
  }
  const tags = await runGit(host, directory, ['tag', '--points-at', 'HEAD'], options);
  const tag = tags.stdout.split(/\r?\n/).find((line) => line !== '');
  return { head: 'detached', ...known, ...(tag !== undefined && { tag }) };
}

async function readRemotes(
  directory: string,
  host: RepositoryHost,
  options: Options,
): Promise<readonly Remote[]> {
  const pattern = String.raw`^remote\..*\.url$`;
  const { stdout } = await runGit(host, directory, ['config', '-z', '--get-regexp', pattern], options);
  return splitNul(stdout).map((item) => {
    const [key = '', url = ''] = item.split('\n');
    return { name: key.replace(/^remote\.|\.url$/g, ''), url, isLaunchpad: isLaunchpadUrl(url) };
  });
}

function refusal(directory: string, { stderr }: Completed): NoRepository {
  if (stderr.includes('dubious ownership') || stderr.includes('unsafe repository')) {
    return none(
      'unsafe-owner',
      `git does not trust the repository of ${directory} because somebody else owns it. ` +
        `If you trust it, run: git config --global --add safe.directory "${directory}"`,
    );
  }
  if (stderr.includes('must be run in a work tree') || stderr.includes('cannot use bare repository')) {
    return none(
      'no-work-tree',
      `${directory} is inside a git repository without a work tree; open a checkout.`,
    );
  }
  if (stderr.includes('not a git repository')) {
    return none(
      'not-a-repository',
      `${directory} is not in a git repository; run "git init" to have branch and files checked.`,
    );
  }
  const said = stderr.trim().split(/\r?\n/).at(0) ?? '';
  return none(
    'git-failed',
    `git could not read the repository of ${directory}: ${said || 'it gave no reason'}`,
  );
}

function none(code: NoRepository['code'], reason: string): NoRepository {
  return { kind: 'none', code, reason };
}
