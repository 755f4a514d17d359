import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebviewPanel } from 'vscode';

import type { FromMonitor, MessageOf, ToMonitor } from '../../../src/bridge/monitorProtocol.js';
import type { Build } from '../../../src/editor/builds/build.js';
import type { BuildStore } from '../../../src/editor/builds/buildStore.js';
import { MonitorPanel } from '../../../src/editor/monitor/monitorPanel.js';
import { EventEmitter, FakePanel, Uri } from '../../support/fakeVscode.js';
import { afterEvents, sampleBuild, started, vertex } from '../builds/sampleBuild.js';

interface Scene {
  readonly panel: FakePanel;
  readonly monitor: MonitorPanel;
  readonly calls: string[];
  readonly setBuild: (build: Build) => void;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function createScene(first: Build): Scene {
  const panel = new FakePanel();
  const changes = new EventEmitter<Build>();
  let build = first;
  const store = {
    builds: () => [build],
    find: (id: string) => (id === build.id ? build : undefined),
    nowMs: () => 5000,
    onDidChange: changes.event,
  };
  const calls: string[] = [];
  const record = (name: string) => (value: object) => calls.push(`${name} ${JSON.stringify(value)}`);
  const names = ['cancelBuild', 'openFailure', 'showLog', 'copyText', 'revealArtifacts'] as const;
  const actions = Object.fromEntries(names.map((name) => [name, record(name)]));
  const monitor = new MonitorPanel(panel as unknown as WebviewPanel, store as unknown as BuildStore, {
    extensionUri: Uri.file('/extension') as never,
    actions: actions as never,
  });
  const setBuild = (next: Build): void => {
    build = next;
    changes.fire(next);
  };
  return { panel, monitor, calls, setBuild };
}

function send(panel: FakePanel, message: MessageOf<FromMonitor>): void {
  panel.received.fire(message);
}

function postedTypes(panel: FakePanel): readonly string[] {
  return (panel.posted as readonly MessageOf<ToMonitor>[]).map(({ type }) => type);
}

const log = { kind: 'log', vertex: 'd1', stream: 'stdout', text: 'one\n', timeMs: 1150 } as const;
const running = afterEvents(sampleBuild, [
  started,
  vertex('d1', '[linux/amd64 build 1/2] RUN make', 'running'),
  log,
]);
const chosen = { buildId: 'b1', stepId: 'linux/amd64 d1' };

test('the page may load from dist and nowhere else', () => {
  const { panel } = createScene(running);
  expect(panel.webview.options).toEqual({
    enableScripts: true,
    localResourceRoots: [Uri.file('/extension/dist')],
  });
});

test('a page that is ready gets the whole view', () => {
  const { panel } = createScene(running);
  send(panel, { type: 'ready', value: {} });
  expect(postedTypes(panel)).toEqual(['view']);
});

test('the log of the chosen step follows, and only when it has grown', () => {
  const { panel, setBuild } = createScene(running);
  send(panel, { type: 'showStep', value: chosen });
  setBuild({ ...running, progress: 0.5 });
  vi.advanceTimersByTime(200);
  setBuild(afterEvents(running, [{ ...log, text: 'two\n' }]));
  vi.advanceTimersByTime(200);
  expect(panel.posted.filter((message) => (message as { type: string }).type === 'stepLog')).toEqual([
    { type: 'stepLog', value: { ...chosen, lines: ['one'], droppedLines: 0 } },
    { type: 'stepLog', value: { ...chosen, lines: ['one', 'two'], droppedLines: 0 } },
  ]);
});

test('a busy build sends at most five views a second', () => {
  const { panel, setBuild } = createScene(running);
  for (let ms = 0; ms < 1000; ms += 10) {
    setBuild({ ...running, progress: ms / 1000 });
    vi.advanceTimersByTime(10);
  }
  expect(postedTypes(panel).length).toBeLessThanOrEqual(6);
});

test('a hidden page is sent nothing, and all of it when it is shown', () => {
  const { panel, setBuild } = createScene(running);
  panel.visible = false;
  setBuild({ ...running, progress: 0.5 });
  vi.advanceTimersByTime(1000);
  const whileHidden = panel.posted.length;
  panel.visible = true;
  panel.viewState.fire();
  vi.advanceTimersByTime(1000);
  expect([whileHidden, postedTypes(panel)]).toEqual([0, ['view']]);
});

test("the page's buttons reach their actions, and unknown messages nobody", () => {
  const { panel, calls } = createScene(running);
  send(panel, { type: 'cancelBuild', value: { buildId: 'b1' } });
  send(panel, { type: 'noSuchMessage', value: {} } as never);
  expect(calls).toEqual(['cancelBuild {"buildId":"b1"}']);
});

test('a closed monitor listens no longer', () => {
  const { panel, monitor, setBuild } = createScene(running);
  monitor.dispose();
  setBuild({ ...running, progress: 0.5 });
  send(panel, { type: 'ready', value: {} });
  vi.advanceTimersByTime(1000);
  expect(panel.posted).toEqual([]);
});
