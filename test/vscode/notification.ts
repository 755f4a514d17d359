import type { Locator, Page } from 'playwright-core';

import { becomes } from './becomes.js';

/** A notification of the workbench. */
export interface Notification {
  readonly severity: 'error' | 'warning' | 'info' | 'unknown';
  readonly message: string;
  /** The labels of its buttons, in order. */
  readonly buttons: readonly string[];
}

/** Toasts and the notification centre, which keeps what was once a toast. */
export class Notifications {
  readonly #page: Page;
  readonly #center: Locator;
  readonly #timeoutMs: number;

  constructor(page: Page, timeoutMs: number) {
    this.#page = page;
    this.#timeoutMs = timeoutMs;
    this.#center = page.locator('.notifications-center.visible');
  }

  /** Every notification that was not dismissed, newest first. */
  async list(): Promise<readonly Notification[]> {
    await this.#openCenter();
    const notifications = await this.#center
      .locator('.notification-list-item')
      .evaluateAll(readNotifications);
    await this.#closeCenter();
    return notifications;
  }

  /** Waits for a notification whose message contains `text`. It may still be a toast when this returns. */
  async waitFor(text: string): Promise<Notification> {
    const visible = this.#item('.notifications-toasts, .notifications-center.visible', text);
    if (await becomes(visible.first(), 'visible', this.#timeoutMs / 2)) {
      return readFirst(visible);
    }
    // Why: the toast may have hidden itself before we looked. The centre has them all.
    await this.#openCenter();
    const kept = this.#item('.notifications-center', text);
    await kept.first().waitFor({ timeout: this.#timeoutMs / 2 });
    const found = await readFirst(kept);
    await this.#closeCenter();
    return found;
  }

  /** Clicks a button of the notification whose message contains `text`. */
  async click(text: string, button: string): Promise<void> {
    await this.#openCenter();
    const item = this.#item('.notifications-center', text).first();
    await item.waitFor({ timeout: this.#timeoutMs });
    // Why: a notification of several buttons shows them only when it is expanded.
    await item.hover();
    await item.locator('.monaco-button', { hasText: button }).click({ timeout: this.#timeoutMs });
    await this.#closeCenter();
  }

  /** Dismisses everything, for a clean picture. */
  async clear(): Promise<void> {
    await this.#openCenter();
    const clear = this.#center.locator('.notifications-center-header .codicon-notifications-clear-all');
    if (await clear.isEnabled()) {
      await clear.click();
    }
    await this.#closeCenter();
  }

  #item(container: string, text: string): Locator {
    const message = this.#page.locator('.notification-list-item-message', { hasText: text });
    return this.#page.locator(container).locator('.notification-list-item', { has: message });
  }

  async #openCenter(): Promise<void> {
    if (!(await this.#center.isVisible())) {
      await this.#bell().click();
      await this.#center.waitFor({ timeout: this.#timeoutMs });
    }
  }

  async #closeCenter(): Promise<void> {
    if (await this.#center.isVisible()) {
      await this.#bell().click();
      await this.#center.waitFor({ state: 'hidden', timeout: this.#timeoutMs });
    }
  }

  #bell(): Locator {
    return this.#page.locator('[id="status.notifications"] .statusbar-item-label');
  }
}

async function readFirst(items: Locator): Promise<Notification> {
  const [first] = await items.evaluateAll(readNotifications);
  if (first === undefined) {
    throw new Error('The notification went away while it was read.');
  }
  return first;
}

function readNotifications(items: readonly Element[]): readonly Notification[] {
  const severities = ['error', 'warning', 'info'] as const;
  return items.map((item) => ({
    severity:
      severities.find(
        (name) => item.querySelector(`.notification-list-item-icon.codicon-${name}`) !== null,
      ) ?? 'unknown',
    message: item.querySelector('.notification-list-item-message')?.textContent.trim() ?? '',
    buttons: [...item.querySelectorAll('.notification-list-item-buttons-container .monaco-button')].map(
      (button) => button.textContent.trim(),
    ),
  }));
}
