import { createDeflater, defaultLevel } from '../../deflate/deflater.js';
import { isCoreError, messageOf } from '../../base/errors.js';
import { currentWorkerThread } from '../../host/workerThread.js';
import { createDeflateEncoder, createZlibEncoder } from './chunkEncoder.js';
import type { ChunkEncoder } from './chunkEncoder.js';
import { createLayerInspector } from './layerInspector.js';
import type { LayerInspector } from './layerInspector.js';
import type { EncodeRequest, OpenRequest, WorkerData, WorkerReply, WorkerRequest } from './workerMessages.js';
import { createZstdEncoder } from './zstdEncoder.js';

// The script of a layer worker: packs chunks, and reads one layer at a time beside that.

const thread = currentWorkerThread();
const { deflate } = thread.data as WorkerData;
const encoders = new Map<string, ChunkEncoder>();

/** A layer while it is read. */
interface Reading {
  readonly id: number;
  readonly inspector: LayerInspector;
  readonly pastDamage: boolean;
  /** Settles when all that came so far has been worked on. */
  work: Promise<void>;
  readonly room: ArrayBuffer[];
  /** Called when there is room again. */
  wake: () => void;
  /** The buffer that is being filled, and how far. */
  filling: { readonly buffer: ArrayBuffer; length: number } | undefined;
}

let reading: Reading | undefined;

thread.onMessage((message) => {
  const request = message as WorkerRequest;
  if (request.kind === 'encode') {
    encode(request).catch((error: unknown) => {
      fail(request.id, error);
    });
  } else if (request.kind === 'open') {
    reading = open(request);
  } else if (reading?.id === request.id) {
    follow(reading, request);
  }
});

function reply(message: WorkerReply, buffer?: ArrayBuffer): void {
  thread.post(message, buffer && [buffer]);
}

function fail(id: number, error: unknown): void {
  reply({ kind: 'failed', id, message: messageOf(error), ...(isCoreError(error) && { code: error.code }) });
}

async function encode({ id, format, level, ...chunk }: EncodeRequest): Promise<void> {
  const key = `${format} ${level ?? 'default'}`;
  const encoder = encoders.get(key) ?? createEncoder(format, level);
  encoders.set(key, encoder);
  const packed = await encoder.encode(chunk);
  if (format === 'zstd') {
    // Why: its library allocates anew for every chunk.
    noteContent(chunk.length);
  }
  reply({ kind: 'encoded', id, ...packed }, packed.buffer);
}

function createEncoder(format: 'gzip' | 'zstd', level: number | undefined): ChunkEncoder {
  if (format === 'zstd') {
    return createZstdEncoder(level);
  }
  return deflate === undefined
    ? createZlibEncoder(level ?? defaultLevel)
    : createDeflateEncoder(createDeflater(deflate, level ?? defaultLevel));
}

/** How much content is decoded before its buffers are looked after. */
const contentPerCollection = 2 * 1024 * 1024;
let uncollectedBytes = 0;

function noteContent(length: number): void {
  uncollectedBytes += length;
  if (uncollectedBytes > contentPerCollection) {
    uncollectedBytes = 0;
    thread.freeMemory();
  }
}

function open({ id, layer, withContent, pastDamage }: OpenRequest): Reading {
  const opened: Reading = {
    id,
    inspector: createLayerInspector(layer, async (bytes) => {
      noteContent(bytes.length);
      await (withContent ? emit(opened, bytes) : undefined);
    }),
    pastDamage,
    work: Promise.resolve(),
    room: [],
    wake: () => undefined,
    filling: undefined,
  };
  return opened;
}

function follow(of: Reading, request: Exclude<WorkerRequest, EncodeRequest | OpenRequest>): void {
  if (request.kind === 'room') {
    of.room.push(request.buffer);
    of.wake();
    return;
  }
  of.work = of.work
    .then(() => (request.kind === 'end' ? finish(of) : inspect(of, request.buffer, request.length)))
    .catch((error: unknown) => {
      if (reading === of) {
        close(of);
        fail(of.id, error);
      }
    });
}

function close(of: Reading): void {
  of.inspector.destroy();
  reading = undefined;
}

async function inspect(of: Reading, buffer: ArrayBuffer, length: number): Promise<void> {
  if (reading !== of) {
    return;
  }
  await of.inspector.write(new Uint8Array(buffer, 0, length));
  if (of.inspector.damage() !== undefined && !of.pastDamage) {
    await finish(of);
  } else {
    reply({ kind: 'used', id: of.id, buffer, length }, buffer);
  }
}

async function finish(of: Reading): Promise<void> {
  if (reading !== of) {
    return;
  }
  const facts = await of.inspector.finish();
  if (of.filling !== undefined) {
    sendContent(of, of.filling);
  }
  close(of);
  reply({ kind: 'facts', id: of.id, facts });
}

async function emit(of: Reading, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    of.filling ??= { buffer: await takeRoom(of), length: 0 };
    const { filling } = of;
    const part = bytes.subarray(done, done + filling.buffer.byteLength - filling.length);
    new Uint8Array(filling.buffer).set(part, filling.length);
    filling.length += part.length;
    done += part.length;
    if (filling.length === filling.buffer.byteLength) {
      sendContent(of, filling);
    }
  }
}

function sendContent(of: Reading, { buffer, length }: NonNullable<Reading['filling']>): void {
  of.filling = undefined;
  reply({ kind: 'content', id: of.id, buffer, length }, buffer);
}

async function takeRoom(of: Reading): Promise<ArrayBuffer> {
  for (;;) {
    const buffer = of.room.pop();
    if (buffer !== undefined) {
      return buffer;
    }
    await new Promise<void>((resolve) => {
      of.wake = resolve;
    });
  }
}
