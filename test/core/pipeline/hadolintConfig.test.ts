import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Files, Host } from '../../../src/core/host/host.js';
import { createHadolintConfigMemory, readHadolintConfig } from '../../../src/core/pipeline/hadolintConfig.js';
import { createTestHost } from '../../support/testHost.js';

let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'hadolint-config-')));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

const ignoring = (code: string): string => `ignored: [${code}]\n`;

/** The real host for somebody whose home is `home` in the folder. */
function hostWith(environment: Readonly<Record<string, string>> = {}, currentDirectory = '/'): Host {
  const host = createTestHost();
  const home = path.join(folder, 'home');
  return {
    ...host,
    system: { ...host.system, currentDirectory, environment: { HOME: home, ...environment } },
  };
}

async function ignoredFor(
  dockerfile: string,
  root: string | undefined,
  host = hostWith(),
): Promise<readonly string[]> {
  const request = {
    dockerfile: path.join(folder, dockerfile),
    ...(root !== undefined && { root: path.join(folder, root) }),
  };
  return [...(await readHadolintConfig(request, host)).ignored];
}

describe('readHadolintConfig', () => {
  it.each([
    ['beside the Dockerfile', { 'repo/a/b/.hadolint.yaml': ignoring('DL1') }],
    [
      'beside the Dockerfile, before those above',
      { 'repo/a/b/.hadolint.yml': ignoring('DL1'), 'repo/a/.hadolint.yaml': '' },
    ],
    ['yaml before yml', { 'repo/a/b/.hadolint.yaml': ignoring('DL1'), 'repo/a/b/.hadolint.yml': '' }],
    ['above the Dockerfile', { 'repo/a/.hadolint.yaml': ignoring('DL1'), 'repo/.hadolint.yaml': '' }],
    ['in the root', { 'repo/.hadolint.yml': ignoring('DL1') }],
    ['in XDG_CONFIG_HOME', { 'xdg/hadolint.yaml': ignoring('DL1'), 'home/.hadolint.yaml': '' }],
    ['in ~/.config', { 'home/.config/hadolint.yml': ignoring('DL1'), 'home/.hadolint.yaml': '' }],
    ['in ~/.hadolint', { 'home/.hadolint/hadolint.yaml': ignoring('DL1'), 'home/.hadolint/config.yaml': '' }],
    ['in ~/.hadolint by its other name', { 'home/.hadolint/config.yml': ignoring('DL1') }],
    ['in the home', { 'home/.hadolint.yml': ignoring('DL1') }],
    [
      'though a folder has the name',
      { 'repo/a/b/.hadolint.yaml/x': '', 'repo/.hadolint.yaml': ignoring('DL1') },
    ],
  ])('finds one %s', async (_, files) => {
    await put(files);
    const host = hostWith({ XDG_CONFIG_HOME: path.join(folder, 'xdg') });
    expect(await ignoredFor('repo/a/b/Dockerfile', 'repo', host)).toEqual(['DL1']);
  });

  it('does not look above the root', async () => {
    await put({ '.hadolint.yaml': ignoring('DL1') });
    expect(await ignoredFor('repo/Dockerfile', 'repo')).toEqual([]);
  });

  it('looks up to the working directory where there is no repository', async () => {
    await put({ 'work/.hadolint.yaml': ignoring('DL1') });
    const host = hostWith({}, path.join(folder, 'work'));
    expect(await ignoredFor('work/a/Dockerfile', undefined, host)).toEqual(['DL1']);
  });

  it('looks beside a Dockerfile that is outside of it', async () => {
    await put({ 'other/.hadolint.yaml': ignoring('DL1'), '.hadolint.yaml': ignoring('DL2') });
    expect(await ignoredFor('other/Dockerfile', 'repo')).toEqual(['DL1']);
    expect(await ignoredFor('other/a/Dockerfile', 'repo')).toEqual([]);
  });

  it('adds the environment, file or no file', async () => {
    const host = hostWith({ HADOLINT_IGNORE: 'DL2' });
    expect(await ignoredFor('repo/Dockerfile', 'repo', host)).toEqual(['DL2']);
    await put({ 'repo/.hadolint.yaml': ignoring('DL1') });
    expect(await ignoredFor('repo/Dockerfile', 'repo', host)).toEqual(['DL1', 'DL2']);
  });

  it('reads the file of a folder once for all of its Dockerfiles, until told to forget', async () => {
    await put({ 'repo/.hadolint.yaml': ignoring('DL1') });
    const host = hostWith();
    const reads: string[] = [];
    const files: Files = {
      ...host.files,
      readText: (file) => {
        reads.push(file);
        return host.files.readText(file);
      },
    };
    const memory = createHadolintConfigMemory();
    const root = path.join(folder, 'repo');
    const readAll = (): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          readHadolintConfig(
            { dockerfile: path.join(root, 'a', `${index}.Dockerfile`), root },
            { ...host, files },
            memory,
          ),
        ),
      );
    await readAll();
    expect(reads).toEqual([path.join(root, '.hadolint.yaml')]);
    memory.forget();
    await readAll();
    expect(reads).toHaveLength(2);
  });

  it('says so when a file cannot be read', async () => {
    await put({ 'repo/.hadolint.yaml': ignoring('DL1') });
    const host = hostWith();
    const files: Files = { ...host.files, readText: () => Promise.reject(new Error('no permission')) };
    const root = path.join(folder, 'repo');
    const config = await readHadolintConfig(
      { dockerfile: path.join(root, 'Dockerfile'), root },
      { ...host, files },
    );
    expect(config.remarks).toMatchObject([{ severity: 'error', file: path.join(root, '.hadolint.yaml') }]);
  });
});
