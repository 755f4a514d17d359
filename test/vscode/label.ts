import type { Locator, Page } from 'playwright-core';

/** The label element, of a tab or of a row of a pick, whose whole text is this. */
export function findLabel(page: Page, text: string): Locator {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return page.locator('.label-name', { hasText: new RegExp(`^\\s*${escaped}\\s*$`) });
}
