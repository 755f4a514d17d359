import { expect, test } from 'vitest';
import { listProcesses, parseProcStat, parsePsLine } from '../../../src/core/host/processList.js';

test('a stat line is read although the name holds blanks and parentheses', () => {
  const stat = '42 (a b) S (c)) Z 7 40 39 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 9876 10 11';
  expect(parseProcStat(stat)).toEqual({
    pid: 42,
    parent: 7,
    group: 40,
    session: 39,
    ended: true,
    identity: '42@9876',
  });
});

test('a line of ps is read', () => {
  expect(parsePsLine('  42     7    40 S+   Fri Nov 20 10:00:00 2026')).toEqual({
    pid: 42,
    parent: 7,
    group: 40,
    session: 0,
    ended: false,
    identity: '42@Fri Nov 20 10:00:00 2026',
  });
});

test('what is no process is passed over', () => {
  expect([parsePsLine(''), parseProcStat('')]).toEqual([undefined, undefined]);
});

test.skipIf(process.platform === 'win32')('this process and its parent are among the processes', async () => {
  const processes = await listProcesses(process.platform === 'darwin' ? 'darwin' : 'linux');
  const own = processes.find((entry) => entry.pid === process.pid);
  expect({ parent: own?.parent, ended: own?.ended }).toEqual({ parent: process.ppid, ended: false });
});
