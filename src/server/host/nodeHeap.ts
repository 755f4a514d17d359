import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { Heap } from './heapSweeper.js';

/** The heap of this process. Node hands out its collector only to those who ask V8 for it. */
export function createNodeHeap(): Heap {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return { usedBytes: () => process.memoryUsage().heapUsed, collect };
}
