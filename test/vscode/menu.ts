import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { becomes } from './becomes.js';
import { waitUntil } from './waitUntil.js';

/**
 * Opens the context menu of `target`, walks down the submenus of `path`, and returns the last menu's labels.
 * The menu stays open: close it with Escape.
 */
export async function openMenu(
  page: Page,
  target: Locator,
  path: readonly string[],
): Promise<readonly string[]> {
  await target.click({ button: 'right' });
  const menus = page.locator('.monaco-menu:visible');
  await menus.first().waitFor();
  for (const [depth, label] of path.entries()) {
    const item = await findItem(menus.nth(depth), label);
    await item.hover();
    await menus.nth(depth + 1).waitFor();
  }
  return readLabels(menus.nth(path.length));
}

/** Opens the context menu of `target` and clicks the entry that `path` leads to, through its submenus. */
export async function chooseFromMenu(page: Page, target: Locator, path: readonly string[]): Promise<void> {
  const label = path.at(-1);
  if (label === undefined) {
    throw new Error('The path into a menu needs at least one label.');
  }
  await openMenu(page, target, path.slice(0, -1));
  const menus = page.locator('.monaco-menu:visible');
  const item = await findItem(menus.nth(path.length - 1), label);
  // Why: for 100 ms after it opened, a menu takes the release of the button for that of the click that opened it.
  await waitUntil(
    async () => {
      await item.click({ delay: 120 });
      return becomes(menus.first(), 'hidden', 500);
    },
    10_000,
    `The menu stays open although '${label}' was clicked`,
  );
}

/** The row of a file or folder in the explorer, its parents expanded. `path` is relative to `folder`. */
export async function revealInExplorer(page: Page, folder: string, path: string): Promise<Locator> {
  const names = path.split('/');
  for (const depth of names.keys()) {
    const row = explorerRow(page, join(folder, ...names.slice(0, depth + 1)));
    await row.scrollIntoViewIfNeeded();
    const isLast = depth === names.length - 1;
    if (!isLast && (await row.getAttribute('aria-expanded')) === 'false') {
      await row.click();
    }
  }
  return explorerRow(page, join(folder, ...names));
}

function explorerRow(page: Page, absolutePath: string): Locator {
  // Why: the label is the path alone, or the path and decorations such as ' • Untracked'.
  const quoted = JSON.stringify(absolutePath);
  const decorated = JSON.stringify(`${absolutePath} • `);
  const label = page.locator(
    `.monaco-icon-label[aria-label=${quoted}], .monaco-icon-label[aria-label^=${decorated}]`,
  );
  return page.locator('.explorer-folders-view .monaco-list-row', { has: label });
}

async function findItem(menu: Locator, label: string): Promise<Locator> {
  const item = menu.locator('.action-menu-item', {
    has: menu.page().locator(`.action-label[aria-label=${JSON.stringify(label)}]`),
  });
  if ((await item.count()) === 0) {
    throw new Error(`The menu has no '${label}', only: ${(await readLabels(menu)).join(', ')}.`);
  }
  return item.first();
}

async function readLabels(menu: Locator): Promise<readonly string[]> {
  return menu.locator('.action-menu-item .action-label').allInnerTexts();
}
