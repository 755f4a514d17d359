import { basename } from 'node:path';

import { errors, type Locator, type Page } from 'playwright-core';

import { becomes } from './becomes.js';
import { findLabel } from './label.js';
import { waitUntil } from './waitUntil.js';

/** What the quick pick or input box on top of the workbench shows. */
export interface QuickInputState {
  /** Empty when it has none, and so with the other texts. */
  readonly title: string;
  readonly placeholder: string;
  /** The prompt of an input box, or why its value is refused. */
  readonly message: string;
  readonly value: string;
  /** The visible rows of a pick, in order; none for an input box. */
  readonly items: readonly QuickPickItem[];
}

/** One row of a quick pick. */
interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Whether its box is ticked; undefined where there is no box. */
  readonly isPicked: boolean | undefined;
}

/** The quick pick, input box and command palette: VS Code draws all three with one widget. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;
  readonly #input: Locator;
  readonly #timeoutMs: number;

  constructor(page: Page, timeoutMs: number) {
    this.#page = page;
    this.#timeoutMs = timeoutMs;
    this.#widget = page.locator('.quick-input-widget:visible');
    this.#input = this.#widget.locator('.quick-input-box input');
  }

  /** Runs the command of the palette whose full title, category included, is exactly this one. */
  async runCommand(title: string): Promise<void> {
    const query = `>${title}`;
    await this.#choose(query, title, 'there is no such command in the palette');
    await this.#untilAnswered(query);
  }

  /** Runs the command that reloads the window, which takes the palette with it. */
  async startReload(): Promise<void> {
    const title = 'Developer: Reload Window';
    await this.#choose(`>${title}`, title, 'there is no such command in the palette');
  }

  /** Opens the file of this absolute path in an editor. */
  async openFile(path: string): Promise<void> {
    await this.#choose(path, basename(path), 'quick open does not find it');
    await this.#untilAnswered(path);
  }

  /** Waits for a pick or an input box and reads it. */
  async read(): Promise<QuickInputState> {
    await this.#widget.waitFor({ timeout: this.#timeoutMs });
    return {
      title: await readText(this.#widget.locator('.quick-input-title:visible')),
      placeholder: (await this.#input.getAttribute('placeholder')) ?? '',
      message: await readText(this.#widget.locator('.quick-input-message:visible')),
      value: await this.#input.inputValue(),
      items: await this.#widget.locator('.quick-input-list .monaco-list-row').evaluateAll(readItems),
    };
  }

  /** Reads it until it satisfies `condition`: validation of an input box, say, comes a moment after the typing. */
  async readUntil(condition: (state: QuickInputState) => boolean): Promise<QuickInputState> {
    let state = await this.read();
    await waitUntil(
      async () => {
        state = await this.read();
        return condition(state);
      },
      this.#timeoutMs,
      'The quick input does not show what is expected',
    );
    return state;
  }

  /** Clicks the row of a single-choice pick. */
  async choose(label: string): Promise<void> {
    await this.#row(label).click({ timeout: this.#timeoutMs });
    await this.#row(label).waitFor({ state: 'hidden', timeout: this.#timeoutMs });
  }

  /** Ticks exactly the rows with these labels in a multiple-choice pick, and accepts. */
  async pick(labels: readonly string[]): Promise<void> {
    const { items } = await this.read();
    const missing = labels.filter((label) => !items.some((item) => item.label === label));
    if (missing.length > 0) {
      const offered = items.map((item) => item.label).join(', ');
      throw new Error(`The pick does not offer ${missing.join(', ')}, only ${offered}.`);
    }
    for (const { label, isPicked } of items) {
      if (isPicked !== labels.includes(label)) {
        await this.#row(label).click({ timeout: this.#timeoutMs });
      }
    }
    await this.#accept();
  }

  /** Replaces the text of an input box, and accepts unless the box refuses it. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.#accept();
  }

  /** Names a folder in VS Code's dialog for files, which goes there first and does not hear what comes meanwhile. */
  async answerFolder(path: string): Promise<void> {
    await this.type(`${path}/`);
    await waitUntil(
      async () => {
        const button = this.#widget.locator('.monaco-button').first();
        return !(await button.isVisible()) || ((await this.#clickSoon(button)) && (await this.#hides()));
      },
      this.#timeoutMs,
      `The dialog for files does not take ${path}`,
    );
  }

  /** Replaces the text of an input box without accepting it, so that its validation can be read. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text, { timeout: this.#timeoutMs });
  }

  /** Closes the widget, if it is open, without an answer. */
  async cancel(): Promise<void> {
    if (await this.#widget.isVisible()) {
      await this.#page.keyboard.press('Escape');
      await this.#widget.waitFor({ state: 'hidden', timeout: this.#timeoutMs });
    }
  }

  /** Opens the palette with a query and clicks the row of that label, asking again while it may yet appear. */
  async #choose(query: string, label: string, complaint: string): Promise<void> {
    let offered: readonly string[] = [];
    await waitUntil(
      async () => {
        // Why: an open palette does not learn of commands registered after it was opened, and it closes
        // when something else takes the focus, such as a webview that has just appeared.
        if ((await this.#ask(query)) && (await this.#clickSoon(this.#row(label)))) {
          return true;
        }
        offered = await this.#widget.locator('.quick-input-list .label-name').allInnerTexts();
        await this.cancel();
        return false;
      },
      this.#timeoutMs,
      () => `'${label}': ${complaint}, only: ${offered.join(', ') || 'nothing'}`,
    );
  }

  async #clickSoon(row: Locator): Promise<boolean> {
    try {
      await row.click({ timeout: 2500 });
      return true;
    } catch (error) {
      if (error instanceof errors.TimeoutError) {
        return false;
      }
      throw error;
    }
  }

  #hides(): Promise<boolean> {
    return becomes(this.#widget, 'hidden', 1500);
  }

  async #ask(query: string): Promise<boolean> {
    await this.cancel();
    if (!(await this.#openPalette())) {
      return false;
    }
    if (!(await this.#selectText())) {
      return false;
    }
    await this.#page.keyboard.insertText(query);
    return (await readValue(this.#input)) === query;
  }

  /** Why two keys: on a busy machine the workbench at times does not hear the one until it has heard the other. */
  async #openPalette(): Promise<boolean> {
    for (const key of ['F1', 'Control+Shift+P']) {
      await this.#page.keyboard.press(key);
      if (await becomes(this.#input, 'visible', 1500)) {
        return true;
      }
    }
    return false;
  }

  /** Selects the palette's text; false when it has closed meanwhile, as it does when something takes the focus. */
  async #selectText(): Promise<boolean> {
    try {
      await this.#input.press('Control+A', { timeout: 1000 });
      return true;
    } catch (error) {
      if (error instanceof errors.TimeoutError) {
        return false;
      }
      throw error;
    }
  }

  #row(label: string): Locator {
    const name = findLabel(this.#page, label);
    return this.#widget.locator('.quick-input-list .monaco-list-row', { has: name }).first();
  }

  async #accept(): Promise<void> {
    const before = await this.#fingerprint();
    await this.#input.press('Enter', { timeout: this.#timeoutMs });
    await waitUntil(
      async () => (await this.#fingerprint()) !== before,
      this.#timeoutMs,
      `The quick input does not accept its value: ${before}`,
    );
  }

  /** The widget goes away, or the command has put a question of its own into it. */
  async #untilAnswered(query: string): Promise<void> {
    const isOpen = async (): Promise<boolean> => (await readValue(this.#input)) === query;
    await waitUntil(
      async () => !(await isOpen()),
      this.#timeoutMs,
      `'${query}' was chosen, but the palette stays open`,
    );
  }

  /** Differs between one question and the next, not between two states of one. */
  async #fingerprint(): Promise<string> {
    // Why at one stroke: the widget may go away between two questions about it.
    const texts = await this.#widget.evaluateAll((widgets) =>
      widgets.map((widget) => [widget.textContent, widget.querySelector('input')?.placeholder]),
    );
    return JSON.stringify(texts);
  }
}

function readItems(rows: readonly Element[]): readonly QuickPickItem[] {
  const text = (row: Element, selector: string): string =>
    row.querySelector(selector)?.textContent.trim() ?? '';
  return rows.map((row) => {
    const box = row.querySelector('[role="checkbox"], input[type="checkbox"]');
    const isHidden = box === null || getComputedStyle(box).display === 'none';
    const checked = row.getAttribute('aria-checked') ?? box?.getAttribute('aria-checked');
    return {
      label: text(row, '.label-name'),
      description: text(row, '.label-description'),
      detail: text(row, '.quick-input-list-label-meta'),
      isPicked: isHidden ? undefined : checked === 'true',
    };
  });
}

async function readText(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join(' ').trim();
}

/** Undefined when there is no such input; does not wait for one. */
async function readValue(input: Locator): Promise<string | undefined> {
  const values = await input.evaluateAll((inputs) => inputs.map((each) => (each as HTMLInputElement).value));
  return values[0];
}
