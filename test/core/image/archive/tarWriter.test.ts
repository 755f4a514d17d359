import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';

import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { decodeTarHeader } from '../../../../src/core/image/archive/tarHeader.js';
import { readTarIndex } from '../../../../src/core/image/archive/tarIndex.js';
import {
  encodeLateTarHeader,
  encodeTarHeader,
  tarEnd,
  tarPadding,
} from '../../../../src/core/image/archive/tarWriter.js';
import type { TarMember } from '../../../../src/core/image/archive/tarWriter.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';

function archiveOf(members: readonly (TarMember & { readonly bytes?: Buffer })[]): Buffer {
  return Buffer.concat([
    ...members.flatMap((member) => {
      const { bytes = Buffer.alloc(0) } = member;
      return [encodeTarHeader(member), bytes, tarPadding(bytes.length)];
    }),
    tarEnd(),
  ]);
}

interface Listed {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly linkname: string | null;
  readonly mtime: number;
}

/** What another implementation makes of an archive. */
async function listed(bytes: Buffer): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  const reader = extract();
  reader.end(bytes);
  for await (const entry of reader) {
    const { name, type, size, linkname, mtime } = entry.header;
    found.push({
      name,
      type,
      size,
      linkname,
      mtime: mtime.getTime(),
    });
    entry.resume();
  }
  return found;
}

test('another implementation reads files, folders and links, without times', async () => {
  const bytes = Buffer.from('content');
  const archive = archiveOf([
    { name: 'a/', kind: 'directory', sizeBytes: 0 },
    { name: 'a/file', kind: 'file', sizeBytes: bytes.length, bytes },
    { name: 'a/link', kind: 'symlink', sizeBytes: 0, linkName: '../b/file' },
  ]);
  expect(await listed(archive)).toEqual([
    { name: 'a/', type: 'directory', size: 0, linkname: null, mtime: 0 },
    { name: 'a/file', type: 'file', size: 7, linkname: null, mtime: 0 },
    { name: 'a/link', type: 'symlink', size: 0, linkname: '../b/file', mtime: 0 },
  ]);
});

test('names of any length and script are read back, by others and by us', async () => {
  const part = fc.stringMatching(/^[a-zü€😀]{1,60}$/u);
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 8 }), async (parts) => {
      const name = parts.join('/');
      const bytes = Buffer.from('x');
      const archive = archiveOf([{ name, kind: 'file', sizeBytes: 1, bytes }]);
      const { entries } = await readTarIndex(memorySource(archive));
      expect([[...entries.keys()], (await listed(archive)).map((entry) => entry.name)]).toEqual([
        [name],
        [name],
      ]);
    }),
    { numRuns: 50, seed: 3 },
  );
});

test('a size beyond 8 GiB is told by PAX ahead, or in binary where the place was kept', async () => {
  const sizeBytes = 9 * 1024 ** 3 + 5;
  const late = encodeLateTarHeader('big', sizeBytes);
  expect([late.length, decodeTarHeader(late, 0).sizeBytes]).toEqual([512, sizeBytes]);
  const early = encodeTarHeader({ name: 'big', kind: 'file', sizeBytes });
  expect(Buffer.from(early.subarray(512)).toString()).toContain(`size=${sizeBytes}\n`);
  const file = path.join(await temporaryDirectory(), 'header');
  const script =
    'import sys, tarfile; d = open(sys.argv[1], "rb").read();' +
    'i = tarfile.TarInfo.frombuf(d, "utf-8", "strict"); print(i.name, i.size)';
  await writeFile(file, late);
  const { stdout } = await promisify(execFile)('python3', ['-c', script, file]);
  expect(stdout).toBe(`big ${sizeBytes}\n`);
});
