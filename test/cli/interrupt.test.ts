import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';

import { createInterrupt } from '../../src/cli/interrupt.js';

test('the first signal aborts, every further one is told', () => {
  const source = new EventEmitter();
  const told: string[] = [];
  const interrupt = createInterrupt(source, {
    onFirst: () => told.push('first'),
    onAgain: () => told.push('again'),
  });
  source.emit('SIGINT');
  source.emit('SIGTERM');
  expect([told, interrupt.signal.aborted]).toEqual([['first', 'again'], true]);
});

test('after it is disposed of nothing listens', () => {
  const source = new EventEmitter();
  const nothing = (): void => undefined;
  createInterrupt(source, { onFirst: nothing, onAgain: nothing }).dispose();
  expect(['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => source.listenerCount(name))).toEqual([0, 0, 0]);
});
