import { chmod, mkdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { HostError } from '../../../src/core/host/hostError.js';
import { createTestHost } from '../../support/testHost.js';
import { readRepository } from '../../../src/core/repository/readRepository.js';
import { readIgnored, readTracked } from '../../../src/core/repository/trackedFiles.js';
import { createFakeHost } from '../../support/fakeHost.js';
import { git, makeDirectory, makeRepository, writeFiles } from './gitSandbox.js';

const host = createTestHost();

test('a branch with a commit is read, from a directory below the root too', async () => {
  const root = await makeRepository('v1.0-24.04', { 'sub/file': 'x' });
  expect(await readRepository(join(root, 'sub'), host)).toEqual({
    kind: 'git',
    root,
    head: 'branch',
    branch: 'v1.0-24.04',
    commit: await git(root, 'rev-parse', 'HEAD'),
    isShallow: false,
    isLinkedWorktree: false,
    remotes: [],
  });
});

test('a branch without a commit is unborn', async () => {
  const root = await makeDirectory();
  await git(root, 'init', '-q', '-b', 'main');
  const repository = await readRepository(root, host);
  expect(repository).toMatchObject({ kind: 'git', head: 'unborn', branch: 'main' });
  expect(repository).not.toHaveProperty('commit');
});

test('a detached HEAD has no branch, but the tag that is there', async () => {
  const root = await makeRepository();
  await git(root, 'tag', 'v1.0-24.04-tag');
  await git(root, 'checkout', '-q', '--detach');
  const repository = await readRepository(root, host);
  expect(repository).toMatchObject({ head: 'detached', tag: 'v1.0-24.04-tag' });
  expect(repository).not.toHaveProperty('branch');
});

test('a detached HEAD without a tag says so by having none', async () => {
  const root = await makeRepository();
  await git(root, 'checkout', '-q', '--detach');
  expect(await readRepository(root, host)).not.toHaveProperty('tag');
});

test('a branch whose name has slashes and odd letters is read whole', async () => {
  const root = await makeRepository('feature/ü-24.04');
  expect(await readRepository(root, host)).toMatchObject({ branch: 'feature/ü-24.04' });
});

test('a linked work tree has its own root and branch', async () => {
  const root = await makeRepository();
  const other = join(await makeDirectory(), 'other');
  await git(root, 'worktree', 'add', '-q', '-b', 'v2.0-24.04', other);
  expect(await readRepository(other, host)).toMatchObject({
    root: other,
    branch: 'v2.0-24.04',
    isLinkedWorktree: true,
  });
});

test('a submodule is a repository of its own and names the one around it', async () => {
  const inner = await makeRepository('main', { file: 'x' });
  const outer = await makeRepository();
  await git(outer, 'submodule', 'add', '-q', inner, 'inner');
  expect(await readRepository(join(outer, 'inner'), host)).toMatchObject({
    root: join(outer, 'inner'),
    superproject: outer,
    isLinkedWorktree: false,
  });
});

test('a shallow clone is told apart', async () => {
  const origin = await makeRepository();
  const clone = join(await makeDirectory(), 'clone');
  await git(origin, 'clone', '-q', '--depth', '1', `file://${origin}`, clone);
  expect(await readRepository(clone, host)).toMatchObject({
    isShallow: true,
    branch: 'v1.0-24.04',
    remotes: [{ name: 'origin', url: `file://${origin}`, isLaunchpad: false }],
  });
});

test('remotes are listed with whether they are Launchpad', async () => {
  const root = await makeRepository();
  await git(root, 'remote', 'add', 'origin', 'https://github.com/a/b.git');
  await git(root, 'remote', 'add', 'lp.team', 'git+ssh://me@git.launchpad.net/~team/thing');
  expect(await readRepository(root, host)).toMatchObject({
    remotes: [
      { name: 'origin', isLaunchpad: false },
      { name: 'lp.team', url: 'git+ssh://me@git.launchpad.net/~team/thing', isLaunchpad: true },
    ],
  });
});

test('a directory reached through a symlink has the real root', async () => {
  const root = await makeRepository();
  const link = join(await makeDirectory(), 'link');
  await symlink(root, link);
  expect(await readRepository(link, host)).toMatchObject({ root });
});

test('what is no repository, no directory, or bare is said with the way out', async () => {
  const directory = await makeDirectory();
  await git(directory, 'init', '-q', '--bare', 'bare.git');
  const codes = [directory, join(directory, 'nothing'), join(directory, 'bare.git')];
  const repositories = await Promise.all(codes.map((code) => readRepository(code, host)));
  expect(repositories.map((repository) => repository.kind === 'none' && repository.code)).toEqual([
    'not-a-repository',
    'not-a-repository',
    'no-work-tree',
  ]);
});

test('git that is not installed is a reason, not an error', async () => {
  const fake = createFakeHost({
    programs: () => ({ error: new HostError('program-not-found', 'git was not found') }),
  });
  expect(await readRepository(await makeDirectory(), fake)).toMatchObject({
    kind: 'none',
    code: 'git-missing',
  });
});

test('a repository that somebody else owns is refused with the command that trusts it', async () => {
  const stderr = "fatal: detected dubious ownership in repository at '/r'\n";
  const fake = createFakeHost({ programs: () => ({ exitCode: 128, stderr }) });
  const repository = await readRepository(await makeDirectory(), fake);
  expect(repository).toMatchObject({ kind: 'none', code: 'unsafe-owner' });
  expect(repository.kind === 'none' && repository.reason).toContain('safe.directory');
});

test.each(['fatal: bad config line 3 in file .git/config\n', ''])(
  'other refusals quote git: %j',
  async (stderr) => {
    const fake = createFakeHost({ programs: () => ({ exitCode: 128, stderr }) });
    const repository = await readRepository(await makeDirectory(), fake);
    expect(repository).toMatchObject({ kind: 'none', code: 'git-failed' });
    expect(repository.kind === 'none' && repository.reason).toContain(stderr.trim() || 'no reason');
  },
);

test('errors of starting git other than its absence are not hidden', async () => {
  const fake = createFakeHost({ programs: () => ({ error: new HostError('program-denied', 'no') }) });
  await expect(readRepository(await makeDirectory(), fake)).rejects.toMatchObject({ code: 'program-denied' });
});

test('cancellation throws', async () => {
  const root = await makeRepository();
  await expect(readRepository(root, host, { signal: AbortSignal.abort() })).rejects.toThrow();
});

test('nothing that a repository configures is run', async () => {
  const root = await makeRepository();
  const marker = join(root, 'marker');
  const script = join(root, 'script.sh');
  await writeFiles(root, { 'script.sh': `#!/bin/sh\ntouch '${marker}'\n`, new: 'x', '.gitignore': 'new\n' });
  await chmod(script, 0o755);
  for (const key of [
    'core.fsmonitor',
    'core.sshCommand',
    'core.pager',
    'core.editor',
    'diff.external',
    'gpg.program',
  ]) {
    await git(root, 'config', key, script);
  }
  await mkdir(join(root, '.git/hooks'), { recursive: true });
  await writeFiles(root, { '.git/hooks/post-index-change': `#!/bin/sh\ntouch '${marker}'\n` });
  await chmod(join(root, '.git/hooks/post-index-change'), 0o755);

  await readRepository(root, host);
  await readTracked(root, ['Dockerfile', 'new'], host);
  await readIgnored(root, ['new'], host);
  await expect(stat(marker)).rejects.toMatchObject({ code: 'ENOENT' });

  // Why: proof that the trap works at all.
  await git(root, 'status');
  await expect(stat(marker)).resolves.toBeDefined();
});

test('variables of the environment do not lead git elsewhere', async () => {
  const root = await makeRepository();
  const other = await makeRepository('other');
  const real = createTestHost();
  const environment = {
    ...real.system.environment,
    GIT_DIR: join(other, '.git'),
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  process.env['GIT_DIR'] = environment.GIT_DIR;
  try {
    const repository = await readRepository(root, { ...real, system: { ...real.system, environment } });
    expect(repository).toMatchObject({ root, branch: 'v1.0-24.04' });
  } finally {
    delete process.env['GIT_DIR'];
  }
});
