import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTestHost } from '../../support/testHost.js';
import { readLog } from '../../../src/editor/log/readLog.js';

const { files } = createTestHost();
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'read-log-'));
  await writeFile(join(directory, 'log'), 'one\ntwo\nthree\n');
});

afterAll(() => rm(directory, { recursive: true }));

test('a log is read whole', async () => {
  expect(await readLog(files, join(directory, 'log'))).toEqual({
    text: 'one\ntwo\nthree\n',
    leftOutBytes: 0,
  });
});

test('of a log that is too long the end is read, from a whole line on', async () => {
  expect(await readLog(files, join(directory, 'log'), 8)).toEqual({ text: 'three\n', leftOutBytes: 8 });
});

test('a log that is not there yet is no error', async () => {
  expect(await readLog(files, join(directory, 'none'))).toBeUndefined();
});
