import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { FromExplorer, ToExplorer } from '../../../src/bridge/explorerProtocol.js';
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
const sizes = { wide: { width: 1100, height: 640 }, narrow: { width: 340, height: 760 } } as const;

const situations: Readonly<Record<string, (page: ExplorerPage) => Promise<void>>> = {
  opening: (page) => page.send('view', { ...sampleView, state: 'opening', images: [] }),
  failed: (page) => {
    const failure = 'hello-oci.tar is no image: it has neither a manifest.json nor an index.json.';
    return page.send('view', { ...sampleView, state: 'failed', images: [], failure });
  },
  reading: async (page) => {
    await page.send('view', sampleView);
    const { request } = sampleFiles.merged;
    await page.send('work', { request, current: 12_345_678, total: 34_100_000 });
  },
  merged: async (page) => {
    await page.send('view', sampleView);
    await page.send('files', sampleFiles.merged);
    await page.page.getByRole('tree').focus();
    for (const key of [
      'ArrowDown',
      'ArrowDown',
      'ArrowRight',
      'End',
      'ArrowRight',
      'ArrowDown',
      'ArrowRight',
    ]) {
      await page.page.keyboard.press(key);
    }
    await page.page.keyboard.press('ArrowDown');
  },
  layer: async (page) => {
    await page.send('view', sampleView);
    await page.page.getByRole('option', { name: /apt-get/ }).click();
    await page.send('files', sampleFiles.layer);
    await page.page.getByRole('combobox', { name: 'Filter by change' }).click();
    await page.page.getByRole('option', { name: 'Any change' }).click();
  },
  waste: async (page) => {
    await page.send('view', sampleView);
    await page.page.getByRole('option', { name: /Wasted/ }).click();
    await page.send('files', sampleFiles.waste);
  },
  compared: async (page) => {
    const compared = { image: '0/0', against: '0/1' };
    await page.send('view', { ...sampleView, sources: ['/compared'], compared });
    await page.send('files', sampleFiles.compared);
  },
};

test.each(themes)('in the theme %s every situation fits, wide and narrow', async (theme) => {
  const overflows: string[] = [];
  const complaints: string[] = [];
  for (const [sizeName, size] of Object.entries(sizes)) {
    for (const [name, show] of Object.entries(situations)) {
      const page = await browser.open({ theme, reducedMotion: true, ...size });
      await show(page);
      await page.page.screenshot({ path: join(folder, `${name}-${theme}-${sizeName}.png`) });
      if (await page.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) {
        overflows.push(`${name} ${sizeName}`);
      }
      complaints.push(...page.complaints);
      await page.close();
    }
  }
  expect({ complaints, overflows }).toEqual({ complaints: [], overflows: [] });
});
