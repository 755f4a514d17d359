import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { startMonitorBrowser, type MonitorBrowser, type MonitorPage, type ThemeName } from './webviewPage.js';
import { makeLines, situations } from './sampleViews.js';

const folder = 'test-output/screenshots';
/** Why so long: the machine may be busy with builds. */
const browserStartMs = 60_000;

let browser: MonitorBrowser;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  browser = await startMonitorBrowser();
}, browserStartMs);

afterAll(async () => {
  await browser.close();
});

const themes: readonly ThemeName[] = ['light', 'dark', 'highContrast', 'highContrastLight'];
const names = Object.keys(situations) as readonly (keyof typeof situations)[];
const sizes = { wide: { width: 1100, height: 640 }, narrow: { width: 320, height: 720 } } as const;

test.each(themes)('in the theme %s every situation fits, wide and narrow', async (theme) => {
  const monitor = await browser.open({ theme, reducedMotion: true });
  const overflows: string[] = [];
  for (const [sizeName, size] of Object.entries(sizes)) {
    await monitor.page.setViewportSize(size);
    for (const name of names) {
      await show(monitor, name);
      await monitor.page.screenshot({ path: join(folder, `${name}-${theme}-${sizeName}.png`) });
      if (await monitor.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) {
        overflows.push(`${name} ${sizeName}`);
      }
    }
  }
  expect({ complaints: monitor.complaints, overflows }).toEqual({ complaints: [], overflows: [] });
  await monitor.close();
});

async function show(monitor: MonitorPage, name: keyof typeof situations): Promise<void> {
  await monitor.send('view', situations[name]);
  const asked = (await monitor.messages()).findLast((message) => message.type === 'showStep');
  if (asked !== undefined) {
    await monitor.send('stepLog', { ...asked.value, lines: makeLines, droppedLines: 0 });
  }
}
