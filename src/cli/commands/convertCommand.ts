import { resolve } from 'node:path';

import { convertArchive } from '../../core/artifact/convertArchive.js';
import type { ConversionInput } from '../../core/artifact/openInput.js';
import type { ConversionOutput } from '../../core/artifact/openOutput.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import type { Options } from '../options/invocation.js';
import { createBytesProgress } from '../progress/bytesProgress.js';
import { toPlatforms } from '../options/toBuildChoices.js';
import { toTargetOptions } from '../options/toTargetOptions.js';
import { UsageError } from '../options/usageError.js';
import { writeArtifactReport } from './verifyCommand.js';
import type { World } from '../world.js';

/** What stands for standard input and output. */
const streamOperand = '-';

/** `oci-recipe convert INPUT… --to FORM --output PATH` */
export async function convertCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const target = toTargetOptions(options);
  const platforms = toPlatforms(options);
  const output = toOutput(options, world);
  const inputs = await toInputs(operands, world);
  const progress = createBytesProgress('Converting', world.stderr);
  try {
    const conversion = await convertArchive(
      {
        inputs,
        output,
        target,
        ...(platforms.length > 0 && { platforms }),
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

async function toInputs(operands: readonly string[], world: World): Promise<readonly ConversionInput[]> {
  if (operands.filter((operand) => operand === streamOperand).length > 1) {
    throw new UsageError('Standard input can be read only once; give "-" once.');
  }
  const inputs: ConversionInput[] = [];
  for (const operand of operands) {
    inputs.push(
      operand === streamOperand
        ? await standardInput(world)
        : resolve(world.host.system.currentDirectory, operand),
    );
  }
  return inputs;
}

const standardInputFile = '/dev/stdin';

/** A file that is redirected is read in its place, where the system gives a way to open it. */
async function standardInput({ host, stdin }: World): Promise<ConversionInput> {
  const isFile = host.system.os === 'linux' && (await host.files.status(standardInputFile))?.kind === 'file';
  return isFile ? standardInputFile : { name: 'standard input', bytes: stdin };
}
