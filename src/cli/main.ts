import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createNodeHost } from '../core/host/nodeHost.js';
import { compileWasmOnce } from '../core/host/wasmCompilation.js';
import { exitCodes } from '../core/report/exitCode.js';
import { createInterrupt } from './interrupt.js';
import { createOutput } from './output.js';
import { restoreTerminal } from './progress/liveProgress.js';
import { readStdin, writeStdout } from './standardStreams.js';
import { runCli } from './runCli.js';

void main();

/** Makes the world out of the process, runs the command, and leaves the exit code; Node ends when all is written. */
async function main(): Promise<void> {
  const onFailure = (error: Error): void => {
    process.exitCode = exitCodes.misuse;
    process.stderr.write(`oci-recipe: The output could not be written: ${error.message}\n`);
  };
  const stdout = createOutput(process.stdout, process.env, onFailure);
  const stderr = createOutput(process.stderr, process.env, () => undefined);
  const interrupt = createInterrupt(process, {
    onFirst: () => {
      // Why: a live view says so itself, and a line in between would displace it.
      if (!stderr.isLive) {
        stderr.write('oci-recipe: Cancelling; once more ends it by force.\n');
      }
    },
    onAgain: () => {
      if (stderr.isLive) {
        stderr.write(`${restoreTerminal}\n`);
      }
      // Why: not process.exitCode; the user does not want to wait. Programs that still run are ended on exit.
      process.exit(exitCodes.cancelled);
    },
  });
  const world = {
    host: createNodeHost({ assetDirectory: join(__dirname, 'assets') }),
    stdout,
    stdin: readStdin(process.stdin, interrupt.signal),
    writeBytes: (bytes: Uint8Array) => writeStdout(process.stdout, bytes, interrupt.signal),
    stderr,
    signal: interrupt.signal,
    readVersion,
    compileWasmOnce,
  };
  try {
    const code = await runCli(process.argv.slice(2), world);
    process.exitCode ??= code;
  } finally {
    interrupt.dispose();
    // Why: while somebody holds a pipe open that we have begun to read, Node would not end.
    process.stdin.destroy();
  }
  if (interrupt.signal.aborted && process.stdout.writableLength > 0) {
    // Why: nor would it while nobody reads what is still to be written.
    process.exit();
  }
}

/** The version of the package that this program was installed with. */
async function readVersion(): Promise<string> {
  const text = await readFile(join(__dirname, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
