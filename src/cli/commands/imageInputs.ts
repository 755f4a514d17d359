import { resolve } from 'node:path';

import type { ConversionInput } from '../../core/artifact/openInput.js';
import { UsageError } from '../options/usageError.js';
import type { World } from '../world.js';

/** What stands for standard input and output. */
export const streamOperand = '-';

/** The inputs that operands name; a `UsageError` when standard input is named twice. */
export async function toInputs(
  operands: readonly string[],
  world: World,
): Promise<readonly ConversionInput[]> {
  if (operands.filter((operand) => operand === streamOperand).length > 1) {
    throw new UsageError('Standard input can be read only once; give "-" once.');
  }
  const inputs: ConversionInput[] = [];
  for (const operand of operands) {
    inputs.push(await toInput(operand, world));
  }
  return inputs;
}

/** The input that an operand names. */
export async function toInput(operand: string, world: World): Promise<ConversionInput> {
  return operand === streamOperand
    ? standardInput(world)
    : resolve(world.host.system.currentDirectory, operand);
}

const standardInputFile = '/dev/stdin';

/** A file that is redirected is read in its place, where the system gives a way to open it. */
async function standardInput({ host, stdin }: World): Promise<ConversionInput> {
  const isFile = host.system.os === 'linux' && (await host.files.status(standardInputFile))?.kind === 'file';
  return isFile ? standardInputFile : { name: 'standard input', bytes: stdin };
}
