import { expect, test } from 'vitest';
import type { WindowsPrograms } from '../../../src/core/host/processTree.js';
import { createProcessTree } from '../../../src/core/host/processTree.js';

const patience = { terminateAfterMs: 60, killAfterMs: 120, giveUpAfterMs: 180 };

/** Windows as far as ending a tree sees it: a process that ends after `needed` calls of taskkill, or never. */
function fakeWindows(needed: number): WindowsPrograms & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    taskkill(args) {
      calls.push(args.join(' '));
      return Promise.resolve();
    },
    taskkillUnattended(args) {
      calls.push(`unattended ${args.join(' ')}`);
    },
    isAlive: () => calls.length < needed,
  };
}

test('on Windows a tree that ends when asked is not forced', async () => {
  const windows = fakeWindows(1);
  const gone = await createProcessTree(42, 'win32', windows).end(patience);
  expect({ gone, calls: windows.calls }).toEqual({ gone: true, calls: ['/PID 42 /T'] });
});

test('on Windows a tree that does not end when asked is forced', async () => {
  const windows = fakeWindows(2);
  const gone = await createProcessTree(42, 'win32', windows).end(patience);
  expect({ gone, calls: windows.calls }).toEqual({ gone: true, calls: ['/PID 42 /T', '/PID 42 /T /F'] });
});

test('on Windows waiting for a tree that cannot be ended has an end', async () => {
  const windows = fakeWindows(3);
  expect(await createProcessTree(42, 'win32', windows).end(patience)).toBe(false);
});

test('on Windows the end of our own process takes the tree with it', () => {
  const windows = fakeWindows(1);
  createProcessTree(42, 'win32', windows).abandon();
  expect(windows.calls).toEqual(['unattended /PID 42 /T /F']);
});
