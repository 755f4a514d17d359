import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

import type { Finding } from '../../../src/core/finding/finding.js';
import type { Command, Host } from '../../../src/core/host/host.js';
import { HostError } from '../../../src/core/host/hostError.js';
import { createTestHost } from '../../support/testHost.js';
import { createCheckMemory, remember } from '../../../src/core/pipeline/checkMemory.js';
import type { CheckOptions, DiskCheck } from '../../../src/core/pipeline/checkRecipe.js';
import {
  checkRecipeOnDisk as checkWithAll,
  checkRecipesOnDisk,
} from '../../../src/core/pipeline/checkRecipe.js';
import type { Recipe, Target } from '../../../src/core/recipe/recipe.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import { git, makeDirectory, makeRepository, writeFiles } from '../repository/gitSandbox.js';

const host = createTestHost();

function recipeIn(directory: string, target: Partial<Target> = {}): Recipe {
  return {
    name: 'sample',
    source: { kind: 'dockerfile', file: join(directory, 'Dockerfile'), keyRanges: {} },
    directory,
    target: { ...emptyTarget, ...target },
    dependencies: {},
  };
}

/** Without the hint that every Dockerfile here would have on a release branch. */
function checkRecipeOnDisk(recipe: Recipe, world: Host, options: CheckOptions = {}): Promise<DiskCheck> {
  return checkWithAll(recipe, world, {
    lint: { flags: { rules: { UnpinnedBaseImage: 'off' } } },
    ...options,
  });
}

/** `severity rule line message-start` of each finding. */
function outline(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, rule, range }) => `${severity} ${rule} ${range.start.line}`);
}

async function check(directory: string, target: Partial<Target> = {}): Promise<readonly string[]> {
  const { findings } = await checkRecipeOnDisk(recipeIn(directory, target), host, { launchpad: 'always' });
  return outline(findings);
}

const dockerfile = (...lines: readonly string[]): string => ['FROM ubuntu:24.04', ...lines, ''].join('\n');

test('every fate of a source is told apart in a real repository', async () => {
  const root = await makeRepository('v1.0-24.04', {
    Dockerfile: dockerfile(
      'COPY tracked.txt src docs/*.md /x/',
      'COPY untracked.txt /x/',
      'COPY built.o /x/',
      'COPY secret.key /x/',
      'COPY missing.txt /x/',
      'COPY Tracked.txt /x/',
      'COPY none-*.txt /x/',
      'COPY docs/* /x/',
      'COPY . /x/',
    ),
    'tracked.txt': '',
    'src/a.c': '',
    'docs/a.md': '',
    '.gitignore': '*.o\n',
    '.dockerignore': '# keys\n*.key\n',
    'secret.key': '',
  });
  await writeFiles(root, { 'untracked.txt': '', 'built.o': '', 'docs/new.md': '' });
  expect(await check(root)).toEqual([
    'warning UntrackedSource 1',
    'error UntrackedSource 2',
    'error IgnoredByGit 3',
    'error CopyIgnoredFile 4',
    'error MissingSource 5',
    'error SourceCaseMismatch 6',
    'warning MissingSource 7',
    'warning UntrackedSource 8',
  ]);
});

test('symlinks are followed: a target outside, an untracked target, a tracked one', async () => {
  const outside = await makeDirectory();
  await writeFiles(outside, { file: '' });
  const root = await makeRepository('v1.0-24.04', {
    Dockerfile: dockerfile(
      'COPY out /x/',
      'COPY via/file /x/',
      'COPY stale /x/',
      'COPY fresh /x/',
      'COPY broken /x/',
    ),
    real: '',
  });
  await writeFiles(root, { new: '' });
  await symlink(join(outside, 'file'), join(root, 'out'));
  await symlink(outside, join(root, 'via'));
  await symlink('new', join(root, 'stale'));
  await symlink('real', join(root, 'fresh'));
  await symlink('gone', join(root, 'broken'));
  await git(root, 'add', 'out', 'via', 'stale', 'fresh', 'broken');
  expect(await check(root)).toEqual([
    'error SourceLeavesContext 1',
    'error SourceLeavesContext 2',
    'error UntrackedSource 3',
    'error MissingSource 5',
  ]);
});

test('a link is followed as the builder does it, the context being the root', async () => {
  const root = await makeRepository('v1.0-24.04', {
    Dockerfile: dockerfile('COPY rooted climbing lost /x/'),
    'deep/real': '',
  });
  await symlink('/deep/real', join(root, 'rooted'));
  await symlink('../../deep/real', join(root, 'climbing'));
  await symlink('/deep/gone', join(root, 'lost'));
  await git(root, 'add', 'rooted', 'climbing', 'lost');
  const { findings } = await checkRecipeOnDisk(recipeIn(root), host);
  expect(findings.map(({ rule, message }) => [rule, message.slice(0, 6)])).toEqual([
    ['MissingSource', '"lost"'],
  ]);
});

test("a Dockerfile's own ignore file beats the context's", async () => {
  const root = await makeRepository('v1.0-24.04', {
    Dockerfile: dockerfile('COPY a b /x/'),
    a: '',
    b: '',
    '.dockerignore': 'a\n',
    'Dockerfile.dockerignore': 'b\n',
  });
  const { findings } = await checkRecipeOnDisk(recipeIn(root), host);
  expect(findings.flatMap(({ related = [] }) => related.map(({ file }) => basename(file)))).toEqual([
    'Dockerfile.dockerignore',
  ]);
});

test('context and Dockerfile may lie below the recipe, and names with spaces and umlauts work', async () => {
  const root = await makeRepository('v1.0-24.04', {
    'app ü/docker/Dockerfile': dockerfile('COPY ["ä ö.txt", "sub dir", "/x/"]'),
    'app ü/ä ö.txt': '',
    'app ü/sub dir/f': '',
  });
  expect(await check(root, { context: 'app ü', dockerfile: 'docker/Dockerfile' })).toEqual([]);
});

test('a repository reached through a symlink is the same', async () => {
  const root = await makeRepository('v1.0-24.04', { Dockerfile: dockerfile('COPY a /x'), a: '' });
  const link = join(await makeDirectory(), 'link');
  await symlink(root, link);
  expect(await check(link)).toEqual([]);
});

test('files of a submodule are in the branch', async () => {
  const inner = await makeRepository('main', { file: '' });
  const root = await makeRepository('v1.0-24.04', { Dockerfile: dockerfile('COPY inner/file /x') });
  await git(root, 'submodule', 'add', '-q', inner, 'inner');
  await git(root, 'commit', '-q', '-m', 'submodule');
  expect(await check(root)).toEqual([]);
});

test('a neighbouring context, and a context that links out, are refused', async () => {
  const parent = await makeDirectory();
  const outside = await makeDirectory();
  const root = join(parent, 'repo');
  await rename(await makeRepository('v1.0-24.04', { Dockerfile: dockerfile() }), root);
  await writeFiles(parent, { 'repo-evil/Dockerfile': dockerfile() });
  await writeFiles(outside, { Dockerfile: dockerfile() });
  await symlink(outside, join(root, 'linked'));
  expect(await check(root, { context: '../repo-evil' })).toEqual([
    'error BuildFileOutsideRepository 0',
    'error ContextOutsideRepository 0',
  ]);
  expect(await check(root, { context: 'linked' })).toEqual([
    'error BuilderPathPrefix 0',
    'error BuilderPathPrefix 0',
  ]);
  await mkdir(join(root, 'sub'));
  expect(await check(root, { context: 'sub', dockerfile: '../Dockerfile' })).toEqual([
    'error BuilderPathPrefix 0',
  ]);
});

test('a context and a Dockerfile that are not there are found', async () => {
  const root = await makeRepository();
  expect(await check(root, { context: 'gone' })).toEqual([
    'error MissingContext 0',
    'error MissingDockerfile 0',
  ]);
  expect(await check(root, { dockerfile: 'Gone' })).toEqual(['error MissingDockerfile 0']);
  expect(await check(root, { context: 'Dockerfile', dockerfile: 'x' })).toEqual([
    'error MissingContext 0',
    'error MissingDockerfile 0',
  ]);
});

test('a remote context and an inline Dockerfile are not looked for on disk', async () => {
  const root = await makeRepository();
  expect(await check(root, { context: 'https://host/x.git#main' })).toEqual([
    'error ContextOutsideRepository 0',
  ]);
  expect(await check(root, { dockerfileInline: dockerfile('COPY gone /x') })).toEqual([
    'error LaunchpadIgnores 0',
    'error MissingSource 0',
  ]);
});

test('an untracked Dockerfile is said', async () => {
  const root = await makeRepository('v1.0-24.04', { other: '' });
  await writeFiles(root, { Dockerfile: dockerfile() });
  expect(await check(root)).toEqual(['error UntrackedSource 0']);
});

test('without a repository, files are checked and tracking is not', async () => {
  const directory = await makeDirectory();
  await writeFiles(directory, { Dockerfile: dockerfile('COPY a /x', 'COPY gone /x'), a: '' });
  const { findings, branch, repository } = await checkRecipeOnDisk(recipeIn(directory), host);
  expect(outline(findings)).toEqual(['error MissingSource 2']);
  expect({ branch, kind: repository.kind }).toEqual({ branch: undefined, kind: 'none' });
});

test('the branch given by hand needs no git', async () => {
  const directory = await makeDirectory();
  await writeFiles(directory, { Dockerfile: dockerfile() });
  const checked = await checkRecipeOnDisk(recipeIn(directory), host, { branch: 'refs/heads/main' });
  expect(outline(checked.findings)).toEqual(['error LaunchpadBranchName 0']);
  expect(checked.branch).toMatchObject({ name: 'refs/heads/main', launchpadMeant: true });
});

test('unsaved text is checked instead of what is on disk', async () => {
  const root = await makeRepository('v1.0-24.04', { Dockerfile: dockerfile() });
  const unsaved: Readonly<Record<string, string>> = {
    [join(root, 'Dockerfile')]: dockerfile('COPY gone Dockerfile /x/'),
    [join(root, '.dockerignore')]: 'Docker*\n',
  };
  const { findings } = await checkRecipeOnDisk(recipeIn(root), host, { read: (file) => unsaved[file] });
  expect(outline(findings)).toEqual(['error MissingSource 1', 'error CopyIgnoredFile 1']);
});

/** A host that counts what it starts. */
function counting(): { readonly host: Host; readonly commands: Command[] } {
  const commands: Command[] = [];
  const run: Host['processes']['run'] = (command, options) => {
    commands.push(command);
    return host.processes.run(command, options);
  };
  return { host: { ...host, processes: { ...host.processes, run } }, commands };
}

test('a second check with the same memory starts nothing until told to forget', async () => {
  const root = await makeRepository('v1.0-24.04', { Dockerfile: dockerfile('COPY a b /x/'), a: '' });
  await writeFile(join(root, 'b'), '');
  const memory = createCheckMemory();
  const world = counting();
  const first = await checkRecipeOnDisk(recipeIn(root), world.host, { memory });
  const count = world.commands.length;
  const read = (file: string): string | undefined =>
    file.endsWith('Dockerfile') ? dockerfile('# typed', 'COPY a b /x/') : undefined;
  const second = await checkRecipeOnDisk(recipeIn(root), world.host, { memory, read });
  expect([outline(first.findings), outline(second.findings)]).toEqual([
    ['warning UntrackedSource 1'],
    ['warning UntrackedSource 2'],
  ]);
  expect(world.commands).toHaveLength(count);
  expect(count).toBeLessThanOrEqual(6);
  await git(root, 'add', 'b');
  memory.forget();
  expect((await checkRecipeOnDisk(recipeIn(root), world.host, { memory })).findings).toEqual([]);
});

test('a cancelled check throws, and its memory learns nothing wrong', async () => {
  const root = await makeRepository();
  const memory = createCheckMemory();
  const cancelled = checkRecipeOnDisk(recipeIn(root), host, { memory, signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toThrow();
  expect((await checkRecipeOnDisk(recipeIn(root), host, { memory })).findings).toEqual([]);
});

test('on a file system that does not tell case apart, the name on disk counts', async () => {
  const root = await makeRepository('v1.0-24.04', {
    Dockerfile: dockerfile('COPY Src/File.txt /x'),
    'src/file.txt': '',
  });
  const folding: Host['files'] = {
    ...host.files,
    status: (file) => host.files.status(file.replace('Src/File.txt', 'src/file.txt').replace('Src', 'src')),
    list: (file) => host.files.list(file.replace('Src', 'src')),
  };
  const { findings } = await checkRecipeOnDisk(recipeIn(root), { ...host, files: folding });
  expect(findings).toMatchObject([
    { rule: 'SourceCaseMismatch', fixes: [{ kind: 'edit', edits: [{ newText: 'src/file.txt' }] }] },
  ]);
});

test('a context with very many matches is bounded', async () => {
  const root = await makeRepository('v1.0-24.04', { Dockerfile: dockerfile('COPY many/* /x/') });
  await writeFiles(
    root,
    Object.fromEntries(Array.from({ length: 1200 }, (_unused, index) => [`many/${index}`, ''])),
  );
  const { findings } = await checkRecipeOnDisk(recipeIn(root), host);
  expect(findings.map(({ message }) => message.slice(0, 52))).toEqual([
    '"many/0", "many/1", "many/10" and 997 more are not t',
  ]);
});

test('a directory that cannot be listed has no matches, and git that fails leaves tracking open', async () => {
  const root = await makeRepository('v1.0-24.04', { Dockerfile: dockerfile('COPY a /x'), a: '' });
  const run: Host['processes']['run'] = (command, options) =>
    command.args.includes('ls-files')
      ? Promise.resolve({ exitCode: 128, signal: undefined, stdout: '', stderr: 'broken index' })
      : host.processes.run(command, options);
  const warnings: string[] = [];
  const { findings } = await checkRecipeOnDisk(recipeIn(root), {
    ...host,
    processes: { ...host.processes, run },
    log: { debug: () => undefined, warn: (text) => warnings.push(text) },
  });
  expect(findings).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('broken index')]);
});

test('a directory that may not be read has no matches, and other failures are not hidden', async () => {
  const root = await makeRepository('v1.0-24.04', { Dockerfile: dockerfile('COPY a /x'), a: '' });
  const failing = (code: 'file-denied' | 'file-failed'): Host => ({
    ...host,
    files: { ...host.files, list: () => Promise.reject(new HostError(code, 'no')) },
  });
  const denied = await checkRecipeOnDisk(recipeIn(root), failing('file-denied'));
  expect(outline(denied.findings)).toEqual(['error MissingSource 1']);
  await expect(checkRecipeOnDisk(recipeIn(root), failing('file-failed'))).rejects.toMatchObject({
    code: 'file-failed',
  });
});

test('failures of the disk while reading texts and paths are not hidden', async () => {
  const root = await makeRepository();
  const full = (): Promise<never> => Promise.reject(new HostError('disk-full', 'no'));
  const { files } = host;
  const unreadable: Host = { ...host, files: { ...files, readText: full } };
  const unresolvable: Host = { ...host, files: { ...files, realPath: full } };
  await expect(checkRecipeOnDisk(recipeIn(root), unreadable)).rejects.toMatchObject({ code: 'disk-full' });
  await expect(
    checkRecipeOnDisk(recipeIn(root), unresolvable, {
      memory: {
        ...createCheckMemory(),
        repositories: new Map([[root, { kind: 'none', code: 'git-missing', reason: '' }]]),
      },
    }),
  ).rejects.toMatchObject({ code: 'disk-full' });
});

test('git is started as often for many recipes of a repository as for one', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
  const root = await makeRepository(
    'main',
    Object.fromEntries(
      names.flatMap((name) => [
        [`${name}/Dockerfile`, dockerfile('COPY a /')],
        [`${name}/a`, ''],
      ]),
    ),
  );
  await writeFiles(root, { 's7/b': '', 's7/Dockerfile': dockerfile('COPY a b /') });
  const counted = counting();
  const recipes = names.map((name) => recipeIn(join(root, name)));
  const results = await checkRecipesOnDisk(recipes, counted.host);
  const found = results.flatMap(({ findings }, index) => findings.map(({ rule }) => `s${index} ${rule}`));
  const alone = counting();
  await checkRecipesOnDisk(recipes.slice(7, 8), alone.host);
  expect([found, counted.commands.length]).toEqual([['s7 UntrackedSource'], alone.commands.length]);
});

test('what a cancelled check was reading is read again for the others', async () => {
  const map = new Map<string, number>();
  let reads = 0;
  const read = (): Promise<number> => {
    reads += 1;
    return reads === 1 ? Promise.reject(new Error('cancelled')) : Promise.resolve(reads);
  };
  const [first, second, third] = await Promise.allSettled([1, 2, 3].map(() => remember(map, 'a', read)));
  expect([first?.status, second, third]).toEqual([
    'rejected',
    { status: 'fulfilled', value: 2 },
    { status: 'fulfilled', value: 2 },
  ]);
});
