import type { Locator, Page } from 'playwright-core';

/** An item of the status bar. */
export interface StatusBarItem {
  /** `<publisher>.<extension>.<item id>` for those of extensions. */
  readonly id: string;
  /** What can be read in the bar, without its icons. */
  readonly text: string;
  /** The names of its icons without the prefix `codicon-`, such as `git-branch`. */
  readonly icons: readonly string[];
  /** What a screen reader says. */
  readonly label: string;
}

/** The visible items, from left to right. */
export async function readStatusBar(page: Page): Promise<readonly StatusBarItem[]> {
  return page.locator('.part.statusbar .statusbar-item').evaluateAll((items) =>
    items.map((item) => ({
      id: item.id,
      text: item.textContent.trim(),
      icons: [...item.querySelectorAll('.codicon')]
        .flatMap((icon) => [...icon.classList])
        .filter((name) => /^codicon-(?!modifier-)/.test(name))
        .map((name) => name.slice('codicon-'.length)),
      label: item.getAttribute('aria-label') ?? '',
    })),
  );
}

/** The item whose id, text or label contains `name`. */
export function findStatusBarItem(page: Page, name: string): Locator {
  const quoted = JSON.stringify(name);
  const items = page.locator('.part.statusbar .statusbar-item');
  return items
    .and(page.locator(`[id*=${quoted}], [aria-label*=${quoted}]`))
    .or(items.filter({ hasText: name }))
    .first();
}
