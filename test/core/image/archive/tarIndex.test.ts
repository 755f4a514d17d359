import fc from 'fast-check';
import { expect, test } from 'vitest';

import { memorySource } from '../../../../src/core/image/archive/byteRange.js';
import { readTarIndex } from '../../../../src/core/image/archive/tarIndex.js';
import { endBlocks, octalSize, padded, paxRecord, rawHeader, tarOf } from '../../../support/archiveTar.js';

/** Every member with its content as text, or the code of the error. */
async function list(bytes: Buffer): Promise<Record<string, string> | { error: string }> {
  try {
    const { entries } = await readTarIndex(memorySource(bytes));
    return Object.fromEntries(
      [...entries].map(([name, { kind, offset, sizeBytes, linkName }]) => [
        name,
        kind === 'file'
          ? bytes.subarray(offset, offset + sizeBytes).toString()
          : `${kind} ${linkName}`.trim(),
      ]),
    );
  } catch (error) {
    return { error: (error as { code: string }).code };
  }
}

function file(name: string, content: string, more: object = {}): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([rawHeader({ name, sizeField: octalSize(bytes.length), ...more }), padded(bytes)]);
}

function archive(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([...parts, endBlocks]);
}

const longName = `${'deep/'.repeat(40)}file-with-ümlaut`;

test('what another implementation writes is read: files, links, folders, long names', async () => {
  const bytes = await tarOf([
    { name: 'a/', type: 'directory' },
    { name: 'a/b', bytes: Buffer.from('one') },
    { name: longName, bytes: Buffer.from('two') },
    { name: 'link', type: 'symlink', linkname: 'a/b' },
    { name: 'hard', type: 'link', linkname: 'a/b' },
    { name: 'pipe', type: 'fifo' },
  ]);
  expect(await list(bytes)).toEqual({
    a: 'directory',
    'a/b': 'one',
    [longName]: 'two',
    link: 'symlink a/b',
    hard: 'hardlink a/b',
    pipe: 'special',
  });
});

test('any set of names and contents comes back as it was written', async () => {
  const member = fc.tuple(fc.stringMatching(/^[a-zé][a-zé0-9 ]{0,150}$/), fc.uint8Array({ maxLength: 1500 }));
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(member, { selector: ([name]) => name, maxLength: 8 }),
      async (members) => {
        const bytes = await tarOf(members.map(([name, content]) => ({ name, bytes: content })));
        const { entries } = await readTarIndex(memorySource(bytes));
        const contents = [...entries].map(([name, { offset, sizeBytes }]) => [
          name,
          Uint8Array.from(bytes.subarray(offset, offset + sizeBytes)),
        ]);
        expect(contents).toEqual(members.map(([name, content]) => [name, Uint8Array.from(content)]));
      },
    ),
    { numRuns: 50 },
  );
});

test('a "./" prefix and a leading slash mean nothing', async () => {
  expect(await list(archive(file('./a', '1'), file('/b', '2')))).toEqual({ a: '1', b: '2' });
});

test('a name that climbs is a key like any other', async () => {
  expect(await list(archive(file('../../etc/passwd', 'x'), file('__proto__', 'y')))).toEqual(
    Object.fromEntries([
      ['../../etc/passwd', 'x'],
      ['__proto__', 'y'],
    ]),
  );
});

test('the prefix field of ustar is part of the name, that of GNU is not', async () => {
  const posix = file('b', '1', { prefix: 'a' });
  const gnu = file('c', '2', { prefix: 'times', magic: 'ustar  \0' });
  expect(await list(archive(posix, gnu))).toEqual({ 'a/b': '1', c: '2' });
});

test('a GNU long name belongs to the next member only', async () => {
  const long = file('././@LongLink', `${longName}\0`, { type: 'L' });
  expect(await list(archive(long, file('short', '1'), file('b', '2')))).toEqual({ [longName]: '1', b: '2' });
});

test('a GNU long link name is the target of the next link', async () => {
  const long = file('././@LongLink', `${longName}\0`, { type: 'K' });
  expect(await list(archive(long, rawHeader({ name: 'l', type: '2', linkName: 'cut' })))).toEqual({
    l: `symlink ${longName}`,
  });
});

test('a PAX size counts for the member, not for a GNU header in between', async () => {
  const pax = file('pax', paxRecord('size', '3'), { type: 'x' });
  const long = file('././@LongLink', `${longName}\0`, { type: 'L' });
  const member = Buffer.concat([
    rawHeader({ name: 'cut', sizeField: octalSize(0) }),
    padded(Buffer.from('abc')),
  ]);
  expect(await list(archive(pax, long, member, file('b', '2')))).toEqual({ [longName]: 'abc', b: '2' });
});

test('global PAX records are not taken for the members', async () => {
  const global = file('g', paxRecord('path', 'evil') + paxRecord('comment', 'x'), { type: 'g' });
  expect(await list(archive(global, file('a', '1')))).toEqual({ a: '1' });
});

test('a size in base 256 is read', async () => {
  const size = Buffer.alloc(12);
  size[0] = 0x80;
  size[11] = 3;
  const member = Buffer.concat([rawHeader({ name: 'a', sizeField: size }), padded(Buffer.from('abc'))]);
  expect(await list(archive(member))).toEqual({ a: 'abc' });
});

test('a sparse member is told from a file', async () => {
  const pax = file('pax', paxRecord('GNU.sparse.major', '1'), { type: 'x' });
  expect(await list(archive(pax, file('a', 'x'), file('b', '', { type: 'S' })))).toEqual({
    a: 'sparse',
    b: 'sparse',
  });
});

const allOnes = Buffer.alloc(12, 0xff);
const huge = Buffer.from([0x80, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]);

test.each([
  ['an empty file', Buffer.alloc(0), 'archive-unreadable'],
  ['something that is no tar', Buffer.alloc(2048, 'x'), 'archive-unreadable'],
  ['a bad checksum', archive(file('a', '1'), rawHeader({ name: 'b', badChecksum: true })), 'archive-corrupt'],
  [
    'a negative size',
    archive(file('a', '1'), rawHeader({ name: 'b', sizeField: allOnes })),
    'archive-corrupt',
  ],
  ['a size of 2^62', archive(file('a', '1'), rawHeader({ name: 'b', sizeField: huge })), 'archive-corrupt'],
  [
    'a size with letters',
    archive(file('a', '1'), rawHeader({ name: 'b', sizeField: '12z45678901\0' })),
    'archive-corrupt',
  ],
  [
    'a member beyond the end',
    archive(rawHeader({ name: 'a', sizeField: octalSize(9999) })),
    'archive-truncated',
  ],
  ['a header cut off', Buffer.concat([file('a', '1'), Buffer.alloc(100, 1)]), 'archive-truncated'],
  [
    'a PAX header of 1 TiB',
    archive(
      rawHeader({ name: 'p', type: 'x', sizeField: Buffer.from([0x80, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]) }),
    ),
    'archive-truncated',
  ],
  ['a PAX header of 2 MiB', archive(file('p', 'x'.repeat(2 ** 21), { type: 'x' })), 'archive-too-large'],
  [
    'a broken PAX record',
    archive(file('p', '99 path=x\n', { type: 'x' }), file('a', '1')),
    'archive-corrupt',
  ],
  [
    'a PAX size that is no number',
    archive(file('p', paxRecord('size', '-3'), { type: 'x' }), file('a', '1')),
    'archive-corrupt',
  ],
  [
    'one empty block and then more',
    Buffer.concat([file('a', '1'), Buffer.alloc(512), file('b', '2')]),
    'archive-corrupt',
  ],
])('%s is refused', async (_, bytes, code) => {
  expect(await list(bytes)).toEqual({ error: code });
});

test('the offset of what is cut off is named', async () => {
  const bytes = archive(file('a', '1'), rawHeader({ name: 'big', sizeField: octalSize(5000) }));
  await expect(readTarIndex(memorySource(bytes))).rejects.toThrow(
    '"big", whose header is at byte 1024, would end at byte 6536, but the archive ends at byte 2560',
  );
});

test('a missing end and bytes after the end are noted', async () => {
  const notes = async (bytes: Buffer): Promise<readonly string[]> =>
    (await readTarIndex(memorySource(bytes))).notes;
  expect([
    await notes(archive(file('a', '1'))),
    await notes(file('a', '1')),
    await notes(Buffer.concat([archive(file('a', '1')), Buffer.from('garbage')])),
  ]).toEqual([
    [],
    ['The archive has no end mark.'],
    ['The archive has other bytes after its end at byte 1024; they are ignored.'],
  ]);
});

test('reading stops when it is aborted', async () => {
  await expect(readTarIndex(memorySource(archive(file('a', '1'))), AbortSignal.abort())).rejects.toThrow(
    'aborted',
  );
});
