import { chromium, type Browser, type Page } from 'playwright-core';

/** A browser window that shows a workbench. */
export interface BrowserWindow {
  readonly page: Page;
  /** What the page and its frames wrote to the console as errors or threw, oldest first. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Everything that would make a browser talk to others, or look different from one run to the next, is off. */
const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A part of Microsoft's own builds that others do not have; the workbench asks for it and does without. */
const proprietary = '/node_modules/vsda/';

/** Opens an empty window, in a fresh profile, of a size that suits pictures. */
export async function openBrowser(executablePath: string): Promise<BrowserWindow> {
  const browser = await chromium.launch({ executablePath, args: switches });
  try {
    const page = await openPage(browser);
    return { ...page, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function openPage(browser: Browser): Promise<Omit<BrowserWindow, 'close'>> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.includes(proprietary)) {
      errors.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  return { page, errors };
}
