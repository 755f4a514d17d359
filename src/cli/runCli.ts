import { isAbort } from '../core/base/abort.js';
import { assertNever } from '../core/base/assertNever.js';
import { isCoreError } from '../core/base/errors.js';
import { exitCodes } from '../core/report/exitCode.js';
import type { ExitCode } from '../core/report/exitCode.js';
import type { CommandName } from './options/commandTable.js';
import { reportFailure } from './commands/failureReport.js';
import { formatHelp } from './options/help.js';
import type { Invocation, Options } from './options/invocation.js';
import { parseInvocation } from './options/parseInvocation.js';
import { UsageError } from './options/usageError.js';
import { say } from './world.js';
import type { World } from './world.js';

/** A command: does its work, writes its report, and says how it went. Errors are `CoreError`s or aborts. */
type Command = (operands: readonly string[], options: Options, world: World) => Promise<ExitCode>;

// Why loaded so late: what one command needs is much, and starting takes as long as what is loaded.
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  check: async () => (await import('./commands/checkCommand.js')).checkCommand,
  build: async () => (await import('./commands/buildCommand.js')).buildCommand,
  convert: async () => (await import('./commands/convertCommand.js')).convertCommand,
  verify: async () => (await import('./commands/verifyCommand.js')).verifyCommand,
  inspect: async () => (await import('./commands/inspectCommand.js')).inspectCommand,
  diff: async () => (await import('./commands/diffCommand.js')).diffCommand,
  recipe: async () => (await import('./commands/recipeCommand.js')).recipeCommand,
};

/** Runs the program with its arguments (without node and script); never rejects. */
export async function runCli(args: readonly string[], world: World): Promise<ExitCode> {
  let invocation: Invocation | undefined;
  try {
    invocation = parseInvocation(args);
    return await run(invocation, world);
  } catch (error) {
    return toExitCode(error, invocation, world);
  }
}

async function run(invocation: Invocation, world: World): Promise<ExitCode> {
  switch (invocation.kind) {
    case 'help':
      world.stdout.write(formatHelp(invocation.command));
      return exitCodes.good;
    case 'version':
      world.stdout.write(`oci-recipe ${await world.readVersion()}\n`);
      return exitCodes.good;
    case 'run': {
      const command = await commands[invocation.command]();
      return command(invocation.operands, invocation.options, world);
    }
    default:
      return assertNever(invocation);
  }
}

function toExitCode(error: unknown, invocation: Invocation | undefined, world: World): ExitCode {
  if (world.signal.aborted && (isAbort(error) || error === world.signal.reason)) {
    say(world, 'Cancelled.');
    return exitCodes.cancelled;
  }
  if (error instanceof UsageError) {
    say(world, error.message);
    return exitCodes.misuse;
  }
  if (isCoreError(error)) {
    return reportFailure(error, invocation, world);
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(world, `This is a mistake in oci-recipe itself; please report it.\n${trace}`);
  return exitCodes.misuse;
}
