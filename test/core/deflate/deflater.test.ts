import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compileDeflate, createDeflater } from '../../../src/core/deflate/deflater.js';
import type { Deflater } from '../../../src/core/deflate/deflater.js';
import { gzipHeader, gzipTrailer } from '../../../src/core/deflate/gzipFrame.js';
import { assetDirectory } from '../../support/testHost.js';

const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const chunkBytes = 512 * 1024;
const dictionaryBytes = 32 * 1024;
const module = await compileDeflate(await readFile(path.join(assetDirectory, 'deflate.wasm')));
const deflaters = new Map(levels.map((level) => [level, newDeflater(level)]));

function newDeflater(level: number): Deflater {
  if (module === undefined) {
    throw new Error('this Node.js has no WebAssembly');
  }
  return createDeflater(module, level);
}

function packWith(deflater: Deflater, bytes: Uint8Array, dictionary: Uint8Array): Buffer {
  const buffer = new ArrayBuffer(dictionary.length + bytes.length + 4096);
  new Uint8Array(buffer).set(dictionary);
  new Uint8Array(buffer).set(bytes, dictionary.length);
  const { length, crc } = deflater.deflate(buffer, dictionary.length, bytes.length);
  expect(crc).toBe(zlib.crc32(bytes));
  return Buffer.from(buffer.slice(0, length));
}

function pack(bytes: Uint8Array, level: number, dictionary: Uint8Array = new Uint8Array()): Buffer {
  return packWith(deflaters.get(level) ?? newDeflater(level), bytes, dictionary);
}

function inflate(packed: Uint8Array, dictionary: Uint8Array = new Uint8Array()): Buffer {
  return zlib.inflateRawSync(packed, {
    finishFlush: zlib.constants.Z_SYNC_FLUSH,
    ...(dictionary.length > 0 && { dictionary }),
  });
}

/** Whether each level gives back what went in; not the bytes themselves, which no report can show. */
function roundTrips(bytes: Uint8Array, dictionary?: Uint8Array): readonly boolean[] {
  return levels.map((level) => inflate(pack(bytes, level, dictionary), dictionary).equals(bytes));
}

const all = levels.map(() => true);

/** Bytes that look random but are the same on every run. */
function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let index = 0; index < length; index += 1) {
    state = (state * 48271) % 2147483647;
    bytes[index] = state >>> 8;
  }
  return bytes;
}

/** Words in a random order, as text and code have them. */
function words(length: number, seed = 7): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  for (let state = seed; size < length;) {
    state = (state * 48271) % 2147483647;
    const word = Buffer.from(
      `${['layer', 'blob', 'digest', 'usr/share', 'static int', '\0\0\0\0'][state % 6]} ${state % 977}\n`,
    );
    parts.push(word);
    size += word.length;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Copies of pieces of itself at all distances and lengths, with noise between. */
function copies(length: number, seed = 3): Buffer {
  const bytes = noise(length, seed);
  let state = seed;
  const next = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  for (let at = 40_000; at + 300 < length; at += next(40)) {
    const count = 1 + next(300);
    const distance = 1 + next(33_000);
    for (let index = 0; index < count; index += 1) {
      bytes[at + index] = bytes[at + index - distance] ?? 0;
    }
    at += count;
  }
  return bytes;
}

test.each<[string, Uint8Array]>([
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from('a')],
  ['two bytes', Buffer.from('ab')],
  ['three equal bytes', Buffer.from('aaa')],
  ['less than a match', Buffer.from('abcabcabc')],
  ['one match and its border', Buffer.from('abcdefghijklmnopabcdefghijklmnop')],
  ['258 equal bytes', Buffer.alloc(258, 'x')],
  ['259 equal bytes', Buffer.alloc(259, 'x')],
  ['260 equal bytes', Buffer.alloc(260, 'x')],
  ['64 KiB less one of noise', noise(65_535)],
  ['64 KiB of noise', noise(65_536)],
  ['64 KiB and one of noise', noise(65_537)],
  ['a whole chunk of zeros', Buffer.alloc(chunkBytes)],
  ['a whole chunk of noise', noise(chunkBytes)],
  ['a whole chunk of words', words(chunkBytes)],
  ['a whole chunk of copies', copies(chunkBytes)],
  ['a chunk less one', words(chunkBytes - 1)],
  ['noise, then zeros, then words', Buffer.concat([noise(150_000), Buffer.alloc(150_000), words(150_000)])],
  ['every byte once', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
  ['bytes as rare as codes allow', fibonacci()],
])('%s comes back from every level', (_, bytes) => {
  expect(roundTrips(bytes)).toEqual(all);
});

/** Frequencies that would make a code of 25 bits. */
function fibonacci(): Buffer {
  const parts: Buffer[] = [];
  for (let symbol = 0, one = 1, two = 1; symbol < 24; symbol += 1) {
    parts.push(Buffer.alloc(one, symbol * 7));
    [one, two] = [two, one + two];
  }
  const runs = Buffer.concat(parts);
  // Spread, so that they stay literals.
  return Buffer.from(Array.from(runs, (_, index) => runs[(index * 40_503) % runs.length] ?? 0));
}

test.each([1, 100, 32_767, 32_768])('a match may reach %i bytes back into the dictionary', (length) => {
  const dictionary = noise(dictionaryBytes, 5).subarray(0, length);
  const bytes = Buffer.concat([dictionary.subarray(0, 4000), noise(500, 9), dictionary.subarray(0, 200)]);
  expect(roundTrips(bytes, dictionary)).toEqual(all);
});

test('a dictionary makes what repeats it shorter', () => {
  const dictionary = noise(dictionaryBytes, 5);
  const bytes = dictionary.subarray(0, 20_000);
  expect(levels.map((level) => pack(bytes, level, dictionary).length < 1000)).toEqual(all);
});

test('a match that reaches exactly 32768 bytes is used, and none reaches farther', () => {
  const [start, filler] = [noise(3000, 5), noise(40_000, 6)];
  const at = (distance: number): number =>
    pack(Buffer.concat([start, filler.subarray(0, distance - start.length), start]), 9).length - distance;
  expect([at(32_768) < 1000, at(32_769 + 3000) > 2900]).toEqual([true, true]);
});

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc
    .record({ seed: fc.integer({ min: 1, max: 1e6 }), length: fc.integer({ max: 90_000, min: 0 }) })
    .map(({ seed, length }) => noise(length, seed)),
  fc
    .record({ seed: fc.integer({ min: 1, max: 1e6 }), length: fc.integer({ max: 90_000, min: 0 }) })
    .map(({ seed, length }) => words(length, seed)),
  fc
    .record({ seed: fc.integer({ min: 1, max: 1e6 }), length: fc.integer({ max: 90_000, min: 0 }) })
    .map(({ seed, length }) => copies(length, seed)),
  fc
    .record({ byte: fc.nat(255), length: fc.integer({ max: 90_000, min: 0 }) })
    .map(({ byte, length }) => Buffer.alloc(length, byte)),
);
const content = fc.array(piece, { maxLength: 5 }).map((parts) => Buffer.concat(parts));

test('whatever goes in comes back, at every level, with and without a dictionary', () => {
  fc.assert(
    fc.property(content, content, fc.constantFrom(...levels), (before, bytes, level) => {
      const dictionary = before.subarray(-dictionaryBytes);
      expect(inflate(pack(bytes, level, dictionary), dictionary).equals(bytes)).toBe(true);
    }),
    { numRuns: 150, seed: 20_261_120 },
  );
});

test('what is packed does not depend on what was packed before', () => {
  fc.assert(
    fc.property(content, fc.constantFrom(...levels), (bytes, level) => {
      expect(pack(bytes, level).equals(packWith(newDeflater(level), bytes, new Uint8Array()))).toBe(true);
    }),
    { numRuns: 40, seed: 20_261_120 },
  );
});

test('bytes that do not shrink grow by less than a thousandth', () => {
  const bytes = noise(chunkBytes);
  expect(levels.map((level) => pack(bytes, level).length - bytes.length < 500)).toEqual(all);
});

test.each([
  ['text', words(chunkBytes)],
  ['copies', copies(chunkBytes)],
])('%s: a higher level is not larger, the highest not larger than that of zlib', (_, bytes) => {
  const sizes = [2, 4, 6, 9].map((level) => pack(bytes, level).length);
  expect(sizes).toEqual(sizes.toSorted((left, right) => right - left));
  expect(sizes.at(-1)).toBeLessThan(zlib.deflateRawSync(bytes, { level: 9 }).length * 1.005);
});

const readers: readonly (readonly [string, string, readonly string[]])[] = [
  ['gzip', 'gzip', ['-dc']],
  [
    "Python's gzip",
    'python3',
    ['-c', 'import gzip,sys;sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))'],
  ],
  [
    "Python's zlib, byte by byte",
    'python3',
    [
      '-c',
      'import sys,zlib;d=zlib.decompressobj(31);sys.stdout.buffer.write(b"".join(d.decompress(bytes([b])) for b in sys.stdin.buffer.read())+d.flush())',
    ],
  ],
];

test.each(readers)('%s reads it', async (_, program, args) => {
  const bytes = Buffer.concat([words(60_000), noise(20_000), copies(60_000)]);
  const sizes = levels.map(async (level) => {
    const member = [gzipHeader, pack(bytes, level), gzipTrailer(zlib.crc32(bytes), bytes.length)];
    const run = promisify(execFile)(program, [...args], { encoding: 'buffer', maxBuffer: 2 ** 24 });
    run.child.stdin?.end(Buffer.concat(member));
    return (await run).stdout.equals(bytes);
  });
  expect(await Promise.all(sizes)).toEqual(all);
});
