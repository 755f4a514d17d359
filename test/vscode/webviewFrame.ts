import type { Frame, Locator, Page } from 'playwright-core';

import { findLabel } from './label.js';

/**
 * The document an extension put into the webview editor of this title. The workbench wraps it into two frames:
 * the outer holds the workbench's own script, the inner one, `active-frame`, is the extension's.
 * A frame dies when the extension sets `html` anew, when the editor is hidden, and on reload: ask for it again then.
 */
export async function findWebviewFrame(page: Page, title: string, timeoutMs: number): Promise<Frame> {
  const tab = findTab(page, title);
  await tab.waitFor({ timeout: timeoutMs });
  await tab.click();
  const group = page.locator('.editor-group-container', { has: findActiveTab(page, title) });
  const pane = group.locator('[id^="webview-editor-element"][aria-flowto]').first();
  await pane.waitFor({ state: 'attached', timeout: timeoutMs });
  const name = await pane.getAttribute('aria-flowto');
  const outer = page.frameLocator(`iframe.webview.ready[name=${JSON.stringify(name)}]`);
  const inner = outer.locator('#active-frame');
  await inner.waitFor({ state: 'visible', timeout: timeoutMs });
  const handle = await inner.elementHandle();
  const frame = await handle.contentFrame();
  if (frame === null) {
    throw new Error(`The webview '${title}' went away while it was being looked for.`);
  }
  await frame.waitForLoadState('load');
  return frame;
}

/** The tab of an editor whose label is exactly this one. */
export function findTab(page: Page, title: string): Locator {
  return page.locator('.tabs-container .tab', { has: findLabel(page, title) }).first();
}

function findActiveTab(page: Page, title: string): Locator {
  return page.locator('.tabs-container .tab.active', { has: findLabel(page, title) });
}
