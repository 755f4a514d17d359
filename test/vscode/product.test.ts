import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Frame } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';

import { packageExtension } from './packageExtension.js';
import { createSampleFolder } from './sampleFolder.js';
import { useWorkbench } from './useWorkbench.js';
import { themes, type Workbench } from './workbench.js';

const buildMs = 120_000;
const sample = await createSampleFolder('v1.0-24.04');
const output = join(sample.path, 'oci-artifacts');
const dockerVariables = ['DOCKER_HOST', 'DOCKER_CONFIG', 'BUILDX_CONFIG', 'BUILDX_BUILDER', 'PATH'];

const workbench = useWorkbench(async () => ({
  folder: sample.path,
  vsix: await packageExtension(),
  settings: { 'ociRecipe.outputDirectory': 'oci-artifacts' },
  env: Object.fromEntries(dockerVariables.map((name) => [name, process.env[name] ?? ''])),
  screenshotDirectory: 'test-output/screenshots/product',
}));

afterAll(() => sample.remove());

async function replaceInFile(name: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(sample.path, name);
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
}

async function pictures(bench: Workbench, name: string): Promise<void> {
  for (const [theme, id] of Object.entries(themes)) {
    await bench.setTheme(id);
    await bench.screenshot(`${name}-${theme}`);
  }
  await bench.setTheme(themes.light);
}

/** Waits until the monitor's page shows a text somewhere. */
async function shows(frame: Frame, text: string | RegExp, timeoutMs: number): Promise<void> {
  await frame.getByText(text).first().waitFor({ timeout: timeoutMs });
}

test('a file that is not in git is a finding in the Problems view', async () => {
  await writeFile(join(sample.path, 'page', 'untracked.html'), 'new');
  await replaceInFile(
    'Dockerfile',
    'COPY make-page.sh .',
    'COPY make-page.sh .\nCOPY page/untracked.html page/',
  );
  await workbench().openFile('Dockerfile');
  const problems = await workbench().waitForProblems(
    (all) => all.some(({ code }) => code === 'UntrackedSource'),
    60_000,
  );
  const [finding] = problems.filter(({ code }) => code === 'UntrackedSource');
  expect(finding).toMatchObject({ file: join(sample.path, 'Dockerfile'), line: 9, source: 'oci-recipe' });
  await pictures(workbench(), 'finding');
  await replaceInFile('Dockerfile', '\nCOPY page/untracked.html page/', '');
  await workbench().waitForProblems((all) => all.every(({ code }) => code !== 'UntrackedSource'), 60_000);
});

test('the status bar says that Launchpad accepts the branch, and the tag of a push', async () => {
  await workbench().waitForStatusBar('v1.0-24.04', 60_000);
  const items = await workbench().statusBar();
  const item = items.find(({ id }) => /branch/i.test(id) && id.includes('oci-recipes'));
  expect(item?.label).toMatch(/v1\.0-24\.04_edge/);
});

test(
  '"build for arm64" from the right-click menu ends in verified artifacts',
  async () => {
    await workbench().contextMenu('Dockerfile', ['Build OCI Image', 'arm64']);
    await workbench().runCommand('OCI Recipe: Show Build Monitor');
    const frame = await workbench().webview('OCI Build Monitor');
    await shows(frame, /Succeeded/i, buildMs);
    await pictures(workbench(), 'monitor-arm64');
    const [recipe = ''] = await readdir(output);
    expect(await readdir(join(output, recipe))).toEqual(['arm64']);
    expect(await readdir(join(output, recipe, 'arm64'))).toContain('digests.json');
  },
  buildMs,
);

test(
  'a build for all recipe platforms shows the steps of each',
  async () => {
    await workbench().contextMenu('oci-recipe.yaml', ['Build OCI Image', 'All Recipe Platforms']);
    const frame = await workbench().webview('OCI Build Monitor');
    await shows(frame, 'amd64', buildMs);
    await shows(frame, 'arm64', buildMs);
    await shows(frame, /Succeeded/i, buildMs);
    await pictures(workbench(), 'monitor-all');
  },
  buildMs,
);

const slowStep = 'for part in compile link test; do echo "$part on $(uname -m)"; sleep 1; done; sleep 120';

test(
  'a cancelled build says so, and leaves no process and no half set',
  async () => {
    await replaceInFile('Dockerfile', 'RUN sh make-page.sh', `RUN ${slowStep}\nRUN sh make-page.sh`);
    const before = await readdir(output);
    await workbench().runCommand('View: Hide Panel');
    await workbench().contextMenu('oci-recipe.yaml', ['Build OCI Image', 'All Recipe Platforms']);
    await workbench().runCommand('View: Close Primary Side Bar');
    await shows(await workbench().webview('OCI Build Monitor'), /test on/, buildMs);
    await pictures(workbench(), 'monitor-running');
    await workbench().runCommand('OCI Recipe: Cancel Build');
    await shows(await workbench().webview('OCI Build Monitor'), /^Cancelled/, buildMs);
    await workbench().screenshot('monitor-cancelled');
    await workbench().runCommand('View: Show Explorer');
    expect(await workbench().processes(/buildx/)).toEqual([]);
    expect(await readdir(output)).toEqual(before);
  },
  buildMs,
);

test(
  'the line of a broken Dockerfile is shown, in the monitor and in the Problems view',
  async () => {
    await replaceInFile('Dockerfile', `RUN ${slowStep}\n`, '');
    await replaceInFile(
      'Dockerfile',
      'WORKDIR /srv/greeting',
      'RUN echo about to fail && exit 7\nWORKDIR /srv/greeting',
    );
    await workbench().contextMenu('Dockerfile', ['Build OCI Image', 'arm64']);
    const frame = await workbench().webview('OCI Build Monitor');
    const line = (await readFile(join(sample.path, 'Dockerfile'), 'utf8'))
      .split('\n')
      .findIndex((text) => text.includes('exit 7'));
    await shows(frame, `Dockerfile:${line + 1}`, buildMs);
    await pictures(workbench(), 'monitor-failed');
    const link = (await workbench().webview('OCI Build Monitor')).getByText(`Dockerfile:${line + 1}`);
    await link.first().click();
    await workbench().waitForStatusBar(`Ln ${line + 1}, Col 1`);
    const problems = await workbench().waitForProblems(
      (all) => all.some(({ message }) => /exit code:? 7/i.test(message)),
      30_000,
    );
    expect(problems.find(({ message }) => /exit code:? 7/i.test(message))).toMatchObject({
      line: line + 1,
      severity: 'Error',
    });
  },
  buildMs,
);

test('the log opens as a read-only document of the build', async () => {
  await workbench().runCommand('OCI Recipe: Show Log');
  await workbench().page.locator('.view-line', { hasText: 'about to fail' }).first().waitFor();
  await pictures(workbench(), 'log');
});

test('the monitor comes back after a reload', async () => {
  await workbench().runCommand('OCI Recipe: Show Build Monitor');
  await workbench().reload();
  const frame = await workbench().webview('OCI Build Monitor');
  await frame.locator('#root *').first().waitFor();
});

test('neither the workbench nor the monitor reports an error or a refused resource of ours', () => {
  const ours = workbench()
    .consoleErrors()
    .filter((text) => /oci-recipes\.oci-recipes|ociRecipe|Content Security Policy/.test(text));
  expect(ours).toEqual([]);
});
