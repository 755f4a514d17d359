import { setFlagsFromString } from 'node:v8';

/**
 * From now on WebAssembly of this process is compiled once, and not optimized while it runs: what a parser of shell
 * needs, not what compresses gigabytes. Optimizing that parser takes longer than a folder of Dockerfiles is checked in,
 * and tens of megabytes, with newer versions of V8 hundreds.
 */
export function compileWasmOnce(): void {
  // Why all: once V8 runs, the others no longer follow from the first.
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) {
    setFlagsFromString(flag);
  }
}
