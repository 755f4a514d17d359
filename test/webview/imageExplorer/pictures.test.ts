import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { ExplorerView, FromExplorer, ToExplorer } from '../../../src/bridge/explorerProtocol.js';
import {
  startWebviewBrowser,
  type ThemeName,
  type WebviewBrowser,
  type WebviewPage,
} from '../webviewPage.js';
import { sampleFiles, sampleView } from './sampleImage.js';

type ExplorerPage = WebviewPage<ToExplorer, FromExplorer>;

const folder = 'test-output/screenshots/explorer';
/** Why so long: the machine may be busy with builds. */
const browserStartMs = 60_000;

let browser: WebviewBrowser<ToExplorer, FromExplorer>;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  browser = await startWebviewBrowser('webview/imageExplorer/main.ts');
}, browserStartMs);

afterAll(async () => {
  await browser.close();
});

const themes: readonly ThemeName[] = ['light', 'dark', 'highContrast', 'highContrastLight'];
const sizes = {
  wide: { width: 1100, height: 640 },
  half: { width: 700, height: 640 },
  narrow: { width: 320, height: 720 },
} as const;

/** Of other sources each time, so that what was chosen for one situation says nothing of the next. */
function viewOf(name: string, more: Partial<ExplorerView> = {}): ExplorerView {
  return { ...sampleView, sources: [`/home/ada/${name}`], ...more };
}

const situations: Readonly<Record<string, (page: ExplorerPage) => Promise<void>>> = {
  unpacking: async (page) => {
    await page.send('view', viewOf('unpacking', { state: 'opening', images: [] }));
    await page.send('opening', { current: 12_345_678, total: 34_100_000 });
  },
  failed: (page) => {
    const failure = 'hello-oci.tar is no image: it has neither a manifest.json nor an index.json.';
    return page.send('view', viewOf('failed', { state: 'failed', images: [], failure }));
  },
  cancelled: (page) => page.send('view', viewOf('cancelled', { state: 'cancelled', images: [] })),
  reading: async (page) => {
    await page.send('view', viewOf('reading'));
    const { request } = sampleFiles.merged;
    await page.send('work', { request, current: 12_345_678, total: 34_100_000 });
  },
  merged: async (page) => {
    await page.send('view', viewOf('merged'));
    await page.send('files', sampleFiles.merged);
    await page.page.getByRole('tree').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'End', 'ArrowRight', 'ArrowDown']) {
      await page.page.keyboard.press(key);
    }
    await page.page.keyboard.press('ArrowRight');
    await page.page.keyboard.press('ArrowDown');
  },
  onePlatform: async (page) => {
    await page.send('view', viewOf('onePlatform', { images: sampleView.images.slice(0, 1) }));
    await page.send('files', sampleFiles.merged);
    await page.page.getByRole('searchbox').fill('no such name');
  },
  layer: async (page) => {
    await page.send('view', viewOf('layer'));
    await page.page.getByRole('option', { name: /apt-get/ }).click();
    await page.send('files', sampleFiles.layer);
    await page.page.getByRole('searchbox').fill('a');
  },
  waste: async (page) => {
    await page.send('view', viewOf('waste'));
    await page.page.getByRole('option', { name: /Wasted/ }).click();
    await page.send('files', sampleFiles.waste);
  },
  compared: async (page) => {
    const compared = { image: '0/0', against: '0/1' };
    await page.send('view', viewOf('compared', { compared }));
    await page.send('files', sampleFiles.compared);
    await page.page.getByRole('combobox', { name: 'Filter by size' }).click();
    await page.page.getByRole('option', { name: '≥ 1 kB' }).click();
  },
};

test.each(themes)('in the theme %s every situation fits, whatever the width', async (theme) => {
  const page = await browser.open({ theme, reducedMotion: true });
  const overflows: string[] = [];
  for (const [name, show] of Object.entries(situations)) {
    await page.page.setViewportSize(sizes.wide);
    await show(page);
    for (const [sizeName, size] of Object.entries(sizes)) {
      await page.page.setViewportSize(size);
      await page.page.screenshot({ path: join(folder, `${name}-${theme}-${sizeName}.png`) });
      if (await page.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) {
        overflows.push(`${name} ${sizeName}`);
      }
    }
  }
  expect({ complaints: page.complaints, overflows }).toEqual({ complaints: [], overflows: [] });
  await page.close();
});
