import type { Host } from '../core/host/host.js';
import type { Output } from './output.js';

/** What a command works with: the host, where it may write, and when it is to stop. */
export interface World {
  readonly host: Host;
  /** For reports only. */
  readonly stdout: Output;
  /** For progress and messages. */
  readonly stderr: Output;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  readVersion(): Promise<string>;
}

/** Writes a line to a person, beside the report. */
export function say(world: World, message: string): void {
  world.stderr.write(`oci-recipe: ${message}\n`);
}
