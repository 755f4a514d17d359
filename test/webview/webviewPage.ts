import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { build } from 'esbuild';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

import { formatMonitorHtml } from '../../src/editor/monitor/monitorHtml.js';
import type { FromMonitor, MessageOf, ToMonitor } from '../../src/bridge/monitorProtocol.js';

import { themes } from './themes.js';

/** A theme of VS Code whose colours were recorded. */
export type ThemeName = keyof typeof themes;

/** How a page is opened. */
interface WebviewPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What the page before this one has saved. */
  readonly state?: unknown;
  readonly reducedMotion?: boolean;
}

/** The built webview in a page like the one VS Code gives it. */
export interface WebviewPage<To, From> {
  readonly page: Page;
  /** Sends a message and waits until it is drawn. */
  send<Name extends keyof To>(type: Name, value: To[Name]): Promise<void>;
  /** Everything the webview has sent, in order. */
  messages(): Promise<readonly MessageOf<From>[]>;
  /** What the webview has saved last. */
  state(): Promise<unknown>;
  /** Violations of the security policy and errors of scripts; empty in a sound page. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** The page of the build monitor. */
export type MonitorPage = WebviewPage<ToMonitor, FromMonitor>;

/** One browser and the bundle, for all pages of a test file. */
export interface WebviewBrowser<To, From> {
  open(options?: WebviewPageOptions): Promise<WebviewPage<To, From>>;
  close(): Promise<void>;
}

interface Recorder {
  sent: unknown[];
  state: unknown;
}

const origin = 'http://monitor.test';

/** A browser for the build monitor. */
export type MonitorBrowser = WebviewBrowser<ToMonitor, FromMonitor>;

/** Starts a browser for the build monitor. */
export function startMonitorBrowser(): Promise<MonitorBrowser> {
  return startWebviewBrowser('webview/main.ts');
}

/**
 * Bundles a webview as the product does and starts Chromium: `$CHROMIUM`, else the first of its names on the PATH.
 * `entry` is its script.
 */
export async function startWebviewBrowser<To, From>(entry: string): Promise<WebviewBrowser<To, From>> {
  const [script, executablePath] = await Promise.all([bundle(entry), findChromium()]);
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  const context = await browser.newContext();
  return {
    open: (options = {}) => openPage(context, script, options),
    close: () => browser.close(),
  };
}

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

async function findChromium(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const candidate of [process.env['CHROMIUM'] ?? '', ...found]) {
    if (candidate !== '' && (await exists(candidate))) {
      return candidate;
    }
  }
  throw new Error(
    'The webview is tested in Chromium: install it, or name it with the environment variable CHROMIUM.',
  );
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The same settings as esbuild.mjs has for the webview. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    minify: true,
    keepNames: true,
    write: false,
    platform: 'browser',
    target: 'chrome122',
    format: 'iife',
    entryPoints: [entry],
    loader: { '.css': 'text' },
  });
  return outputFiles[0]?.text ?? '';
}

async function openPage<To, From>(
  context: BrowserContext,
  script: string,
  options: WebviewPageOptions,
): Promise<WebviewPage<To, From>> {
  const { width = 1100, height = 720, reducedMotion = false } = options;
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ reducedMotion: reducedMotion ? 'reduce' : 'no-preference' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(imitateEditor, { theme: themes[options.theme ?? 'dark'], state: options.state });
  await serve(page, script);
  await page.goto(origin);
  return {
    page,
    complaints,
    send: async (type, value) => {
      await page.evaluate(sendAndDraw, { type, value });
    },
    messages: () =>
      page.evaluate(() => (globalThis as unknown as { recorder: { sent: MessageOf<From>[] } }).recorder.sent),
    state: () => page.evaluate(() => (globalThis as unknown as { recorder: Recorder }).recorder.state),
    close: () => page.close(),
  };
}

/** Runs in the page before its own script, as VS Code's does: the editor's interface and the colours of the theme. */
function imitateEditor(given: {
  readonly theme: { readonly kind: string; readonly colors: Readonly<Record<string, string>> };
  readonly state: unknown;
}): void {
  const recorder: Recorder = { sent: [], state: given.state };
  Object.assign(globalThis, {
    recorder,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => recorder.sent.push(message),
      getState: () => recorder.state,
      setState: (state: unknown) => {
        recorder.state = state;
      },
    }),
  });
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(given.theme.colors)) {
      document.documentElement.style.setProperty(name, value);
    }
    document.body.className = given.theme.kind;
    document.body.dataset['vscodeThemeKind'] = given.theme.kind;
  });
}

/** Runs in the page. Why three frames: one gathers the messages, and the components draw in the ones after. */
async function sendAndDraw(message: unknown): Promise<void> {
  window.postMessage(message, '*');
  for (let frame = 0; frame < 3; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** What VS Code puts before the head of every webview, as far as it touches what the monitor uses. */
const editorStyles = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  a, a code { color: var(--vscode-textLink-foreground); }
  code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background);
    padding: 1px 3px; border-radius: 4px; }
  kbd { border: 1px solid var(--vscode-keybindingLabel-border); padding: 1px 3px; vertical-align: middle; }
}`;

/** Nothing but the page and its script can be had: whatever else is asked for fails, and fails the test. */
async function serve(page: Page, scriptText: string): Promise<void> {
  const nonce = randomUUID();
  const script = `${origin}/dist/webview.js`;
  const html = formatMonitorHtml({
    cspSource: origin,
    script,
    nonce,
    title: 'Build Monitor',
    language: 'en',
  });
  const body = html.replace('<head>', `<head><style>${editorStyles}</style>`);
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      await route.fulfill({ contentType: 'text/html', body });
    } else if (pathname === '/dist/webview.js') {
      await route.fulfill({ contentType: 'text/javascript', body: scriptText });
    } else {
      await route.abort();
    }
  });
}
