import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSplitter } from '../../../src/core/host/lineSplitter.js';

function split(chunks: readonly (string | Uint8Array)[], maxLength?: number): readonly string[] {
  const splitter = new LineSplitter(maxLength);
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  return [...bytes.flatMap((chunk) => splitter.push(chunk)), ...splitter.finish()];
}

test('lines end at LF and at CR LF, the last one without an end', () => {
  expect(split(['one\ntwo\r\n\nlast'])).toEqual(['one', 'two', '', 'last']);
});

test('a lone CR overwrites what stands before it', () => {
  expect(split(['10%\r50%\r100%\ndone\n'])).toEqual(['100%', 'done']);
});

test('a CR LF cut between two chunks is one line end', () => {
  expect(split(['text\r', '\nnext\n'])).toEqual(['text', 'next']);
});

test('a progress display that never ends its line keeps only its last state', () => {
  expect(split(['1%\r', '2%\r', '3%\r'])).toEqual(['3%']);
});

test('a character cut between two chunks stays whole', () => {
  const bytes = Buffer.from('日本語 ✓\n');
  expect(split(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(['日本語 ✓']);
});

test('a line longer than the bound is cut and says by how much', () => {
  expect(split(['12345', '6789\nnext\n'], 6)).toEqual(['123456 … [line cut: 3 more characters]', 'next']);
});

test('where the chunks are cut makes no difference', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r', '✓'), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(60)), (whole, cuts) => {
      const bytes = Buffer.from(whole);
      const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      expect(split(chunks)).toEqual(split([whole]));
    }),
  );
});
