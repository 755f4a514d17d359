import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createLiveProgress } from '../../../src/cli/progress/liveProgress.js';
import type { LiveState } from '../../../src/cli/progress/liveState.js';
import type { ProgressView } from '../../../src/cli/progress/progressView.js';
import { initialStatus } from '../../../src/core/build/reduceStatus.js';
import { plainStyle } from '../../../src/core/report/textStyle.js';
import { createFakeHost } from '../../support/fakeHost.js';

const initial: LiveState = {
  recipeName: 'greeting',
  phase: 'checking',
  phaseStartedMs: 0,
  startedMs: 0,
  status: initialStatus('greeting', ['linux/arm64']),
  bytes: undefined,
  outcome: undefined,
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function open(): { readonly view: ProgressView; readonly texts: string[] } {
  const texts: string[] = [];
  const output = {
    write: (text: string) => texts.push(text),
    style: plainStyle,
    isLive: true,
    isUnicode: false,
    columns: () => 80,
    rows: () => 24,
  };
  const world = {
    host: createFakeHost(),
    stdout: output,
    stderr: output,
    signal: new AbortController().signal,
    readVersion: () => Promise.resolve(''),
    compileWasmOnce: () => undefined,
    stdin: Readable.from([]),
    writeBytes: () => Promise.resolve(),
  };
  return { view: createLiveProgress(initial, world), texts };
}

test('it is redrawn ten times a second, however many events come', () => {
  const { view, texts } = open();
  for (let count = 0; count < 1000; count += 1) {
    view.show({ kind: 'phase', phase: 'building' });
    vi.advanceTimersByTime(1);
  }
  view.close();
  expect(texts).toHaveLength(1 + 10 + 2);
});

test('a redraw goes up over the lines before and clears what is left', () => {
  const { view, texts } = open();
  vi.advanceTimersByTime(200);
  view.close();
  expect(texts[2]).toBe(
    '\u001B[?7l\r\u001B[2A\u001B[2Kgreeting  checking  0.0s\n' +
      '\u001B[2Klinux/arm64  ....................    0/0          waiting\n\u001B[J\u001B[?7h',
  );
});

test('the cursor is hidden while it draws, and shown again at the end', () => {
  const { view, texts } = open();
  view.close();
  expect([texts[0], texts.at(-1)]).toEqual(['\u001B[?25l', '\u001B[?25h\n']);
});

test('after it is closed nothing is drawn', () => {
  const { view, texts } = open();
  view.close();
  const drawn = texts.length;
  vi.advanceTimersByTime(1000);
  expect(texts).toHaveLength(drawn);
});
