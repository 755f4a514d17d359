import { Zstd } from '@hpcc-js/wasm-zstd';

import type { ChunkEncoder } from './chunkEncoder.js';

const defaultLevel = 3;

/** zstd, one chunk at a time, on the thread that asks; the library is large, so that only workers import it. `level` is that of our own scale, 1 to 9. */
export function createZstdEncoder(level: number | undefined): ChunkEncoder {
  return {
    parallel: 1,
    async encode({ buffer, length }) {
      const zstd = await Zstd.load();
      const packed = zstd.compress(new Uint8Array(buffer, 0, length), level ?? defaultLevel);
      new Uint8Array(buffer).set(packed);
      return { buffer, length: packed.length, crc: 0 };
    },
  };
}
