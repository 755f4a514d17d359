import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';

import { createOutput } from '../../src/cli/output.js';
import type { Output } from '../../src/cli/output.js';

class FakeStream extends EventEmitter {
  readonly texts: string[] = [];
  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.texts.push(text);
  }
}

function outputOn(isTTY: boolean, environment: Record<string, string>): Output {
  return createOutput(new FakeStream(isTTY), environment, () => undefined);
}

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['a pipe with FORCE_COLOR and NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
])('%s has colour: %j', (_name, isTTY, environment, expected) => {
  expect(outputOn(isTTY, environment).style.red('x') !== 'x').toBe(expected);
});

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ['a terminal of CI', true, { CI: 'true' }, false],
  ['a terminal with CI=false', true, { CI: 'false' }, true],
])('%s is redrawn: %j', (_name, isTTY, environment, expected) => {
  expect(outputOn(isTTY, environment).isLive).toBe(expected);
});

test.each([
  [{ LANG: 'de_DE.UTF-8' }, true],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, false],
  [{ LC_CTYPE: 'en_US.utf8' }, true],
  [{ OS: 'Windows_NT' }, true],
  [{}, false],
])('%j decides on characters outside ASCII', (environment, expected) => {
  expect(outputOn(true, environment).isUnicode).toBe(expected);
});

test('after the reader has gone nothing more is written, and nobody complains', () => {
  const stream = new FakeStream(false);
  const failures: Error[] = [];
  const output = createOutput(stream, {}, (error) => failures.push(error));
  output.write('a');
  stream.emit('error', Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
  output.write('b');
  expect([stream.texts, failures]).toEqual([['a'], []]);
});

test('another failure of the stream is not swallowed', () => {
  const stream = new FakeStream(false);
  const failures: string[] = [];
  createOutput(stream, {}, (error) => failures.push(error.message));
  stream.emit('error', Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  expect(failures).toEqual(['no space left']);
});
