import * as zlib from 'node:zlib';

/** Packs bytes as deflate blocks (https://www.rfc-editor.org/rfc/rfc1951), one call at a time. */
export interface Deflater {
  /**
   * Packs `length` bytes of the buffer from `start`, which a reader gets after the bytes before them, and puts the
   * result at the buffer's start. The blocks end on a byte's border and none is the last. The same bytes and level
   * give the same result. At most 512 KiB, after at most 32 KiB; the buffer must have room for the result, which is
   * never more than 4 KiB longer than what is packed.
   */
  deflate(buffer: ArrayBuffer, start: number, length: number): DeflatedBytes;
}

/** What a Deflater made of some bytes. */
interface DeflatedBytes {
  readonly length: number;
  /** The crc32 of the bytes that were packed. */
  readonly crc: number;
}

/** The fast default: about as small as other tools' gzip. */
export const defaultLevel = 2;

/** What the module offers; see assembly/index.ts. */
interface DeflateExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  prepare(): void;
  inputOffset(): number;
  outputOffset(): number;
  deflate(dictionary: number, length: number, level: number): number;
  crc32(offset: number, length: number): number;
}

/** zlib's own is faster; Node.js has it from 20.15 and 22.2. */
const { crc32 } = zlib as { readonly crc32?: (bytes: Uint8Array) => number };

/** The compiled encoder; it can be sent to a worker. */
export type DeflateModule = object & { readonly kind?: 'deflate' };

/** The part of WebAssembly that is used; the types of Node.js leave it to those of browsers. */
interface WebAssemblyApi {
  readonly compile: (bytes: Uint8Array) => Promise<DeflateModule>;
  readonly Instance: new (module: DeflateModule) => { readonly exports: unknown };
}

const { WebAssembly: webAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };

/** Compiles the encoder's module; undefined where there is no WebAssembly at all. */
export async function compileDeflate(bytes: Uint8Array): Promise<DeflateModule | undefined> {
  return webAssembly?.compile(bytes);
}

/** A deflater of our own; `level` is 1 (fastest) to 9 (smallest). */
export function createDeflater(module: DeflateModule, level: number): Deflater {
  if (webAssembly === undefined) {
    throw new Error('There is no WebAssembly here.');
  }
  const exports = new webAssembly.Instance(module).exports as DeflateExports;
  exports.prepare();
  const input = exports.inputOffset();
  const output = exports.outputOffset();
  return {
    deflate(buffer, start, length) {
      const memory = new Uint8Array(exports.memory.buffer);
      memory.set(new Uint8Array(buffer, 0, start + length), input);
      const crc =
        crc32?.(new Uint8Array(buffer, start, length)) ?? exports.crc32(input + start, length) >>> 0;
      const packed = exports.deflate(start, length, level);
      new Uint8Array(buffer).set(memory.subarray(output, output + packed));
      return { length: packed, crc };
    },
  };
}
