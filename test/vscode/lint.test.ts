import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { packageExtension } from './packageExtension.js';
import { createSampleFolder } from './sampleFolder.js';
import { useWorkbench } from './useWorkbench.js';
import { themes } from './workbench.js';

const sample = await createSampleFolder('v1.0-24.04');
const dockerVariables = ['DOCKER_HOST', 'DOCKER_CONFIG', 'BUILDX_CONFIG', 'BUILDX_BUILDER', 'PATH'];

const workbench = useWorkbench(async () => ({
  folder: sample.path,
  vsix: await packageExtension(),
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
  await workbench().runCommand('Quick Fix...');
  const action = page.locator('.action-widget .monaco-list-row', { hasText: 'and say why' }).first();
  await action.waitFor();
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

test('a rule is turned off for the workspace from its finding', async () => {
  const { page } = workbench();
  await goToLastLine();
  await workbench().runCommand('Quick Fix...');
  const action = page
    .locator('.action-widget .monaco-list-row', { hasText: 'off in this workspace' })
    .first();
  await action.waitFor();
  await workbench().screenshot('quick-fixes');
  await action.click();
  await workbench().waitForProblems(
    (all) => all.every(({ code }) => code !== 'MaintainerDeprecated'),
    waitMs,
  );
  expect(JSON.parse(await readSample('.vscode/settings.json'))).toEqual({
    'ociRecipe.lint.rules': { MaintainerDeprecated: 'off' },
  });
  await workbench().openFile('Dockerfile');
  await workbench().runCommand('File: Revert File');
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
  await workbench().runCommand('File: Revert File');
});

test('a key that is misspelt is mended by its quick fix', async () => {
  const { page } = workbench();
  await workbench().openFile('oci-recipe.yaml');
  await typeAtEnd('targte: {}');
  await workbench().waitForProblems((all) => all.some(({ message }) => message.includes('targte')), waitMs);
  await workbench().openFile('oci-recipe.yaml');
  await workbench().runCommand('Go to Previous Problem (Error, Warning, Info)');
  await page.keyboard.press('Escape');
  await workbench().runCommand('Quick Fix...');
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Change to "target"' }).first();
  await fix.click();
  await workbench().waitForProblems((all) => all.every(({ message }) => !message.includes('targte')), waitMs);
  await workbench().openFile('oci-recipe.yaml');
  await workbench().runCommand('File: Revert File');
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
