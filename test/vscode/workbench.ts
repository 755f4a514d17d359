import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Frame, Locator, Page } from 'playwright-core';

import { becomes } from './becomes.js';
import { openBrowser, type BrowserWindow } from './browser.js';
import { startCodeServer, type CodeServer } from './codeServer.js';
import { readLogTails } from './editorLog.js';
import { findInstallation, readBuiltInThemes, type BuiltInTheme } from './installation.js';
import { chooseFromMenu, openMenu, revealInExplorer } from './menu.js';
import { Notifications } from './notification.js';
import { readProblems, type Problem } from './problem.js';
import { findMarked, type MarkedProcess } from './processTree.js';
import { QuickInput } from './quickInput.js';
import { findStatusBarItem, readStatusBar, type StatusBarItem } from './statusBar.js';
import { holdsSoon, waitUntil } from './waitUntil.js';
import { findTab, findWebviewFrame } from './webviewFrame.js';

/** What a real VS Code is started with. */
export interface WorkbenchOptions {
  /** The folder to open. */
  readonly folder: string;
  /** Packaged extensions to install. */
  readonly vsix: string | readonly string[];
  /** User settings beside those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False opens the folder in Restricted Mode. True when left out. */
  readonly trusted?: boolean;
  /** Added to the environment of the extension host, such as `DOCKER_HOST`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where pictures go. `test-output/screenshots` when left out. */
  readonly screenshotDirectory?: string;
  /** How long to wait for what should be there at once. 15 000 when left out; builds are waited for by the test. */
  readonly timeoutMs?: number;
}

/** How long the phases of the start took, in milliseconds. */
export interface StartTimes {
  readonly installMs: number;
  readonly serverMs: number;
  readonly openMs: number;
}

/** A modal dialog. */
export interface Dialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** What could not be done, where the picture of it is, and the ends of the logs. */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError';
}

/** The themes pictures are taken in: the two VS Code starts with by itself, and the two of high contrast. */
export const themes = {
  light: 'Light 2026',
  dark: 'Dark 2026',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

/** Nothing greets, asks, updates, reports or moves on its own, so that tests and pictures repeat. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'workbench.colorTheme': themes.light,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'window.autoDetectColorScheme': false,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'always',
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'explorer.compactFolders': false,
  'git.openRepositoryInParentFolders': 'never',
} as const;

interface WorkbenchParts {
  readonly server: CodeServer;
  readonly window: BrowserWindow;
  readonly themes: readonly BuiltInTheme[];
  readonly folder: string;
  readonly screenshotDirectory: string;
  readonly timeoutMs: number;
}

/**
 * Starts a real VS Code in a browser, with the extensions installed and the folder open.
 * Whoever starts it calls {@link Workbench.stop}. If starting fails, nothing stays behind.
 */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const installation = await findInstallation();
  const server = await startCodeServer({
    installation,
    vsix: [options.vsix].flat().map((file) => resolve(file)),
    settings: { ...quietSettings, ...options.settings },
    trusted: options.trusted ?? true,
    env: options.env ?? {},
  });
  let window: BrowserWindow | undefined;
  try {
    window = await openBrowser(installation.chromium);
    const workbench = new Workbench({
      server,
      window,
      themes: await readBuiltInThemes(installation),
      folder: await realpath(options.folder),
      screenshotDirectory: resolve(options.screenshotDirectory ?? 'test-output/screenshots'),
      timeoutMs: options.timeoutMs ?? 15_000,
    });
    await workbench.open();
    if (options.trusted === false) {
      await workbench.waitForStatusBar('status.workspaceTrust');
    }
    return workbench;
  } catch (error) {
    await window?.close();
    await server.stop();
    throw error;
  }
}

/**
 * One window of a real VS Code, driven as a user drives it. Every method waits until what it does has happened.
 * When one fails, its error holds the path of a picture and the ends of the extension host's logs.
 */
export class Workbench {
  /** The browser's page, for what has no method here. */
  readonly page: Page;
  /** Picks, input boxes and the palette. Wait for a question with `read`. */
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly #quickInput: QuickInput;
  readonly #parts: WorkbenchParts;
  #openMs = 0;

  constructor(parts: WorkbenchParts) {
    this.#parts = parts;
    this.page = parts.window.page;
    this.page.setDefaultTimeout(parts.timeoutMs);
    this.#quickInput = new QuickInput(this.page, parts.timeoutMs);
    this.quickInput = this.#withEvidence(this.#quickInput);
    this.notifications = this.#withEvidence(new Notifications(this.page, parts.timeoutMs));
  }

  get startTimes(): StartTimes {
    const { installMs, startMs } = this.#parts.server;
    return { installMs, serverMs: startMs, openMs: this.#openMs };
  }

  /** Opens the folder. `startWorkbench` has done it already. */
  async open(): Promise<void> {
    const before = Date.now();
    await this.#attempt('open the folder', async () => {
      await this.page.goto(`${this.#parts.server.url}/?folder=${encodeURIComponent(this.#parts.folder)}`);
      await this.#untilReady();
    });
    this.#openMs = Date.now() - before;
  }

  /** Runs a command by its full title in the palette, such as `OCI Recipe: Check`. */
  async runCommand(title: string): Promise<void> {
    await this.#attempt(`run '${title}'`, () => this.#quickInput.runCommand(title));
  }

  /**
   * Opens the quick fixes at the cursor and gives the first with this text in it. Asks again when none come: VS Code
   * drops what was asked for when, a moment after the cursor moved, it asks by itself.
   */
  async openQuickFix(text: string): Promise<Locator> {
    const fix = this.page.locator('.action-widget .monaco-list-row', { hasText: text }).first();
    await this.#attempt(`open the quick fix '${text}'`, () =>
      waitUntil(
        async () => {
          await this.#quickInput.runCommand('Quick Fix...');
          return becomes(fix, 'visible', 3000);
        },
        this.#parts.timeoutMs,
        `There is no quick fix '${text}'`,
      ),
    );
    return fix;
  }

  /** Opens a file of the folder in an editor and waits until its text is there. */
  async openFile(relativePath: string): Promise<void> {
    await this.#attempt(`open ${relativePath}`, async () => {
      const path = join(this.#parts.folder, relativePath);
      await this.#quickInput.openFile(path);
      const uri = JSON.stringify(path);
      await this.page.locator(`.editor-instance [data-uri$=${uri}] .view-line`).first().waitFor();
    });
  }

  /** Closes every editor; those with unsaved changes ask first, see {@link Workbench.dialog}. */
  async closeEditors(): Promise<void> {
    await this.runCommand('View: Close All Editors');
  }

  /** Brings the Problems view to the front and reads all of it. */
  async problems(): Promise<readonly Problem[]> {
    return this.#attempt('read the problems', async () => {
      if (!(await this.page.locator('.markers-panel').isVisible())) {
        await this.#quickInput.runCommand('Problems: Focus on Problems View');
      }
      return readProblems(this.page);
    });
  }

  /** Waits until the problems satisfy `condition`, and returns them. */
  async waitForProblems(
    condition: (problems: readonly Problem[]) => boolean,
    timeoutMs = this.#parts.timeoutMs,
  ): Promise<readonly Problem[]> {
    let last = await this.problems();
    await this.#attempt('wait for problems', () =>
      waitUntil(
        async () => {
          last = await readProblems(this.page);
          return condition(last);
        },
        timeoutMs,
        () => `The problems are not the expected ones but ${JSON.stringify(last, undefined, 2)}`,
      ),
    );
    return last;
  }

  /** Right-clicks a file of the explorer and clicks the entry `menuPath` leads to, through submenus. */
  async contextMenu(relativePath: string, menuPath: readonly string[]): Promise<void> {
    await this.#attempt(`choose ${menuPath.join(' ▸ ')} on ${relativePath}`, async () => {
      await chooseFromMenu(this.page, await this.#explorerRow(relativePath), menuPath);
    });
  }

  /** Right-clicks a file of the explorer, opens submenus, and returns the labels of the last. It stays open. */
  async openContextMenu(relativePath: string, submenus: readonly string[] = []): Promise<readonly string[]> {
    return this.#attempt(`open the menu of ${relativePath}`, async () =>
      openMenu(this.page, await this.#explorerRow(relativePath), submenus),
    );
  }

  /** Closes menus left open. */
  async closeMenu(): Promise<void> {
    await this.#attempt('close the menu', () =>
      waitUntil(
        async () => {
          await this.page.keyboard.press('Escape');
          return !(await this.page.locator('.monaco-menu').first().isVisible());
        },
        this.#parts.timeoutMs,
        'The menu stays open',
      ),
    );
  }

  /** The same as {@link Workbench.contextMenu}, on the tab of an open editor. */
  async tabContextMenu(title: string, menuPath: readonly string[]): Promise<void> {
    await this.#attempt(`choose ${menuPath.join(' ▸ ')} on the tab ${title}`, () =>
      chooseFromMenu(this.page, findTab(this.page, title), menuPath),
    );
  }

  /** The same as {@link Workbench.contextMenu}, on the text of the active editor. */
  async editorContextMenu(menuPath: readonly string[]): Promise<void> {
    await this.#attempt(`choose ${menuPath.join(' ▸ ')} in the editor`, () =>
      chooseFromMenu(this.page, this.#activeText().locator('.view-line').first(), menuPath),
    );
  }

  async statusBar(): Promise<readonly StatusBarItem[]> {
    return this.#attempt('read the status bar', () => readStatusBar(this.page));
  }

  /** Waits for a status bar item whose id, text or label contains `name`. */
  async waitForStatusBar(name: string, timeoutMs = this.#parts.timeoutMs): Promise<void> {
    await this.#attempt(`wait for the status bar item '${name}'`, () =>
      findStatusBarItem(this.page, name).waitFor({ timeout: timeoutMs }),
    );
  }

  /** Clicks the status bar item whose id, text or label contains `name`. */
  async clickStatusBar(name: string): Promise<void> {
    await this.#attempt(`click the status bar item '${name}'`, () =>
      findStatusBarItem(this.page, name).locator('.statusbar-item-label').click(),
    );
  }

  /** The document inside the webview editor of this title; see {@link findWebviewFrame} for how long it lives. */
  async webview(title: string): Promise<Frame> {
    return this.#attempt(`find the webview '${title}'`, () =>
      findWebviewFrame(this.page, title, this.#parts.timeoutMs),
    );
  }

  /** Waits for a modal dialog and reads it. */
  async dialog(): Promise<Dialog> {
    return this.#attempt('read the dialog', async () => {
      const box = this.#dialogBox();
      await box.waitFor();
      return {
        message: (await box.locator('.dialog-message-text').allInnerTexts()).join(' ').trim(),
        detail: (await box.locator('.dialog-message-detail').allInnerTexts()).join(' ').trim(),
        buttons: await box.locator('.dialog-buttons .monaco-button').allInnerTexts(),
      };
    });
  }

  /** Clicks a button of the modal dialog. */
  async answerDialog(button: string): Promise<void> {
    await this.#attempt(`answer the dialog with '${button}'`, async () => {
      const box = this.#dialogBox();
      await box.locator('.dialog-buttons .monaco-button', { hasText: button }).click();
      await box.waitFor({ state: 'hidden' });
    });
  }

  /** Whether the window is in Restricted Mode. */
  async isRestricted(): Promise<boolean> {
    return this.page.locator('[id="status.workspaceTrust"]').isVisible();
  }

  /** Trusts the folder, by the editor for it or by the dialog that asks, whichever there is. */
  async trust(): Promise<void> {
    await this.#attempt('trust the folder', async () => {
      if (!(await this.#dialogBox().isVisible())) {
        await this.#quickInput.runCommand('Workspaces: Manage Workspace Trust');
        await this.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
        await this.page.locator('[id="status.workspaceTrust"]').waitFor({ state: 'hidden' });
        await this.#quickInput.runCommand('View: Close Editor');
        return;
      }
      await this.#dialogBox().locator('.monaco-button', { hasText: /Trust/ }).first().click();
      await this.page.locator('[id="status.workspaceTrust"]').waitFor({ state: 'hidden' });
    });
  }

  /** Changes user settings; undefined takes one away. They are in effect when this returns. */
  async setSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#attempt(`change settings ${Object.keys(changes).join(', ')}`, async () => {
      const file = this.#parts.server.settingsFile;
      const settings = { ...(await readWholeSettings(file, this.#parts.timeoutMs)), ...changes };
      await writeFile(file, JSON.stringify(settings, undefined, 2));
      // Why: this VS Code does not watch the file, and reads it again only when it has written to it itself.
      await this.#toggleMinimap();
      await this.#toggleMinimap();
    });
  }

  /** Switches to a colour theme, by its id, and waits until the workbench wears it. */
  async setTheme(id: string): Promise<void> {
    await this.#attempt(`wear the theme '${id}'`, async () => {
      const theme = this.#parts.themes.find((candidate) => candidate.id === id);
      if (theme === undefined) {
        throw new Error(
          `There is no such theme, only ${this.#parts.themes.map((each) => each.id).join(', ')}.`,
        );
      }
      await this.setSettings({ 'workbench.colorTheme': id });
      await this.page.locator(`.monaco-workbench.${theme.className}`).waitFor();
    });
  }

  /** Takes a picture of the whole window and returns its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(this.#parts.screenshotDirectory, `${name}.png`);
    await mkdir(this.#parts.screenshotDirectory, { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Reloads the window in the orderly way: editors are saved and come back, the extension host is a new one. */
  async reload(): Promise<void> {
    await this.#attempt('reload the window', async () => {
      const loaded = this.page.waitForEvent('load');
      await this.#quickInput.startReload();
      await loaded;
      await this.#untilReady();
    });
  }

  /** What the page and the webviews reported as errors, a refused resource of a strict CSP among them. */
  consoleErrors(): readonly string[] {
    return [...this.#parts.window.errors];
  }

  /** The ends of the extension host's log and of all output channels. */
  async logs(): Promise<string> {
    return readLogTails(this.#parts.server.logsDirectory);
  }

  /** The running processes below the extension host and the server whose command line matches. */
  async processes(pattern: RegExp): Promise<readonly MarkedProcess[]> {
    const all = await findMarked(this.#parts.server.marker);
    return all.filter(({ commandLine }) => pattern.test(commandLine));
  }

  /** Keeps a picture and the logs of a failed test; returns where they are and the end of the logs. */
  async recordFailure(name: string): Promise<string> {
    const slug = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 80);
    const picture = await this.screenshot(`failure-${slug}`);
    const report = [await this.logs(), '--- browser console', ...this.consoleErrors().slice(-20)].join('\n');
    const log = picture.replace(/\.png$/, '.log');
    await writeFile(log, report);
    return `Picture: ${picture}\nLogs: ${log}, which end so:\n${report.split('\n').slice(-15).join('\n')}`;
  }

  /** Ends the browser, the server and everything below them, and removes their folders. May be called twice. */
  async stop(): Promise<void> {
    await this.#parts.window.close();
    await this.#parts.server.stop();
  }

  async #toggleMinimap(): Promise<void> {
    const key = 'editor.minimap.enabled';
    const file = this.#parts.server.settingsFile;
    const before = (await readWholeSettings(file, this.#parts.timeoutMs))[key];
    const isWritten = async (): Promise<boolean> => {
      const settings = await readSettings(file);
      return settings !== undefined && settings[key] !== before;
    };
    await waitUntil(
      async () => {
        // Why: until VS Code has read what it wrote last, the command sets the value that is there already.
        await this.#quickInput.runCommand('View: Toggle Minimap');
        return holdsSoon(isWritten, 1000);
      },
      this.#parts.timeoutMs,
      `VS Code does not write '${key}' to its settings`,
    );
  }

  async #untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-rows').waitFor({ timeout: 30_000 });
    await this.page.locator('[id="status.host"]').waitFor();
  }

  #explorerRow(relativePath: string): Promise<Locator> {
    return revealInExplorer(this.page, this.#parts.folder, relativePath);
  }

  #activeText(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  #dialogBox(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The same object, whose methods, all asynchronous, fail as those of this class do. */
  #withEvidence<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') {
          return member;
        }
        const what = `${target.constructor.name}.${String(name)}`;
        return (...values: readonly unknown[]) =>
          this.#attempt(what, () => Reflect.apply(member, target, values) as Promise<unknown>);
      },
    });
  }

  async #attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (cause) {
      if (cause instanceof WorkbenchError) {
        throw cause;
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      const evidence = await this.recordFailure(what);
      throw new WorkbenchError(`Could not ${what}: ${reason}\n${evidence}`, { cause });
    }
  }
}

/** Undefined in the moment in which VS Code writes the file anew. */
async function readSettings(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** The settings as they are once VS Code has written them wholly. */
async function readWholeSettings(
  file: string,
  timeoutMs: number,
): Promise<Readonly<Record<string, unknown>>> {
  let settings: Readonly<Record<string, unknown>> | undefined;
  await waitUntil(
    async () => {
      settings = await readSettings(file);
      return settings !== undefined;
    },
    timeoutMs,
    `${file} holds no settings`,
  );
  return settings ?? {};
}
