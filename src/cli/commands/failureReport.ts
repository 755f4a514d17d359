import type { CoreError } from '../../core/base/errors.js';
import { exitCodes } from '../../core/report/exitCode.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { formatJson } from '../../core/report/reportOptions.js';
import type { CommandName } from '../options/commandTable.js';
import type { Invocation } from '../options/invocation.js';
import { say } from '../world.js';
import type { World } from '../world.js';

/** What a program finds in the JSON document of a command that could not do its work, besides `ok` and `problems`. */
const emptyReports: Readonly<Record<CommandName, object>> = {
  check: { findings: [], summary: { error: 0, warning: 0, info: 0, hint: 0 } },
  build: { images: [] },
  convert: { images: [] },
  verify: { images: [] },
  inspect: { images: [] },
  diff: { images: [] },
  recipe: { recipes: [] },
};

/** What was read says what is not true; everything else is input that cannot be read. */
const untrue: ReadonlySet<string> = new Set(['archive-mismatch']);

/** Tells of an error that ended a command: on stderr, and with `--format json` as the document on stdout too. */
export function reportFailure(error: CoreError, invocation: Invocation | undefined, world: World): ExitCode {
  if (invocation?.kind === 'run' && invocation.options.text('format') === 'json') {
    const problems = [{ code: error.code, message: error.message }];
    world.stdout.write(formatJson({ ok: false, ...emptyReports[invocation.command], problems }));
  }
  say(world, `${error.message} (${error.code})`);
  // Why: of a comparison `bad` says that the images differ, and here nobody knows.
  const isDiff = invocation?.kind === 'run' && invocation.command === 'diff';
  return untrue.has(error.code) && !isDiff ? exitCodes.bad : exitCodes.misuse;
}
