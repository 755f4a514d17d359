import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';

import type { BranchView, CheckSummary } from '../../src/bridge/languageProtocol.js';
import { applyEdits } from '../../src/core/finding/applyEdits.js';
import { languageMessages } from '../../src/bridge/languageProtocol.js';
import { createTestHost } from '../support/testHost.js';
import { uriOfPath } from '../../src/server/documentPaths.js';
import { TestClient } from './testClient.js';

const host = createTestHost();
let directory = '';
let uri = '';
let client: TestClient;

beforeEach(async () => {
  directory = await host.files.realPath(await mkdtemp(join(tmpdir(), 'language-session-')));
  uri = uriOfPath(join(directory, 'Dockerfile'));
});

afterEach(async () => {
  await client.stop();
  await rm(directory, { recursive: true });
});

const base = `FROM ubuntu:24.04@sha256:${'0'.repeat(64)}`;
const good = `${base}\nRUN true\n`;
const bad = `${base}\nRUM true\n`;

async function git(...args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  await promisify(execFile)('git', ['-C', directory, ...identity, ...args]);
}

async function commitOn(branch: string): Promise<void> {
  await writeFile(join(directory, 'Dockerfile'), good);
  await git('init', '-q', '-b', branch);
  await git('add', '.');
  await git('commit', '-q', '-m', 'Begin');
}

const hasRule = (rule: string) => (diagnostics: readonly Diagnostic[]) =>
  diagnostics.some(({ code }) => code === rule);
const isEmpty = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.length === 0;

test('a text that is not saved is checked as it is typed', async () => {
  await commitOn('v1.0-24.04');
  client = await TestClient.start({ host });
  await client.open(uri, 'dockerfile', bad);
  const [diagnostic] = await client.diagnosticsWhen(uri, (all) => all.length > 0);
  expect([diagnostic?.source, diagnostic?.range.start.line]).toEqual(['oci-recipe', 1]);
  await client.change(uri, 2, good);
  expect(await client.diagnosticsWhen(uri, isEmpty)).toEqual([]);
});

test('who saves right after typing has all of it fixed, at one stroke', async () => {
  await commitOn('v1.0-24.04');
  client = await TestClient.start({ host });
  await client.open(uri, 'dockerfile', `${good}ENV a b\n`);
  await client.diagnosticsWhen(uri, hasRule('LegacyKeyValueFormat'));
  const typed = `# one line more\n${good}ENV a b\nfrom scratch AS end\n`;
  await client.change(uri, 2, typed);
  const [action] = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [], only: ['source.fixAll.ociRecipe'] },
  });
  const edits = action?.edit?.changes?.[uri] ?? [];
  expect(applyEdits(typed, edits)).toBe(`# one line more\n${good}ENV a=b\nFROM scratch AS end\n`);
});

test('closing a document takes its findings along', async () => {
  await commitOn('v1.0-24.04');
  client = await TestClient.start({ host });
  await client.open(uri, 'dockerfile', bad);
  await client.diagnosticsWhen(uri, (all) => all.length > 0);
  await client.close(uri);
  expect(await client.diagnosticsWhen(uri, isEmpty)).toEqual([]);
});

test('where Launchpad is meant a refused branch is an error with a quick fix that renames it', async () => {
  await commitOn('24.04');
  client = await TestClient.start({ host, settings: { launchpad: 'always' } });
  await client.open(uri, 'dockerfile', good);
  const diagnostics = await client.diagnosticsWhen(uri, hasRule('LaunchpadBranchName'));
  const diagnostic = diagnostics.find(({ code }) => code === 'LaunchpadBranchName');
  const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: diagnostic?.range,
    context: { diagnostics: [diagnostic] },
  });
  expect(actions.map(({ command }) => [command?.command, command?.arguments])).toEqual([
    ['ociRecipe.renameBranch', [{ from: '24.04', to: 'v1.0-24.04', uri }]],
  ]);
});

test('actions are in the language of the editor', async () => {
  const translations = {
    'Turn {0} off in this workspace': '{0} in diesem Arbeitsbereich abschalten',
    'Silence {0} here ({1})': '{0} hier stumm schalten ({1})',
  };
  client = await TestClient.start({ host, hasCommands: true, translations });
  await client.open(uri, 'dockerfile', 'FROM scratch\nADD a.txt /b\n');
  const diagnostics = await client.diagnosticsWhen(uri, hasRule('DL3020'));
  const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } },
    context: { diagnostics: diagnostics.filter(({ code }) => code === 'DL3020') },
  });
  expect(actions.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      'DL3020 hier stumm schalten (# hadolint ignore=DL3020)',
      'Set the severity of DL3020…',
      'DL3020 in diesem Arbeitsbereich abschalten',
    ]),
  );
});

test('the branch is told with the tag a push would get and the file that changes with it', async () => {
  await commitOn('v1.0-24.04');
  client = await TestClient.start({ host });
  const branch = await client.connection.sendRequest<BranchView | null>(languageMessages.branch, { uri });
  expect(branch).toEqual({
    name: 'v1.0-24.04',
    judgement: { accepted: true, documentedForm: true, pushTag: 'v1.0-24.04_edge', suggestions: [] },
    launchpadMeant: false,
    root: directory,
    headFile: join(directory, '.git', 'HEAD'),
  });
});

test('a detached head is said plainly', async () => {
  await commitOn('v1.0-24.04');
  await git('checkout', '-q', '--detach');
  client = await TestClient.start({ host });
  const branch = await client.connection.sendRequest<BranchView | null>(languageMessages.branch, { uri });
  expect([branch?.name, branch?.explanation]).toEqual([
    undefined,
    expect.stringMatching(/^HEAD is detached at [0-9a-f]{12}: no branch is checked out/),
  ]);
});

test('a change of branches is seen when the editor tells that files changed', async () => {
  await commitOn('main');
  client = await TestClient.start({ host, settings: { launchpad: 'always' } });
  await client.open(uri, 'dockerfile', good);
  await client.diagnosticsWhen(uri, hasRule('LaunchpadBranchName'));
  await git('branch', '-m', 'v1.0-24.04');
  await client.connection.sendNotification(languageMessages.filesChanged, {});
  expect(await client.diagnosticsWhen(uri, (all) => !hasRule('LaunchpadBranchName')(all))).toEqual([]);
});

test('a check of a folder counts what it finds and publishes it, open or not', async () => {
  await commitOn('v1.0-24.04');
  await mkdir(join(directory, 'sub'));
  await writeFile(join(directory, 'Dockerfile'), bad);
  client = await TestClient.start({ host });
  const summary = await client.connection.sendRequest<CheckSummary>(languageMessages.check, {
    uri: uriOfPath(directory),
  });
  expect([summary.recipes, summary.errors]).toEqual([1, 1]);
  expect((await client.diagnosticsWhen(uri, (all) => all.length > 0)).length).toBe(1);
});

test('a recipe file with a misspelt field is told at its place', async () => {
  await commitOn('v1.0-24.04');
  client = await TestClient.start({ host });
  const file = uriOfPath(join(directory, 'oci-recipe.yaml'));
  await client.open(file, 'yaml', 'target:\n  app:\n    platfroms: [linux/arm64]\n');
  const [diagnostic] = await client.diagnosticsWhen(file, (all) => all.length > 0);
  expect([diagnostic?.range.start, diagnostic?.message]).toEqual([
    { line: 2, character: 4 },
    expect.stringContaining('platforms'),
  ]);
});

test('who checked is told, and that nothing but git runs in a workspace that is not trusted', async () => {
  await commitOn('v1.0-24.04');
  client = await TestClient.start({ host, trusted: false });
  await client.open(uri, 'dockerfile', good);
  await client.save(uri);
  const { voices } = await client.checkedWhen(uri, (params) =>
    params.voices.every(({ state }) => state !== 'waiting'),
  );
  expect(voices.map(({ name, state, why }) => [name, state, why])).toEqual([
    ['static', 'spoke', undefined],
    ['buildkit', 'silent', 'restricted'],
    ['shellcheck', 'silent', 'restricted'],
  ]);
});

test('a severity of the settings holds, and is asked for again when they change', async () => {
  await commitOn('v1.0-24.04');
  const settings = { lint: { rules: { MaintainerDeprecated: 'error' }, engine: 'off' } };
  client = await TestClient.start({ host, settings });
  await client.open(uri, 'dockerfile', `${base}\nMAINTAINER me\n`);
  const [diagnostic] = await client.diagnosticsWhen(uri, hasRule('MaintainerDeprecated'));
  expect([diagnostic?.severity, diagnostic?.tags]).toEqual([1, [2]]);
});

test('a change of an open recipe file is seen in the Dockerfile that it builds', async () => {
  await commitOn('v1.0-24.04');
  const file = uriOfPath(join(directory, 'oci-recipe.yaml'));
  client = await TestClient.start({ host });
  await client.open(uri, 'dockerfile', good);
  await client.open(file, 'yaml', 'target:\n  app: {}\n');
  await client.checkedWhen(file, () => true);
  await client.checkedWhen(uri, () => true);
  await client.change(file, 2, 'target:\n  app:\n    target: missing\n');
  const found = await client.diagnosticsWhen(file, hasRule('UnknownTarget'));
  expect(found.map(({ code }) => code)).toContain('UnknownTarget');
});

test('features are registered and taken back as the editor says', async () => {
  await commitOn('v1.0-24.04');
  const features = { dockerfile: true, recipeKeys: true };
  client = await TestClient.start({ host, isDynamic: true, features });
  await client.registeredWhen((methods) => methods.includes('textDocument/formatting'));
  await client.connection.sendNotification(languageMessages.features, { ...features, dockerfile: false });
  const left = await client.registeredWhen((methods) => !methods.includes('textDocument/formatting'));
  expect(left.filter((method) => method === 'textDocument/completion')).toHaveLength(1);
});

test('lenses, completion, hover and rename are answered for what is open', async () => {
  await commitOn('v1.0-24.04');
  const file = uriOfPath(join(directory, 'oci-recipe.yaml'));
  client = await TestClient.start({ host });
  await client.open(file, 'yaml', 'group: { default: { targets: [app] } }\ntarget:\n  app:\n    target: \n');
  await client.open(uri, 'dockerfile', `${base} AS only\n`);
  const ask = (method: string, params: object): Promise<unknown> =>
    client.connection.sendRequest(method, params);
  const textDocument = { uri: file };
  const items = await ask('textDocument/completion', { textDocument, position: { line: 3, character: 12 } });
  expect(items).toMatchObject([{ label: 'only' }]);
  expect(await ask(languageMessages.lenses, { uri: file })).toMatchObject([{ recipe: 'app' }]);
  expect(
    await ask('textDocument/rename', { textDocument, position: { line: 2, character: 3 }, newName: 'web' }),
  ).toMatchObject({ changes: { [file]: [{ newText: 'web' }, { newText: 'web' }] } });
  await expect(
    ask('textDocument/rename', { textDocument, position: { line: 2, character: 3 }, newName: 'a b' }),
  ).rejects.toThrow('cannot be the name of a target');
  expect(
    await ask('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 1 } }),
  ).not.toBeNull();
});
