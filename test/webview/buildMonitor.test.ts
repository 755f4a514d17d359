import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import type { BuildView, StepView } from '../../src/bridge/monitorProtocol.js';

import { startMonitorBrowser, type MonitorBrowser, type MonitorPage } from './webviewPage.js';
import { build, logOf, platform, situations, startedMs, step, viewOf } from './sampleViews.js';

/** Why so long: the machine may be busy with builds. */
const browserStartMs = 60_000;

let browser: MonitorBrowser;
let open: MonitorPage[] = [];

beforeAll(async () => {
  browser = await startMonitorBrowser();
}, browserStartMs);

afterAll(async () => {
  await browser.close();
});

afterEach(async () => {
  const complaints = open.flatMap((monitor) => monitor.complaints);
  await Promise.all(open.map((monitor) => monitor.close()));
  open = [];
  expect(complaints).toEqual([]);
});

async function openMonitor(state?: unknown): Promise<MonitorPage> {
  const monitor = await browser.open({ state });
  open.push(monitor);
  return monitor;
}

/** Presses keys one after the other and lets each be drawn. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

function many(count: number, state: (index: number) => StepView['state']): readonly StepView[] {
  return Array.from({ length: count }, (_, index) =>
    step(`n${index}`, `RUN step ${index}`, state(index), { stage: `build ${index + 1}/${count}` }),
  );
}

function oneBuild(steps: readonly StepView[], more: Partial<BuildView> = {}): BuildView {
  return build('b1', { platforms: [platform('linux/amd64', 'running', steps)], ...more });
}

const three = [step('1', 'RUN a', 'succeeded'), step('2', 'RUN b', 'running'), step('3', 'RUN c', 'waiting')];

test('the webview says that it is ready, and then asks for the log of the step that runs', async () => {
  const monitor = await openMonitor();
  const first = await monitor.messages();
  await monitor.send('view', viewOf(oneBuild(three)));
  expect([first, (await monitor.messages()).slice(1)]).toEqual([
    [{ type: 'ready', value: {} }],
    [{ type: 'showStep', value: { buildId: 'b1', stepId: '2' } }],
  ]);
});

test('without a build the monitor says how to start one, and before the first view it says nothing', async () => {
  const monitor = await openMonitor();
  const before = await monitor.page.getByText('No builds yet').isVisible();
  await monitor.send('view', { builds: [] });
  expect([before, await monitor.page.getByText('No builds yet').isVisible()]).toEqual([false, true]);
});

test('steps are walked with the keyboard, and Enter leads into the log', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  await monitor.page.getByRole('listbox', { name: 'Steps of linux/amd64' }).focus();
  await press(monitor.page, 'ArrowUp', 'End', 'ArrowDown', 'Home');
  await monitor.send('stepLog', logOf('b1', '1', 3));
  await press(monitor.page, 'Enter');
  const asked = (await monitor.messages()).filter((message) => message.type === 'showStep');
  expect({
    asked: asked.map((message) => message.value.stepId),
    selected: await monitor.page.locator('.step[aria-selected=true]').getAttribute('id'),
    active: await monitor.page.locator('.steps').getAttribute('aria-activedescendant'),
    focus: await monitor.page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
  }).toEqual({
    asked: ['2', '1', '3', '1'],
    selected: 'step:linux/amd64:1',
    active: 'step:linux/amd64:1',
    focus: 'Log of RUN a',
  });
});

test('every action is reached with Tab, in the order of reading', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', situations.failed);
  await monitor.send('stepLog', logOf('failed', 'r5', 200));
  // Why: the toolkit's elements take the focus only once they have drawn what is inside them.
  await monitor.page.getByRole('button', { name: 'Show Log' }).waitFor();
  await monitor.page.getByRole('tab', { name: /linux\/arm64/ }).waitFor();
  const stops: string[] = [];
  for (let stop = 0; stop < 8; stop += 1) {
    await press(monitor.page, 'Tab');
    stops.push(await monitor.page.evaluate(nameOfFocus));
  }
  expect(stops).toEqual([
    'Show Log',
    'Dockerfile:12',
    'Last lines of the log',
    'linux/arm64, Failed, 4 of 6 steps done, 1 cached',
    'Steps of linux/arm64',
    'Size of the list of steps',
    'Copy the log of this step',
    'Log of RUN make -C /src all install DESTDIR=/out',
  ]);
});

/** Runs in the page. */
function nameOfFocus(): string {
  const focus = document.activeElement;
  return focus?.getAttribute('aria-label') ?? focus?.textContent ?? '';
}

test('platforms are tabs that the arrow keys turn, and the choice is kept', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', situations.running);
  await monitor.page.getByRole('tab', { name: 'linux/amd64' }).click();
  await press(monitor.page, 'ArrowRight');
  await monitor.send('view', situations.running);
  const tabs = await monitor.page
    .getByRole('tab')
    .evaluateAll((all) => all.map((tab) => [tab.id, tab.getAttribute('aria-selected')]));
  expect({ tabs, state: await monitor.state(), asked: (await monitor.messages()).at(-1)?.value }).toEqual({
    tabs: [
      ['tab:linux/amd64', 'false'],
      ['tab:linux/arm64', 'true'],
      ['tab:shared', 'false'],
    ],
    state: { madeFor: 'running', section: 'linux/arm64', steps: {} },
    asked: { buildId: 'running', stepId: 'r6' },
  });
});

test('a new page shows what the last one showed', async () => {
  const monitor = await openMonitor({
    buildId: 'b1',
    madeFor: 'b1',
    section: 'linux/amd64',
    steps: { 'linux/amd64': '1' },
    logTop: 400,
  });
  await monitor.send('view', viewOf(build('b2'), oneBuild(three)));
  await monitor.send('stepLog', logOf('b1', '1', 500));
  const top = await monitor.page.locator('.log-lines').evaluate((lines) => lines.scrollTop);
  expect([(await monitor.messages()).at(-1)?.value, top]).toEqual([{ buildId: 'b1', stepId: '1' }, 400]);
});

test('of a long log only the lines in sight are in the page, and its end is followed', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  const seen = [];
  for (const lines of [20_000, 20_500]) {
    await monitor.send('stepLog', logOf('b1', '2', lines));
    const texts = await monitor.page.locator('.log-line').allTextContents();
    seen.push([texts.at(-1), texts.length < 120]);
  }
  expect(seen).toEqual([
    ['line 20000', true],
    ['line 20500', true],
  ]);
});

test('a log that was scrolled up stays there while lines come and go, until it is sent to its end', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  await monitor.send('stepLog', logOf('b1', '2', 1_000));
  const lines = monitor.page.locator('.log-lines');
  const lineHeight = await lines.evaluate((element) =>
    Number.parseFloat(getComputedStyle(element).lineHeight),
  );
  await lines.evaluate((element, top) => {
    element.scrollTop = top;
  }, 500 * lineHeight);
  const jump = monitor.page.getByRole('button', { name: 'Jump to End' });
  await jump.waitFor();
  await monitor.send('stepLog', logOf('b1', '2', 1_000, 100));
  const stayed = await lines.evaluate((element) => element.scrollTop);
  await jump.click();
  await monitor.page.getByText('line 1100', { exact: true }).waitFor();
  expect({
    movedLines: Math.round(500 - stayed / lineHeight),
    notice: await monitor.page.locator('.log-notice').innerText(),
    jump: await jump.isVisible(),
  }).toEqual({
    movedLines: 100,
    notice: '100 earlier lines not shown here. Open the log of the build',
    jump: false,
  });
});

test('the whole log is copied, not only what is in sight', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  const log = logOf('b1', '2', 5_000);
  await monitor.send('stepLog', log);
  await monitor.page.getByRole('button', { name: 'Copy the log of this step' }).click();
  expect((await monitor.messages()).at(-1)).toEqual({
    type: 'copyText',
    value: { text: log.lines.join('\n') },
  });
});

test('a log that is no longer looked at is not drawn', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  await monitor.send('stepLog', logOf('b1', '1', 3));
  expect(await monitor.page.locator('.log-line').count()).toBe(0);
});

test('five hundred steps and twenty views: every row, the focus, the selection and the scroll position stay', async () => {
  const monitor = await openMonitor();
  const viewAt = (round: number): ReturnType<typeof viewOf> =>
    viewOf(
      oneBuild(
        many(500, (index) => stateAt(index, round * 20)),
        { progress: round / 25 },
      ),
    );
  await monitor.send('view', viewAt(0));
  const list = monitor.page.getByRole('listbox');
  await list.focus();
  await press(monitor.page, 'Home', 'PageDown');
  await list.evaluate(remember);
  for (let round = 1; round <= 20; round += 1) {
    await monitor.send('view', viewAt(round));
  }
  expect(await list.evaluate(compare)).toEqual({
    sameRows: 500,
    sameNodes: true,
    focused: true,
    selected: 'step:linux/amd64:n10',
    sameTop: true,
    done: 400,
  });
});

function stateAt(index: number, done: number): StepView['state'] {
  if (index === done) {
    return 'running';
  }
  return index < done ? 'succeeded' : 'waiting';
}

interface Remembered {
  remembered: { rows: readonly Element[]; nodes: number; top: number };
}

/** Runs in the page. */
function remember(list: Element): void {
  list.scrollTop = 777;
  const rows = [...list.children];
  const nodes = document.querySelectorAll('*').length;
  Object.assign(globalThis, { remembered: { rows, nodes, top: list.scrollTop } });
}

/** Runs in the page. */
function compare(list: Element): Readonly<Record<string, unknown>> {
  const { rows, nodes, top } = (globalThis as unknown as Remembered).remembered;
  const now = [...list.children];
  return {
    sameRows: now.filter((row, index) => row === rows[index]).length,
    // Why not exactly: an icon that turns into another has other strokes.
    sameNodes: Math.abs(document.querySelectorAll('*').length - nodes) < 10,
    focused: document.activeElement === list,
    selected: list.querySelector('[aria-selected=true]')?.id,
    sameTop: list.scrollTop === top,
    done: now.filter((row) => row.textContent.includes('Done')).length,
  };
}

test('a step that was picked stays while the build runs on, until the build is followed again', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  await monitor.page.getByRole('option', { name: 'RUN a' }).click();
  const later = [
    step('1', 'RUN a', 'succeeded'),
    step('2', 'RUN b', 'succeeded'),
    step('3', 'RUN c', 'running'),
  ];
  await monitor.send('view', viewOf(oneBuild(later)));
  const picked = (await monitor.messages()).at(-1)?.value;
  await monitor.page.getByRole('button', { name: 'Follow Build' }).click();
  expect([picked, (await monitor.messages()).at(-1)?.value]).toEqual([
    { buildId: 'b1', stepId: '1' },
    { buildId: 'b1', stepId: '3' },
  ]);
});

test('what is read out of the page follows the state', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three), build('b0', { state: 'failed', endedMs: startedMs })));
  const done = three.map((one) => step(one.id, one.name, 'succeeded', { cached: one.id === '1' }));
  const after = oneBuild(done, { state: 'succeeded', endedMs: startedMs + 1_000, progress: 1 });
  await monitor.send('view', viewOf(after, build('b0', { state: 'failed', endedMs: startedMs })));
  const { page } = monitor;
  expect({
    tabs: await page.getByRole('tab').evaluateAll((all) => all.map((tab) => tab.ariaLabel)),
    steps: await page
      .getByRole('option', { name: 'RUN' })
      .evaluateAll((all) => all.map((row) => row.textContent)),
    builds: await page
      .locator('vscode-option')
      .evaluateAll((all) => all.map((one) => one.ariaLabel?.split(' · ').at(-1))),
    progress: await page.getByRole('progressbar').evaluate((bar) => [bar.ariaValueNow, bar.ariaValueText]),
    alerts: await page.getByRole('alert').count(),
  }).toEqual({
    tabs: ['linux/amd64, Running, 3 of 3 steps done, 1 cached'],
    steps: [' RUN a  Cached 0.4s', ' RUN b  Done 0.4s', ' RUN c  Done 0.4s'],
    builds: ['Succeeded', 'Failed'],
    progress: ['100', 'Succeeded'],
    alerts: 0,
  });
});

test('whoever reads back in a log stays with its step', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  await monitor.send('stepLog', logOf('b1', '2', 500));
  await monitor.page.locator('.log-lines').evaluate((lines) => {
    lines.scrollTop = 300;
  });
  await monitor.page.getByRole('button', { name: 'Jump to End' }).waitFor();
  expect(await monitor.state()).toEqual({
    madeFor: 'b1',
    section: 'linux/amd64',
    steps: { 'linux/amd64': '2' },
    logTop: 300,
  });
});

test('the list of steps is made wider with the arrow keys and with the pointer', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  const list = monitor.page.locator('.steps');
  const splitter = monitor.page.getByRole('separator', { name: 'Size of the list of steps' });
  const widths = [];
  await splitter.focus();
  await press(monitor.page, 'ArrowRight');
  widths.push(await list.evaluate((element) => element.clientWidth));
  await monitor.page.mouse.move(550, 300);
  const box = await splitter.boundingBox();
  await monitor.page.mouse.move(box?.x ?? 0, 300);
  await monitor.page.mouse.down();
  await monitor.page.mouse.move(330, 300);
  await monitor.page.mouse.up();
  widths.push(await list.evaluate((element) => element.clientWidth));
  expect([widths, await monitor.state()]).toEqual([
    [550, 330],
    { madeFor: 'b1', splitPercent: 30, steps: {} },
  ]);
});

test('the actions of a build are sent with its id', async () => {
  const monitor = await openMonitor();
  const { page } = monitor;
  await monitor.send('view', situations.running);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Cancelling…' }).waitFor();
  await monitor.send('view', situations.failed);
  await page.getByRole('link', { name: 'Dockerfile:12' }).click();
  await page.getByRole('button', { name: 'Show Log' }).click();
  await monitor.send('view', situations.succeeded);
  await page.getByRole('button', { name: 'Reveal the artifacts of linux/arm64' }).click();
  await page.getByRole('button', { name: 'Copy config digest' }).first().click();
  const sent = (await monitor.messages()).filter(({ type }) => type !== 'showStep' && type !== 'ready');
  expect(sent).toEqual([
    { type: 'cancelBuild', value: { buildId: 'running' } },
    { type: 'openFailure', value: { buildId: 'failed' } },
    { type: 'showLog', value: { buildId: 'failed' } },
    { type: 'revealArtifacts', value: { buildId: 'succeeded', platform: 'linux/arm64' } },
    { type: 'copyText', value: { text: situations.succeeded.builds[0]?.artifacts[1]?.configDigest } },
  ]);
});

test('an older build is chosen by keyboard and stays when a new one starts', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(build('b2', { recipeName: 'two' }), build('b1', { recipeName: 'one' })));
  const dropdown = monitor.page.getByRole('combobox', { name: 'Builds' });
  await dropdown.focus();
  await press(monitor.page, 'ArrowDown');
  const heading = monitor.page.getByRole('heading', { level: 1 });
  await monitor.page.getByRole('heading', { name: 'one' }).waitFor();
  const builds = ['three', 'two', 'one'].map((recipeName, index) => build(`b${3 - index}`, { recipeName }));
  await monitor.send('view', viewOf(...builds));
  expect([
    await heading.innerText(),
    await dropdown.evaluate((element) => (element as HTMLSelectElement).value),
    await monitor.state(),
  ]).toEqual(['one', 'b1', { buildId: 'b1', steps: {} }]);
});

test('names and logs are text, whatever they look like', async () => {
  const monitor = await openMonitor();
  const name = 'RUN echo "<img src=x onerror=alert(1)>" <b>';
  await monitor.send('view', viewOf(oneBuild([step('1', name, 'running')], { recipeName: '<i>x</i>' })));
  await monitor.send('stepLog', {
    buildId: 'b1',
    stepId: '1',
    lines: ['<script>1</script>'],
    droppedLines: 0,
  });
  expect({
    elements: await monitor.page.locator('#root :is(img, b, i, script)').count(),
    step: await monitor.page.locator('.step-name').innerText(),
    line: await monitor.page.locator('.log-line').innerText(),
    heading: await monitor.page.getByRole('heading', { level: 1 }).innerText(),
  }).toEqual({ elements: 0, step: name, line: '<script>1</script>', heading: '<i>x</i>' });
});

test('a running time ticks between messages, on the clock of the sender', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', { ...viewOf(oneBuild(three)), nowMs: startedMs + 58_500 });
  const first = await monitor.page.locator('.build-time').innerText();
  await monitor.page.getByText('1m 00s').first().waitFor();
  expect(['58s', '59s']).toContain(first);
});

test('changes of state are announced', async () => {
  const monitor = await openMonitor();
  await monitor.send('view', viewOf(oneBuild(three)));
  const first = await monitor.page.getByRole('status').innerText();
  await monitor.send('view', viewOf(oneBuild(three, { state: 'cancelled', endedMs: startedMs + 1_000 })));
  await monitor.page.getByRole('status').getByText('hello-oci: Cancelled.').waitFor({ state: 'attached' });
  expect(first).toBe('hello-oci: Building.');
});

test('where motion is unwanted nothing moves', async () => {
  const monitor = await browser.open({ reducedMotion: true });
  open.push(monitor);
  await monitor.send('view', situations.running);
  const moving = await monitor.page.evaluate(
    () =>
      document.getAnimations().filter((animation) => {
        const target = (animation.effect as KeyframeEffect).target;
        return target?.checkVisibility() === true;
      }).length,
  );
  expect(moving).toBe(0);
});
