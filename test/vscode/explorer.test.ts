import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { execa } from 'execa';
import type { Frame } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';

import { imageBlobs, layoutMembers } from '../support/archiveImage.js';
import { writeTar } from '../support/archiveFiles.js';
import { tarOf } from '../support/archiveTar.js';
import { packageExtension } from './packageExtension.js';
import { createSampleFolder } from './sampleFolder.js';
import { useWorkbench } from './useWorkbench.js';
import { themes, type Workbench } from './workbench.js';

const sample = await createSampleFolder('v1.0-24.04');
const folder = join(sample.path, 'images');
const slowMs = 120_000;
const dockerVariables = ['DOCKER_HOST', 'DOCKER_CONFIG', 'BUILDX_CONFIG', 'BUILDX_BUILDER', 'PATH'];

const workbench = useWorkbench(async () => {
  await execa('mkdir', ['-p', folder]);
  await execa('docker', ['save', '--output', join(folder, 'ubuntu.tar'), 'ubuntu:24.04']);
  await writeSample();
  return {
    folder: sample.path,
    vsix: await packageExtension(),
    settings: { 'files.simpleDialog.enable': true, 'ociRecipe.outputDirectory': 'oci-artifacts' },
    env: Object.fromEntries(dockerVariables.map((name) => [name, process.env[name] ?? ''])),
    timeoutMs: 45_000,
    screenshotDirectory: 'test-output/screenshots/explorer-editor',
  };
});

afterAll(() => sample.remove());

/** An image of two platforms: a base, and a layer that adds, changes and removes. */
async function writeSample(): Promise<void> {
  const images = await Promise.all(
    ['amd64', 'arm64'].map(async (architecture) => {
      const base = await tarOf([
        { name: 'etc/', type: 'directory' },
        { name: 'etc/greeting.conf', bytes: Buffer.from(`greeting=hello\nprocessor=${architecture}\n`) },
        { name: 'etc/old.conf', bytes: Buffer.from('old=yes\n') },
        { name: 'usr/bin/', type: 'directory' },
        { name: 'usr/bin/tool', bytes: Buffer.alloc(70_000, 0) },
      ]);
      const top = await tarOf([
        { name: 'etc/', type: 'directory' },
        { name: 'etc/greeting.conf', bytes: Buffer.from(`greeting=good day\nprocessor=${architecture}\n`) },
        { name: 'etc/.wh.old.conf' },
        { name: 'srv/page.html', bytes: Buffer.from('<p>Good day</p>\n') },
      ]);
      return imageBlobs({ os: 'linux', architecture, tag: 'greeting:1.0', layers: [base, top] }, 'gzip');
    }),
  );
  await rename(await writeTar(folder, layoutMembers(images)), join(folder, 'greeting.tar'));
}

async function shows(frame: Frame, text: string | RegExp): Promise<void> {
  await frame.getByText(text).first().waitFor({ timeout: slowMs });
}

/** The explorer in all themes, and in a narrow column. */
async function pictures(window: Workbench, name: string): Promise<void> {
  for (const [theme, id] of Object.entries(themes)) {
    await window.setTheme(id);
    await window.screenshot(`${name}-${theme}`);
  }
  await window.setTheme(themes.light);
}

test('an image is explored from the right-click menu of its archive, without a click more', async () => {
  await workbench().contextMenu('images/ubuntu.tar', ['OCI Image', 'Explore Image…']);
  const frame = await workbench().webview('Image: ubuntu.tar');
  await shows(frame, /[\d,]+ files, /);
  await frame.getByRole('treeitem', { name: /^etc/ }).waitFor();
  expect(await frame.getByRole('option', { name: /Layer 1/ }).count()).toBe(1);
  await pictures(workbench(), 'merged');
});

test('files are found by name, and opened straight from the layer', async () => {
  const frame = await workbench().webview('Image: ubuntu.tar');
  await frame.getByRole('searchbox', { name: 'Filter by name' }).fill('os-release');
  await frame
    .getByRole('treeitem', { name: /usr\/lib\/os-release|os-release/ })
    .last()
    .click();
  await workbench().screenshot('filtered');
  await frame.getByRole('treeitem', { name: /^os-release \d/ }).dblclick();
  await workbench().page.locator('.view-line', { hasText: '24.04' }).first().waitFor();
  await workbench().screenshot('text-file');
});

test('whoever comes back from a file finds what was sought and selected', async () => {
  const frame = await workbench().webview('Image: ubuntu.tar');
  await frame.locator('.file[aria-selected=true]', { hasText: /^os-release/ }).waitFor();
  expect(await frame.getByRole('searchbox', { name: 'Filter by name' }).inputValue()).toBe('os-release');
});

test('what is no image is said to be none, and may be tried again', async () => {
  await writeFile(join(folder, 'no-image.tar'), 'It is only a text.\n'.repeat(100));
  await workbench().contextMenu('images/no-image.tar', ['OCI Image', 'Explore Image…']);
  const frame = await workbench().webview('Image: no-image.tar');
  await shows(frame, /It is no tar archive/);
  await frame.getByRole('button', { name: 'Try Again' }).waitFor();
  await workbench().screenshot('no-image');
});

test('an archive that is compressed as a whole is explored too', async () => {
  await execa('gzip', ['--keep', join(folder, 'ubuntu.tar')]);
  await workbench().contextMenu('images/ubuntu.tar.gz', ['OCI Image', 'Explore Image…']);
  await shows(await workbench().webview('Image: ubuntu.tar.gz'), /[\d,]+ files, /);
});

test('a binary file is refused in words', async () => {
  await workbench().contextMenu('images/greeting.tar', ['OCI Image', 'Explore Image…']);
  const frame = await workbench().webview('Image: greeting.tar');
  await shows(frame, /files, /);
  await frame.getByRole('searchbox', { name: 'Filter by name' }).fill('tool');
  await frame.getByRole('treeitem', { name: /^tool/ }).dblclick();
  await workbench().notifications.waitFor('usr/bin/tool is a binary file of 70000 bytes');
  await workbench().notifications.clear();
});

test('what a layer did is shown, its removals too, and what is wasted', async () => {
  const frame = await workbench().webview('Image: greeting.tar');
  await frame.getByRole('option', { name: /Layer 2/ }).click();
  await shows(frame, /1 added · 1 changed · 1 removed/);
  await frame.getByRole('tree').focus();
  for (const key of ['Home', 'ArrowRight']) {
    await workbench().page.keyboard.press(key);
  }
  await frame.getByRole('treeitem', { name: /old\.conf.*Removed/ }).waitFor();
  await pictures(workbench(), 'layer');
  await frame.getByRole('option', { name: /Wasted/ }).click();
  await shows(frame, /Efficiency/);
  await frame.getByRole('treeitem', { name: /etc\/greeting\.conf/ }).waitFor();
  await workbench().screenshot('waste');
});

test('two platforms are compared side by side, and a file of both as a difference', async () => {
  const frame = await workbench().webview('Image: greeting.tar');
  await frame.getByRole('combobox', { name: 'Compare with' }).click();
  await frame.getByRole('option', { name: 'Compared with linux/arm64' }).click();
  await shows(frame, 'linux/amd64 → linux/arm64');
  const changed = frame.getByRole('treeitem', { name: /greeting\.conf.*Changed/ });
  await changed.waitFor();
  await pictures(workbench(), 'compared');
  await changed.dblclick();
  await workbench().page.locator('.view-line', { hasText: 'processor=arm64' }).first().waitFor();
  await workbench().screenshot('difference');
});

test('two images are compared from the menu', async () => {
  await workbench().contextMenu('images/greeting.tar', ['OCI Image', 'Compare Images…']);
  await workbench().quickInput.choose('Image archive (.tar)');
  await workbench().quickInput.choose('ubuntu.tar');
  const frame = await workbench().webview('Image: greeting.tar ↔ ubuntu.tar');
  await shows(frame, /→/);
  await frame.getByRole('treeitem', { name: /Added/ }).first().waitFor();
  await workbench().screenshot('two-images');
});

test('the explorer comes back after a reload, with what was looked at', async () => {
  await workbench().closeEditors();
  await workbench().contextMenu('images/greeting.tar', ['OCI Image', 'Explore Image…']);
  const before = await workbench().webview('Image: greeting.tar');
  await before.getByRole('option', { name: /Layer 2/ }).click();
  await shows(before, /1 removed/);
  await workbench().reload();
  await shows(await workbench().webview('Image: greeting.tar'), /1 added · 1 changed · 1 removed/);
});

test('it is usable in a narrow column', async () => {
  const { page } = workbench();
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const width of [700, 420]) {
    await page.setViewportSize({ width, height: size.height });
    await workbench().screenshot(`narrow-${width}`);
    const frame = await workbench().webview('Image: greeting.tar');
    await frame.getByRole('button', { name: 'Convert…' }).waitFor();
    await frame.getByRole('treeitem').first().waitFor();
  }
  await page.setViewportSize(size);
});

test('an image is inspected and converted from the menu, and the result is there', async () => {
  await workbench().contextMenu('images/greeting.tar', ['OCI Image', 'Inspect Image']);
  await workbench().page.locator('.view-line', { hasText: 'linux/arm64' }).first().waitFor();
  await workbench().screenshot('inspect');
  await workbench().contextMenu('images/greeting.tar', ['OCI Image', 'Convert Image…']);
  await workbench().quickInput.read();
  await workbench().screenshot('formats');
  await workbench().quickInput.choose('OCI layout');
  await workbench().quickInput.answer(join(folder, 'greeting-oci'));
  await workbench().notifications.waitFor('greeting-oci was made for linux/amd64, linux/arm64');
  expect((await readdir(join(folder, 'greeting-oci'))).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  await workbench().notifications.clear();
});

test('a layout folder has the same menu, and is verified from it', async () => {
  await workbench().contextMenu('images/greeting-oci', ['OCI Image', 'Verify Image']);
  await workbench().notifications.waitFor('greeting-oci is whole and true');
  await workbench().notifications.clear();
});

test(
  'a finished build is explored from the monitor, its layers linked to the Dockerfile',
  async () => {
    await workbench().closeEditors();
    // Why: the menu knows a Dockerfile once the extension has begun, which the status bar tells.
    await workbench().openFile('Dockerfile');
    await workbench().waitForStatusBar('_edge', 60_000);
    await workbench().closeEditors();
    await workbench().contextMenu('Dockerfile', ['Build OCI Image', 'amd64']);
    await workbench().runCommand('OCI Recipe: Show Build Monitor');
    const monitor = await workbench().webview('OCI Build Monitor');
    await monitor
      .getByText(/Succeeded/i)
      .first()
      .waitFor({ timeout: slowMs });
    await monitor.getByRole('button', { name: 'Explore the image of linux/amd64' }).click();
    const [recipe = ''] = await readdir(join(sample.path, 'oci-artifacts'));
    const frame = await workbench().webview(`Image: ${recipe}/amd64`);
    await shows(frame, /files, /);
    await frame.getByRole('option', { name: /COPY .*greeting/ }).click();
    await shows(frame, /3 added/);
    const link = frame.locator('vscode-link', { hasText: /Dockerfile:\d/ });
    await link.waitFor();
    await frame.getByRole('tree').focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown']) {
      await workbench().page.keyboard.press(key);
    }
    await pictures(workbench(), 'finished-build');
    await workbench().screenshot('explorer');
    const line = Number((await link.textContent())?.split(':')[1]);
    await link.click();
    await workbench().waitForStatusBar(`Ln ${line}, Col 1`);
  },
  slowMs * 2,
);

test('neither the workbench nor the explorer reports an error or a refused resource of ours', () => {
  const ours = workbench()
    .consoleErrors()
    .filter((text) => /oci-recipes\.oci-recipes|ociRecipe|Content Security Policy/.test(text));
  expect(ours).toEqual([]);
});
