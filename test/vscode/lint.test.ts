import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { packageNeighbour } from './neighbourExtension.js';
import { packageExtension } from './packageExtension.js';
import { createSampleFolder } from './sampleFolder.js';
import { useWorkbench } from './useWorkbench.js';
import { themes } from './workbench.js';

const sample = await createSampleFolder('v1.0-24.04');
const dockerVariables = ['DOCKER_HOST', 'DOCKER_CONFIG', 'BUILDX_CONFIG', 'BUILDX_BUILDER', 'PATH'];

const workbench = useWorkbench(async () => ({
  folder: sample.path,
  // Why the other: what it offers itself for Dockerfiles is not offered twice.
  vsix: [await packageExtension(), await packageNeighbour('ms-azuretools', 'vscode-containers')],
  settings: {
    'files.autoSave': 'off',
    // Why: what is typed shall be what stands there; suggestions are asked for.
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    'editor.suggestOnTriggerCharacters': false,
    'editor.wordBasedSuggestions': 'off',
  },
  trusted: true,
  env: Object.fromEntries(dockerVariables.map((name) => [name, process.env[name] ?? ''])),
  screenshotDirectory: 'test-output/screenshots/lint',
}));

afterAll(() => sample.remove());

const waitMs = 90_000;

async function readSample(name: string): Promise<string> {
  return readFile(join(sample.path, name), 'utf8');
}

/** What the language status says of the editor at hand: its popup is open for as long as it is read. */
async function readLanguageStatus(): Promise<string> {
  const { page } = workbench();
  await page.locator('[id="status.languageStatus"]').first().hover();
  const elements = page.locator('.hover-language-status .element');
  await elements.filter({ hasText: 'OCI Recipe' }).first().waitFor();
  const text = (await elements.allInnerTexts()).join('\n');
  return text.replaceAll(/[ \u00a0]+/g, ' ');
}

async function revert(file: string): Promise<void> {
  await workbench().openFile(file);
  await workbench().runCommand('File: Revert File');
}

async function goTo(file: string, line: number, column: number): Promise<void> {
  await workbench().openFile(file);
  await workbench().runCommand('Go to Line/Column...');
  await workbench().quickInput.answer(`:${line}:${column}`);
  await workbench().waitForStatusBar(`Ln ${line}, Col ${column}`);
}

async function typeAtEnd(text: string): Promise<void> {
  const { page } = workbench();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

test('targets and final stages have lenses that build and check', async () => {
  for (const file of ['oci-recipe.yaml', 'Dockerfile']) {
    await workbench().openFile(file);
    const lenses = workbench().page.locator('.codelens-decoration', { hasText: 'arm64' }).first();
    await lenses.waitFor({ timeout: waitMs });
    expect((await lenses.innerText()).replaceAll(/\s+/g, ' ')).toBe('Build | amd64 | arm64 | Check');
  }
  for (const [name, id] of Object.entries(themes)) {
    await workbench().setTheme(id);
    await workbench().screenshot(`lenses-${name}`);
  }
  await workbench().setTheme(themes.light);
});

test('a mistake that is not saved yet is a finding with its rule, and goes with it', async () => {
  await workbench().openFile('Dockerfile');
  const saved = await readSample('Dockerfile');
  await typeAtEnd('MAINTAINER someone\n');
  const problems = await workbench().waitForProblems(
    (all) => all.some(({ code }) => code === 'MaintainerDeprecated'),
    waitMs,
  );
  expect(problems.find(({ code }) => code === 'MaintainerDeprecated')).toMatchObject({
    file: join(sample.path, 'Dockerfile'),
    source: 'oci-recipe',
    severity: 'Warning',
    line: saved.split('\n').length,
  });
  expect(await readSample('Dockerfile')).toBe(saved);
  await workbench().screenshot('unsaved');
});

/** Puts the cursor on the keyword of the last line that is written. */
async function goToLastLine(): Promise<void> {
  await workbench().openFile('Dockerfile');
  for (const key of ['Control+End', 'ArrowUp', 'Home']) {
    await workbench().page.keyboard.press(key);
  }
}

test('a finding links to the page of its rule', async () => {
  const { page } = workbench();
  const link = page.locator('.monaco-hover a', { hasText: 'MaintainerDeprecated' }).first();
  for (const [name, id] of Object.entries(themes)) {
    await workbench().setTheme(id);
    await goToLastLine();
    await workbench().runCommand('Show or Focus Hover');
    await link.waitFor();
    await workbench().screenshot(`hover-${name}`);
    expect(await link.evaluate((element) => element.outerHTML)).toMatch(
      /docs\/rules\/MaintainerDeprecated\.md/,
    );
    await page.keyboard.press('Escape');
  }
  await workbench().setTheme(themes.light);
});

test('a rule is silenced in the file, with a reason that is asked for', async () => {
  const { page } = workbench();
  await goToLastLine();
  const action = await workbench().openQuickFix('and say why');
  await workbench().screenshot('silences');
  await action.click();
  const input = page.locator('.quick-input-widget .input').first();
  await input.waitFor();
  await page.keyboard.type('kept for the old registry');
  await page.keyboard.press('Enter');
  await workbench().waitForProblems(
    (all) => all.every(({ code }) => code !== 'MaintainerDeprecated'),
    waitMs,
  );
  await workbench().openFile('Dockerfile');
  await page.keyboard.press('Control+Home');
  const lines = page.locator('.view-line');
  for (const written of ['check=skip=MaintainerDeprecated', 'kept for the old registry']) {
    await lines.filter({ hasText: written }).first().waitFor();
  }
  await workbench().screenshot('silenced');
  await workbench().runCommand('Undo');
  await workbench().waitForProblems((all) => all.some(({ code }) => code === 'MaintainerDeprecated'), waitMs);
});

test('the severity of a rule is chosen from its finding', async () => {
  await goToLastLine();
  await (await workbench().openQuickFix('Set the severity')).click();
  await workbench().quickInput.readUntil(({ items }) => items.length > 3);
  await workbench().screenshot('severities');
  await workbench().quickInput.choose('Error');
  await workbench().waitForProblems(
    (all) => all.some(({ code, severity }) => code === 'MaintainerDeprecated' && severity === 'Error'),
    waitMs,
  );
});

test('a rule is turned off for the workspace from its finding', async () => {
  await goToLastLine();
  const action = await workbench().openQuickFix('off in this workspace');
  await workbench().screenshot('quick-fixes');
  await action.click();
  await workbench().waitForProblems(
    (all) => all.every(({ code }) => code !== 'MaintainerDeprecated'),
    waitMs,
  );
  expect(JSON.parse(await readSample('.vscode/settings.json'))).toEqual({
    'ociRecipe.lint.rules': { MaintainerDeprecated: 'off' },
  });
  await revert('Dockerfile');
});

test('a finding tells of the other place, and saving fixes what can be fixed safely', async () => {
  const saved = await readSample('Dockerfile');
  await workbench().setSettings({ 'editor.codeActionsOnSave': { 'source.fixAll.ociRecipe': 'explicit' } });
  await workbench().openFile('Dockerfile');
  await typeAtEnd('ENV colour blue\nfrom ubuntu:24.04 AS build\nCOPY notes.md /\nEXPOSE 80/TCP\n');
  const problems = await workbench().waitForProblems(
    (all) => all.some(({ code }) => code === 'ExposeProtoCasing'),
    waitMs,
  );
  expect(problems.flatMap(({ code, related }) => related.map((text) => [code, text]))).toEqual([
    ['DuplicateStageName', 'Another stage is called build too.'],
    ['CopyIgnoredFile', 'This pattern leaves it out: *.md'],
  ]);
  await workbench().screenshot('related');
  await workbench().openFile('Dockerfile');
  await typeAtEnd('ENV size large\n');
  await workbench().page.keyboard.press('Control+S');
  const fixed =
    'ENV colour=blue\nFROM ubuntu:24.04 AS build\nCOPY notes.md /\nEXPOSE 80/tcp\nENV size=large\n';
  await expect.poll(() => readSample('Dockerfile'), { timeout: waitMs }).toBe(saved + fixed);
  await workbench().setSettings({ 'editor.codeActionsOnSave': undefined });
  await writeFile(join(sample.path, 'Dockerfile'), saved);
  await revert('Dockerfile');
});

test('what another extension offers for Dockerfiles is ours only when the user wants it', async () => {
  const { page } = workbench();
  const offered = page.locator('.suggest-widget .monaco-list-row', { hasText: 'HEALTHCHECK' }).first();
  const suggest = async (): Promise<void> => {
    await workbench().openFile('Dockerfile');
    await page.keyboard.press('Control+End');
    await workbench().runCommand('Trigger Suggest');
  };
  await suggest();
  await page.locator('.suggest-widget .message', { hasText: 'No suggestions' }).waitFor();
  await page.keyboard.press('Escape');
  await workbench().setSettings({ 'ociRecipe.languageFeatures': 'on' });
  await suggest();
  await offered.waitFor();
  await workbench().screenshot('completion-dockerfile');
  await page.keyboard.press('Escape');
  await workbench().setSettings({ 'ociRecipe.languageFeatures': undefined });
});

test('from a recipe file one goes to the Dockerfile, and a target is renamed wherever it stands', async () => {
  const { page } = workbench();
  await goTo('oci-recipe.yaml', 15, 8);
  await workbench().runCommand('Go to Definition');
  await workbench().waitForStatusBar('Ln 5, Col 5');
  await goTo('oci-recipe.yaml', 11, 5);
  await workbench().runCommand('Rename Symbol');
  await page.locator('.rename-box .rename-input').first().fill('hello');
  await page.keyboard.press('Enter');
  for (const text of ['targets: [hello]', 'hello:']) {
    await page.locator('.view-line', { hasText: text }).first().waitFor();
  }
  await workbench().screenshot('renamed');
  await revert('oci-recipe.yaml');
});

test('a recipe file is completed with keys, platforms and what the Dockerfile has', async () => {
  const { page } = workbench();
  await workbench().openFile('oci-recipe.yaml');
  const suggestion = (label: string): ReturnType<typeof page.locator> =>
    page.locator('.suggest-widget .monaco-list-row', { hasText: label }).first();
  // Why: the editor indents a new line like the one before.
  for (const line of ['  second:\n', '  args:\n', '  ']) {
    await typeAtEnd(line);
  }
  await workbench().runCommand('Trigger Suggest');
  await suggestion('GREETING').waitFor();
  await workbench().screenshot('completion-arguments');
  await page.keyboard.press('Escape');
  await revert('oci-recipe.yaml');
});

test('a key that is misspelt is mended by its quick fix', async () => {
  const { page } = workbench();
  await workbench().openFile('oci-recipe.yaml');
  await typeAtEnd('targte: {}');
  await workbench().waitForProblems((all) => all.some(({ message }) => message.includes('targte')), waitMs);
  await workbench().openFile('oci-recipe.yaml');
  await workbench().runCommand('Go to Previous Problem (Error, Warning, Info)');
  await page.keyboard.press('Escape');
  await (await workbench().openQuickFix('Change to "target"')).click();
  await workbench().waitForProblems((all) => all.every(({ message }) => !message.includes('targte')), waitMs);
  await revert('oci-recipe.yaml');
});

test('after saving BuildKit has spoken too, and the language status says so', async () => {
  await workbench().openFile('Dockerfile');
  await typeAtEnd('WORKDIR here\n');
  await workbench().runCommand('File: Save');
  await expect.poll(readLanguageStatus, { timeout: waitMs, interval: 1000 }).toMatch(/static \+ BuildKit/);
  expect(await readLanguageStatus()).toMatch(/BuildKit[^]*amd64, arm64 in [\d.]+ m?s/);
  for (const [name, id] of Object.entries(themes)) {
    await workbench().setTheme(id);
    await readLanguageStatus();
    await workbench().screenshot(`language-status-${name}`);
  }
});
