import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';

import { packageExtension } from './packageExtension.js';
import { createSampleFolder } from './sampleFolder.js';
import { useWorkbench } from './useWorkbench.js';
import { themes } from './workbench.js';

const sample = await createSampleFolder('main');
const archiveFolder = join(sample.path, 'page');
const dockerVariables = ['DOCKER_HOST', 'DOCKER_CONFIG', 'BUILDX_CONFIG', 'BUILDX_BUILDER', 'PATH'];

const workbench = useWorkbench(async () => {
  await saveArchive(join(archiveFolder, 'image.tar'));
  return {
    folder: sample.path,
    vsix: await packageExtension(),
    settings: { 'files.simpleDialog.enable': true, 'files.autoSave': 'off' },
    trusted: false,
    env: Object.fromEntries(dockerVariables.map((name) => [name, process.env[name] ?? ''])),
    screenshotDirectory: 'test-output/screenshots/commands',
  };
});

afterAll(() => sample.remove());

/** What `docker save` of the engine at hand writes. */
async function saveArchive(file: string): Promise<void> {
  await mkdir(archiveFolder, { recursive: true });
  await execa('docker', ['save', '--output', file, 'ubuntu:24.04']);
}

async function branchName(): Promise<string> {
  const { stdout } = await execa('git', ['-C', sample.path, 'branch', '--show-current']);
  return stdout;
}

test('in Restricted Mode the recipe is checked, and building is not offered', async () => {
  expect(await workbench().isRestricted()).toBe(true);
  await workbench().openFile('oci-recipe.yaml');
  const problems = await workbench().waitForProblems(
    (all) => all.some(({ code }) => code === 'LaunchpadBranchName'),
    60_000,
  );
  expect(problems.find(({ code }) => code === 'LaunchpadBranchName')).toMatchObject({
    file: join(sample.path, 'oci-recipe.yaml'),
    severity: 'Error',
    source: 'oci-recipe',
  });
  const entries = await workbench().openContextMenu('Dockerfile');
  expect(entries).not.toContain('Build OCI Image');
  await workbench().closeMenu();
  await workbench().screenshot('restricted');
  await workbench().trust();
});

test('the quick fix of a refused branch name renames the branch, and the finding goes', async () => {
  await workbench().openFile('oci-recipe.yaml');
  await workbench().page.locator('.squiggly-error').first().waitFor();
  await workbench().runCommand('Go to Next Problem (Error, Warning, Info)');
  const fix = await workbench().openQuickFix('v1.0-24.04');
  await workbench().screenshot('quick-fix');
  await fix.click();
  await workbench().waitForProblems((all) => all.every(({ code }) => code !== 'LaunchpadBranchName'), 60_000);
  expect(await branchName()).toBe('v1.0-24.04');
});

test('a misspelt key that is not saved yet is a finding at its place, and goes with the key', async () => {
  await workbench().openFile('oci-recipe.yaml');
  await workbench().page.keyboard.press('Control+End');
  await workbench().page.keyboard.type('targte: {}');
  const saved = await readFile(join(sample.path, 'oci-recipe.yaml'), 'utf8');
  expect(saved).not.toContain('targte');
  const problems = await workbench().waitForProblems(
    (all) => all.some(({ message }) => message.includes('targte')),
    60_000,
  );
  expect(problems.find(({ message }) => message.includes('targte'))).toMatchObject({
    line: saved.split('\n').length,
    column: 1,
    severity: 'Error',
  });
  await workbench().screenshot('unsaved-key');
  await workbench().runCommand('File: Revert File');
  await workbench().waitForProblems((all) => all.every(({ message }) => !message.includes('targte')), 60_000);
});

test('an archive is converted from its right-click menu, and verified', async () => {
  await workbench().contextMenu('page/image.tar', ['OCI Image', 'Convert Image…']);
  await workbench().quickInput.choose('Launchpad artifacts');
  await workbench().quickInput.read();
  await workbench().quickInput.answer(join(archiveFolder, 'image-launchpad'));
  await workbench().notifications.waitFor('Launchpad artifacts were made');
  expect(await readdir(join(archiveFolder, 'image-launchpad'))).toContain('amd64');
  await workbench().runCommand('OCI Recipe: Verify Image');
  await workbench().quickInput.choose('Folder with an OCI layout or Launchpad artifacts');
  await workbench().quickInput.read();
  await workbench().quickInput.answerFolder(join(archiveFolder, 'image-launchpad'));
  await workbench().notifications.waitFor('is whole and true');
  await workbench().screenshot('verified');
  await workbench().notifications.clear();
});

test('artifacts with a changed byte are reported, all that is wrong with them', async () => {
  const set = join(archiveFolder, 'image-launchpad', 'amd64');
  const [layer = ''] = (await readdir(set)).filter((name) => name.endsWith('.tar.gz'));
  const bytes = await readFile(join(set, layer));
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
  await writeFile(join(set, layer), bytes);
  await workbench().runCommand('OCI Recipe: Verify Image');
  await workbench().quickInput.choose('Folder with an OCI layout or Launchpad artifacts');
  await workbench().quickInput.read();
  await workbench().quickInput.answerFolder(join(archiveFolder, 'image-launchpad'));
  await workbench()
    .page.locator('.view-line', { hasText: layer.slice(0, 12) })
    .first()
    .waitFor();
  await workbench().setTheme(themes.dark);
  await workbench().screenshot('verification-problems-dark');
  await workbench().setTheme(themes.light);
});

test('a recipe file is written for a Dockerfile, and opened', async () => {
  await rm(join(sample.path, 'oci-recipe.yaml'));
  await workbench().openFile('Dockerfile');
  await workbench().runCommand('OCI Recipe: Create Recipe File');
  await workbench().page.locator('.view-line', { hasText: 'linux/arm64' }).first().waitFor();
  expect(await readFile(join(sample.path, 'oci-recipe.yaml'), 'utf8')).toContain('linux/arm64');
  await workbench().screenshot('recipe-file');
});

test('a branch is created by its command, which judges the name while it is typed', async () => {
  await workbench().runCommand('OCI Recipe: Create or Rename Branch…');
  await workbench().quickInput.choose('Create a new branch from v1.0-24.04');
  await workbench().quickInput.type('edge-24.04');
  await workbench().page.locator('.quick-input-message', { hasText: 'Launchpad does not accept' }).waitFor();
  await workbench().screenshot('branch-refused');
  await workbench().quickInput.answer('v2.0-24.04');
  await workbench().waitForStatusBar('v2.0-24.04', 60_000);
  expect(await branchName()).toBe('v2.0-24.04');
});
