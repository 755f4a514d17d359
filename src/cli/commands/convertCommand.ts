import { resolve } from 'node:path';

import { convertArchive } from '../../core/artifact/convertArchive.js';
import type { ConversionOutput } from '../../core/artifact/openOutput.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import type { Options } from '../options/invocation.js';
import { createBytesProgress } from '../progress/bytesProgress.js';
import { toBases } from '../options/toBases.js';
import { toPlatforms } from '../options/toBuildChoices.js';
import { toTargetOptions } from '../options/toTargetOptions.js';
import { UsageError } from '../options/usageError.js';
import { streamOperand, toInputs } from './imageInputs.js';
import { writeArtifactReport } from './verifyCommand.js';
import type { World } from '../world.js';

/** `oci-recipe convert INPUT… --to FORM --output PATH` */
export async function convertCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const target = toTargetOptions(options);
  const platforms = toPlatforms(options);
  const output = toOutput(options, world);
  const bases = toBases(options, world.host.system.currentDirectory);
  const inputs = await toInputs(operands, world);
  const progress = createBytesProgress('Converting', world.stderr);
  try {
    const conversion = await convertArchive(
      {
        inputs,
        output,
        target,
        ...(platforms.length > 0 && { platforms }),
        bases,
        force: options.has('force'),
      },
      world.host,
      { signal: world.signal, onProgress: progress.show },
    );
    progress.close();
    const { images, leftAside } = conversion;
    return writeArtifactReport(
      { kind: 'conversion', images, problems: [], notes: leftAside },
      options,
      // Why: standard output has the archive then.
      typeof output === 'string' ? world : { ...world, stdout: world.stderr },
    );
  } finally {
    progress.close();
  }
}

function toOutput(options: Options, world: World): ConversionOutput {
  const output = options.text('output');
  if (output === undefined || output === '') {
    throw new UsageError('--output PATH is missing: where is the result to go?');
  }
  if (output === streamOperand && world.stdout.isLive) {
    throw new UsageError('Standard output is a terminal; send it to a file or a pipe, or name a path.');
  }
  return output === streamOperand
    ? { name: 'standard output', write: (bytes) => world.writeBytes(bytes) }
    : resolve(world.host.system.currentDirectory, output);
}
