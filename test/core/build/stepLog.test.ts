import { expect, test } from 'vitest';
import type { StepLog } from '../../../src/core/build/stepLog.js';
import { appendOutput, renderLine } from '../../../src/core/build/stepLog.js';

function log(...texts: readonly string[]): StepLog {
  return texts.reduce(appendOutput, { logLines: [], droppedLines: 0, openLine: '' });
}

test('a line that comes in pieces is one line', () => {
  expect(log('one\nt', 'w', 'o\nthree')).toEqual({
    logLines: ['one', 'two', 'three'],
    droppedLines: 0,
    openLine: 'three',
  });
});

test('progress that overwrites itself shows its last state, also in pieces', () => {
  expect(log('10%\r', '50%', '\r100%\n').logLines).toEqual(['100%']);
});

test('colours are removed, also when cut in two', () => {
  expect(log('\u001b[3', '2mgreen\u001b[0m\n').logLines).toEqual(['green']);
});

test('tabs stay, other control characters go', () => {
  expect(renderLine('a\tb\u0007c\r')).toBe('a\tbc');
});

test('only the newest 500 lines stay, and the others are counted', () => {
  const lines = Array.from({ length: 1200 }, (_line, index) => `line ${index}`);
  const { logLines, droppedLines } = log(
    `${lines.slice(0, 300).join('\n')}\n`,
    `${lines.slice(300).join('\n')}\n`,
  );
  expect([logLines.length, logLines[0], logLines.at(-1), droppedLines]).toEqual([
    500,
    'line 700',
    'line 1199',
    700,
  ]);
});

test('a line without end is cut into pieces of bounded length', () => {
  const { logLines, openLine } = log('x'.repeat(20_000));
  expect([logLines.map((line) => line.length), openLine.length]).toEqual([[8192, 8192, 3616], 3616]);
});
