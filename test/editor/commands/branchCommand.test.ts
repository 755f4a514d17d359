import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { BranchView } from '../../../src/bridge/languageProtocol.js';
import { createTestHost } from '../../support/testHost.js';
import {
  createBranchCommand,
  createRenameCommand,
  validateBranchName,
} from '../../../src/editor/commands/branchCommand.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { InputBoxValidationSeverity, resetFakeVscode, Uri } from '../../support/fakeVscode.js';

let editor: FakeEditor;
let directory = '';

beforeEach(async () => {
  editor = resetFakeVscode();
  directory = await mkdtemp(join(tmpdir(), 'branch-command-'));
  editor.folders = [{ uri: Uri.file(directory), name: 'app' }];
  await git('init', '-q', '-b', 'main');
  await writeFile(join(directory, 'Dockerfile'), 'FROM ubuntu:24.04\n');
  await git('add', '.');
  await git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'Begin');
});

afterEach(() => rm(directory, { recursive: true }));

async function git(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', ['-C', directory, ...args])).stdout;
}

function options(): Parameters<typeof createBranchCommand>[0] {
  const judgement = { accepted: false, documentedForm: false, suggestions: ['v1.0-24.04'] };
  const view: BranchView = { name: 'main', judgement, launchpadMeant: true, root: directory };
  return { host: createTestHost(), language: { branch: () => Promise.resolve(view) } };
}

async function branches(): Promise<readonly string[]> {
  const text = await git('branch', '--format=%(HEAD)%(refname:short)');
  return text.trim().split(/\s+/);
}

test('a new branch is made from the current one, and checked out', async () => {
  editor.answers = [([create]: string[]) => create, ({ value }: { value: string }) => value] as never[];
  await createBranchCommand(options())();
  expect(await branches()).toEqual(['main', '*v1.0-24.04']);
});

test('the current branch is renamed', async () => {
  editor.answers = [([, rename]: string[]) => rename, () => 'v2-22.04'] as never[];
  await createBranchCommand(options())();
  expect(await branches()).toEqual(['*v2-22.04']);
});

test('nothing changes when the user goes away', async () => {
  editor.answers = [([create]: string[]) => create, () => undefined] as never[];
  await createBranchCommand(options())();
  expect(await branches()).toEqual(['*main']);
});

test('the quick fix renames without asking again', async () => {
  await createRenameCommand(options())({ from: 'main', to: 'v1.0-24.04', uri: 'file:///app/Dockerfile' });
  expect(await branches()).toEqual(['*v1.0-24.04']);
});

test("what git refuses is told in git's words", async () => {
  editor.answers = [([create]: string[]) => create, () => 'a..b'] as never[];
  await createBranchCommand(options())();
  expect(editor.messages).toEqual([
    { kind: 'error', text: "git refused: fatal: 'a..b' is not a valid branch name", buttons: [] },
  ]);
});

test('a name is judged while it is typed', () => {
  const { Error: error, Warning: warning } = InputBoxValidationSeverity;
  const severities = [
    validateBranchName('v1.0-24.04', true),
    validateBranchName('main', true),
    validateBranchName('main', false),
    validateBranchName('1-24.04-x', true),
    validateBranchName(' ', false),
    validateBranchName('-24.04', false),
  ].map((message) => message?.severity);
  expect(severities).toEqual([undefined, error, warning, error, error, error]);
});
