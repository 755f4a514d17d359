import type { Host } from '../core/host/host.js';
import type { Output } from './output.js';

/** What a command works with: the host, where it may write, and when it is to stop. */
export interface World {
  readonly host: Host;
  /** For reports only. */
  readonly stdout: Output;
  /** What is piped in, read when asked for; failures are `HostError`s. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Writes bytes where `stdout` goes; settles when they are out, `file-failed` when nobody takes them. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** For progress and messages. */
  readonly stderr: Output;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  readVersion(): Promise<string>;
  /** For commands that parse and do not compress: makes the parser of shell ready sooner. */
  compileWasmOnce(): void;
}

/** Writes a line to a person, beside the report. */
export function say(world: World, message: string): void {
  world.stderr.write(`oci-recipe: ${message}\n`);
}
