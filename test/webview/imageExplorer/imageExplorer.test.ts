import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import type { FromExplorer, ToExplorer } from '../../../src/bridge/explorerProtocol.js';
import { startWebviewBrowser, type WebviewBrowser, type WebviewPage } from '../webviewPage.js';
import { filesOf, sampleFiles, sampleView, type SampleRow } from './sampleImage.js';

type ExplorerPage = WebviewPage<ToExplorer, FromExplorer>;

/** Why so long: the machine may be busy with builds. */
const browserStartMs = 60_000;

let browser: WebviewBrowser<ToExplorer, FromExplorer>;
let open: ExplorerPage[] = [];

beforeAll(async () => {
  browser = await startWebviewBrowser('webview/imageExplorer/main.ts');
}, browserStartMs);

afterAll(async () => {
  await browser.close();
});

afterEach(async () => {
  const complaints = open.flatMap((page) => page.complaints);
  await Promise.all(open.map((page) => page.close()));
  open = [];
  expect(complaints).toEqual([]);
});

async function openExplorer(state?: unknown): Promise<ExplorerPage> {
  const page = await browser.open({ state });
  open.push(page);
  return page;
}

async function openMerged(): Promise<ExplorerPage> {
  const explorer = await openExplorer();
  await explorer.send('view', sampleView);
  await explorer.send('files', sampleFiles.merged);
  return explorer;
}

async function press({ page }: ExplorerPage, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

/** The rows in the page, by name. */
function rowNames({ page }: ExplorerPage): Promise<readonly string[]> {
  return page.locator('.tree .file-name').allInnerTexts();
}

function selectedRow({ page }: ExplorerPage): Promise<string | null> {
  return page.locator('.tree .file[aria-selected=true] .file-name').textContent();
}

async function asked(explorer: ExplorerPage): Promise<readonly unknown[]> {
  return (await explorer.messages())
    .filter(({ type }) => type === 'showFiles')
    .map((message) => message.value);
}

test('the page says that it is ready, and then asks for all files of the first image', async () => {
  const explorer = await openExplorer();
  const first = await explorer.messages();
  await explorer.send('view', sampleView);
  expect([first, await asked(explorer)]).toEqual([
    [{ type: 'ready', value: {} }],
    [{ image: '0/0', part: 'merged' }],
  ]);
});

test('the tree is walked with the keyboard as any tree, and Enter opens a file', async () => {
  const explorer = await openMerged();
  await explorer.page.getByRole('tree', { name: 'All files' }).focus();
  await press(explorer, 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowDown');
  const file = await selectedRow(explorer);
  const row = explorer.page.locator('.tree .file[aria-selected=true]');
  const spoken = await Promise.all(
    ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'].map((name) => row.getAttribute(name)),
  );
  const active = await explorer.page.locator('.tree').getAttribute('aria-activedescendant');
  const isActive = active === (await row.getAttribute('id'));
  await press(explorer, 'Enter');
  expect([file, spoken, isActive, (await explorer.messages()).at(-1)]).toEqual([
    'os-release',
    ['2', '2', '3', null],
    true,
    { type: 'openFile', value: { image: '0/0', layer: 2, path: 'etc/os-release' } },
  ]);
});

test('left closes a directory or goes to the one around, and letters go to the next name', async () => {
  const explorer = await openMerged();
  await explorer.page.getByRole('tree').focus();
  await press(explorer, 'e', 'ArrowRight', 'o');
  const found = await selectedRow(explorer);
  await press(explorer, 'ArrowLeft');
  const around = await selectedRow(explorer);
  await press(explorer, 'ArrowLeft');
  expect([found, around, await rowNames(explorer)]).toEqual([
    'os-release',
    'etc',
    ['bin', 'etc', 'srv', 'usr'],
  ]);
});

test('a filter by name shows what fits and the way there; without a hit it says so', async () => {
  const explorer = await openMerged();
  const filter = explorer.page.getByRole('searchbox', { name: 'Filter by name' });
  await filter.fill('CURL');
  const found = await rowNames(explorer);
  await filter.fill('no such name');
  expect([found, await explorer.page.getByText('No file fits the filter.').isVisible()]).toEqual([
    ['usr', 'bin', 'curl'],
    true,
  ]);
});

test('files are filtered by size and ordered by it', async () => {
  const explorer = await openMerged();
  const { page } = explorer;
  await page.getByRole('combobox', { name: 'Filter by size' }).click();
  await page.getByRole('option', { name: '≥ 1 MB' }).click();
  const large = await rowNames(explorer);
  await page.getByRole('combobox', { name: 'Order' }).click();
  await page.getByRole('option', { name: 'By size' }).click();
  expect([large, await rowNames(explorer)]).toEqual([
    ['usr', 'bin', 'bash', 'perl', 'lib', 'libc.so.6'],
    ['usr', 'lib', 'libc.so.6', 'bin', 'perl', 'bash'],
  ]);
});

test('a layer is chosen from the list; its instruction leads to the line of the Dockerfile', async () => {
  const explorer = await openMerged();
  await explorer.page.getByRole('listbox', { name: 'Layers' }).focus();
  await press(explorer, 'ArrowDown', 'ArrowDown');
  await explorer.send('files', sampleFiles.layer);
  const summary = await explorer.page.locator('.files-summary').textContent();
  await explorer.page.getByText('Dockerfile:4').click();
  expect([(await asked(explorer)).at(-1), summary, (await explorer.messages()).at(-1)]).toEqual([
    { image: '0/0', part: 1 },
    '4 files, 514.5 kB · 2 added · 1 changed · 1 removed',
    { type: 'openLine', value: { image: '0/0', layer: 1 } },
  ]);
});

test('what a layer removed is opened as the layer below left it', async () => {
  const explorer = await openExplorer({ sources: sampleView.sources, part: 1 });
  await explorer.send('view', sampleView);
  await explorer.send('files', sampleFiles.layer);
  await explorer.page.getByRole('searchbox').fill('alternatives.log');
  await explorer.page.getByRole('treeitem', { name: /alternatives\.log/ }).dblclick();
  expect((await explorer.messages()).at(-1)).toEqual({
    type: 'openFile',
    value: { image: '0/0', layer: 0, path: 'var/log/alternatives.log' },
  });
});

test('what is wasted is told with the efficiency, the largest first', async () => {
  const explorer = await openMerged();
  await explorer.page.getByRole('option', { name: /Wasted/ }).click();
  await explorer.send('files', sampleFiles.waste);
  expect([await explorer.page.locator('.files-summary').textContent(), await rowNames(explorer)]).toEqual([
    'Efficiency 99.7 % · 227.8 kB in 3 paths',
    ['var/lib/dpkg/status', 'etc/ld.so.cache', 'var/log/alternatives.log'],
  ]);
});

test('two platforms are compared: what differs is shown, and a file of both opens as a difference', async () => {
  const explorer = await openMerged();
  const { page } = explorer;
  await page.getByRole('combobox', { name: 'Compare with' }).click();
  await page.getByRole('option', { name: 'Compared with linux/arm64' }).click();
  await explorer.send('files', sampleFiles.compared);
  await page.getByRole('treeitem', { name: /^bash.*Changed.*1\.4 MB/ }).dblclick();
  const difference = (await explorer.messages()).at(-1);
  await page.getByRole('treeitem', { name: /ld-x86-64/ }).dblclick();
  expect([(await asked(explorer)).at(-1), difference, (await explorer.messages()).at(-1)]).toEqual([
    { image: '0/0', part: 'merged', against: '0/1' },
    {
      type: 'openDifference',
      value: {
        before: { image: '0/0', layer: 2, path: 'usr/bin/bash' },
        after: { image: '0/1', layer: 2, path: 'usr/bin/bash' },
      },
    },
    { type: 'openFile', value: { image: '0/0', layer: 2, path: 'usr/lib/ld-x86-64.so.2' } },
  ]);
});

test('reading shows how far it is, is cancelled, and asked for again', async () => {
  const explorer = await openExplorer();
  await explorer.send('view', sampleView);
  const { request } = sampleFiles.merged;
  await explorer.send('work', { request, current: 10_000_000, total: 40_000_000 });
  const bar = explorer.page.getByRole('progressbar', { name: 'Reading layers' });
  const words = [
    await bar.getAttribute('aria-valuenow'),
    await explorer.page.locator('.files .work-words').textContent(),
  ];
  await explorer.page.getByRole('button', { name: 'Cancel' }).click();
  const cancelled = (await explorer.messages()).at(-1);
  await explorer.send('filesFailed', { request, message: '' });
  await explorer.page.getByRole('button', { name: 'Read It' }).click();
  expect([words, cancelled, (await explorer.messages()).at(-1)]).toEqual([
    ['25', 'Reading layers: 25 %, 10.0 / 40.0 MB'],
    { type: 'cancelFiles', value: {} },
    { type: 'showFiles', value: request },
  ]);
});

/** What has the focus: its name for assistive technology, else its role. */
function focused({ page }: ExplorerPage): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? null;
  });
}

test('the focus stays with what takes the place of a button that goes', async () => {
  const explorer = await openExplorer();
  const { page } = explorer;
  const { request } = sampleFiles.merged;
  await explorer.send('view', sampleView);
  await explorer.send('work', { request, current: 1, total: 4 });
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await explorer.send('filesFailed', { request, message: '' });
  const seen = [await focused(explorer)];
  await press(explorer, 'Enter');
  seen.push(await focused(explorer));
  await explorer.send('files', sampleFiles.merged);
  seen.push(await focused(explorer));
  await page.getByRole('button', { name: 'Read Again' }).focus();
  await explorer.send('view', { ...sampleView, state: 'opening', images: [] });
  seen.push(await focused(explorer));
  await explorer.send('view', { ...sampleView, state: 'failed', images: [], failure: 'It is gone.' });
  seen.push(await focused(explorer));
  await explorer.send('view', sampleView);
  seen.push(await focused(explorer));
  expect(seen).toEqual(['Read It', 'Cancel', 'All files', 'Read Again', 'Try Again', 'Layers']);
});

test('an archive that is unpacked first shows how far that is, and is given up', async () => {
  const explorer = await openExplorer();
  const opening = { ...sampleView, state: 'opening', images: [] } as const;
  await explorer.send('view', opening);
  await explorer.send('opening', { current: 500_000_000, total: 2_000_000_000 });
  const words = await explorer.page.getByText(/^Opening/).textContent();
  await explorer.page.getByRole('button', { name: 'Cancel' }).click();
  await explorer.send('view', { ...opening, state: 'cancelled' });
  const isSaid = await explorer.page.getByText('Opening was cancelled.').first().isVisible();
  await explorer.page.getByRole('button', { name: 'Try Again' }).click();
  expect([words, isSaid, (await explorer.messages()).slice(-2)]).toEqual([
    'Opening: 25 %, 0.5 / 2.0 GB',
    true,
    [
      { type: 'cancelOpening', value: {} },
      { type: 'refresh', value: {} },
    ],
  ]);
});

test('what is shown stays while the archive is read again', async () => {
  const explorer = await openMerged();
  await explorer.send('view', { ...sampleView, state: 'opening', images: [] });
  const during = await rowNames(explorer);
  await explorer.send('view', sampleView);
  expect([during, await asked(explorer)]).toEqual([
    ['bin', 'etc', 'srv', 'usr'],
    [sampleFiles.merged.request, sampleFiles.merged.request],
  ]);
});

test('where it is narrow, filters are behind a button, and shown while they are in use', async () => {
  const explorer = await openMerged();
  const { page } = explorer;
  await page.setViewportSize({ width: 320, height: 700 });
  const size = page.getByRole('combobox', { name: 'Filter by size' });
  const more = page.getByRole('button', { name: 'Filter by size and order' });
  // Why polled: the toolkit tells its elements' attributes a moment later.
  const expectShown = (isShown: boolean): Promise<void> =>
    expect
      .poll(async () => [await size.isVisible(), await more.getAttribute('aria-expanded')])
      .toEqual([isShown, String(isShown)]);
  await expectShown(false);
  await more.focus();
  await press(explorer, 'Enter');
  await expectShown(true);
  await press(explorer, 'Enter');
  await expectShown(false);
});

test('another image to compare with is asked for, and the choice stays what it is', async () => {
  const explorer = await openMerged();
  const against = explorer.page.getByRole('combobox', { name: 'Compare with' });
  await against.click();
  await explorer.page.getByRole('option', { name: 'Another image…' }).click();
  await expect.poll(() => against.evaluate((element) => (element as HTMLSelectElement).value)).toBe('none');
  expect((await explorer.messages()).at(-1)).toEqual({ type: 'run', value: { action: 'compare' } });
});

test('every part has its role and its name for assistive technology', async () => {
  const explorer = await openExplorer({ sources: sampleView.sources, part: 1 });
  await explorer.send('view', sampleView);
  await explorer.send('files', sampleFiles.layer);
  await explorer.page.getByRole('tree').focus();
  await press(explorer, 'ArrowDown', 'ArrowRight', 'ArrowDown');
  expect(await explorer.page.locator('main').ariaSnapshot()).toMatchSnapshot();
});

test('why files cannot be had is said, and why an archive cannot', async () => {
  const explorer = await openExplorer();
  await explorer.send('view', sampleView);
  await explorer.send('filesFailed', { request: sampleFiles.merged.request, message: 'Layer 2 ends early.' });
  const layer = await explorer.page.getByText('Layer 2 ends early.').first().isVisible();
  await explorer.send('view', { ...sampleView, state: 'failed', images: [], failure: 'It is no image.' });
  expect([layer, await explorer.page.getByText('It is no image.').isVisible()]).toEqual([true, true]);
});

test('the choice outlives the page, with the sources that it was made for', async () => {
  const explorer = await openMerged();
  await explorer.page.getByRole('option', { name: /COPY/ }).click();
  const state = await explorer.state();
  const next = await openExplorer(state);
  await next.send('view', sampleView);
  const other = await openExplorer(state);
  await other.send('view', { ...sampleView, sources: ['/elsewhere.tar'] });
  expect([state, await asked(next), await asked(other)]).toEqual([
    { sources: sampleView.sources, part: 2, image: '0/0' },
    [{ image: '0/0', part: 2 }],
    [{ image: '0/0', part: 'merged' }],
  ]);
});

test('whoever comes back to the page finds what was open, sought and selected', async () => {
  const explorer = await openMerged();
  await explorer.page.getByRole('tree').focus();
  await press(explorer, 'u', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  const before = [await rowNames(explorer), await selectedRow(explorer)];
  await press(explorer, 'Enter');
  const next = await openExplorer(await explorer.state());
  await next.send('view', sampleView);
  await next.send('files', sampleFiles.merged);
  expect([await rowNames(next), await selectedRow(next)]).toEqual(before);
  expect(before[1]).toBe('bash');
});

test('a filter outlives the page too, and what makes no sense in a state is left out', async () => {
  const explorer = await openMerged();
  await explorer.page.getByRole('searchbox').fill('curl');
  await expect.poll(() => explorer.state()).toMatchObject({ look: { filter: { text: 'curl' } } });
  const state = (await explorer.state()) as { readonly look: object };
  const broken = { ...state, look: { ...state.look, opened: 7, order: 'colour', selected: 'no/such/file' } };
  const next = await openExplorer(broken);
  await next.send('view', sampleView);
  await next.send('files', sampleFiles.merged);
  expect([await rowNames(next), await next.page.getByRole('searchbox').inputValue()]).toEqual([
    ['usr', 'bin', 'curl'],
    'curl',
  ]);
});

test('of 120,000 files in one directory only those in sight are in the page', async () => {
  const explorer = await openExplorer();
  await explorer.send('view', sampleView);
  const rows: readonly SampleRow[] = Array.from({ length: 120_000 }, (_, index) => ({
    path: `file-${String(index).padStart(6, '0')}`,
    sizeBytes: index,
  }));
  await explorer.send('files', filesOf(sampleFiles.merged.request, rows));
  await explorer.page.getByRole('tree').focus();
  await press(explorer, 'End');
  await explorer.page.getByRole('treeitem', { name: /file-119999/ }).waitFor();
  expect([await selectedRow(explorer), (await rowNames(explorer)).length < 120]).toEqual([
    'file-119999',
    true,
  ]);
});

test('names that would break or hide a row are shown harmless', async () => {
  const explorer = await openExplorer();
  await explorer.send('view', sampleView);
  const rows = [{ path: 'a\nb<img src=x>\u202egnp.exe' }];
  await explorer.send('files', filesOf(sampleFiles.merged.request, rows));
  expect(await rowNames(explorer)).toEqual(['a␊b<img src=x>\ufffdgnp.exe']);
});

test('what can be done with the image is asked of the editor', async () => {
  const explorer = await openMerged();
  for (const name of ['Convert…', 'Verify', 'Inspect', 'Read Again']) {
    await explorer.page.getByRole('button', { name }).click();
  }
  expect((await explorer.messages()).slice(-4)).toEqual([
    { type: 'run', value: { action: 'convert' } },
    { type: 'run', value: { action: 'verify' } },
    { type: 'run', value: { action: 'inspect' } },
    { type: 'refresh', value: {} },
  ]);
});
