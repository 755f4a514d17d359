import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';

import { readStdin, writeStdout } from '../../src/cli/standardStreams.js';

const never = new AbortController().signal;

async function read(stream: Readable, signal = new AbortController().signal): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readStdin(stream, signal)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

test('bytes and texts are read to their end', async () => {
  expect(await read(Readable.from([Buffer.from('a'), 'ü'], { objectMode: true }))).toBe('aü');
});

test('a stream that fails is an error with a code', async () => {
  const stream = new PassThrough();
  stream.destroy(new Error('gone'));
  await expect(read(stream)).rejects.toMatchObject({
    code: 'file-failed',
    message: 'Cannot read standard input: gone.',
  });
});

test('cancelling ends the waiting for a stream, with the reason', async () => {
  const stream = new PassThrough();
  const aborter = new AbortController();
  const reading = read(stream, aborter.signal);
  aborter.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
  expect(stream.destroyed).toBe(true);
});

test('a stream is not waited for when the run was cancelled before it was read', async () => {
  await expect(read(new PassThrough(), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});

test('bytes are written before the promise settles, and a reader that has gone is an error', async () => {
  const stream = new PassThrough();
  await writeStdout(stream, Buffer.from('a'), never);
  expect(String(stream.read())).toBe('a');
  const gone = {
    write: (_: Uint8Array, done: (error: Error) => void) => {
      done(new Error('EPIPE'));
    },
  };
  await expect(writeStdout(gone, Buffer.from('a'), never)).rejects.toMatchObject({ code: 'file-failed' });
});

test('cancelling ends the waiting for a reader, with the reason', async () => {
  const aborter = new AbortController();
  const writing = writeStdout({ write: () => false }, Buffer.from('a'), aborter.signal);
  aborter.abort(new Error('enough'));
  await expect(writing).rejects.toThrow('enough');
  await expect(writeStdout({ write: () => false }, Buffer.from('a'), aborter.signal)).rejects.toThrow(
    'enough',
  );
});
