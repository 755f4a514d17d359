import path from 'node:path';

import * as z from 'zod';

import type { ShellDialect } from '../../check/hadolint/runScripts.js';
import type { Completed, Host } from '../../host/host.js';
import { ShellcheckError } from './shellcheckError.js';

/** A script for ShellCheck, complete. */
export interface ShellText {
  readonly dialect: ShellDialect;
  readonly text: string;
}

/** What ShellCheck says of a stretch of a script; lines and columns from 1, columns in code points, end exclusive. */
export type ShellComment = z.infer<typeof commentSchema>;

/** What is needed to run it. */
export interface ShellcheckProgram {
  readonly host: Pick<Host, 'files' | 'processes' | 'system'>;
  /** A name on PATH or an absolute path. */
  readonly program: string;
}

const commentSchema = z.object({
  file: z.string(),
  line: z.number(),
  endLine: z.number(),
  column: z.number(),
  endColumn: z.number(),
  level: z.enum(['error', 'warning', 'info', 'style']),
  code: z.number(),
  message: z.string(),
});
const outputSchema = z.object({ comments: z.array(commentSchema) });

/**
 * What nobody can do anything about in a Dockerfile: what is sourced cannot be followed (1090, and 1091, which hadolint
 * lets through), and busybox's ash is as good a shell as any (2187).
 */
const excluded = ['SC1090', 'SC1091', 'SC2187'];
const timeoutMs = 20_000;

/**
 * Runs ShellCheck once over scripts, at least one and all of one dialect; resolves to the comments on each, in order.
 * Fails with a `ShellcheckError` when it does not do its work, and with `HostError`s of `Processes` and `Files`.
 */
export async function runShellcheck(
  scripts: readonly ShellText[],
  { host, program }: ShellcheckProgram,
  signal?: AbortSignal,
): Promise<readonly (readonly ShellComment[])[]> {
  const [only] = scripts;
  const run = async (files: readonly string[], input?: string): Promise<readonly ShellComment[]> => {
    const args = [
      '--format=json1',
      `--shell=${scripts[0]?.dialect ?? 'sh'}`,
      '--severity=style',
      '--norc',
      `--exclude=${excluded.join(',')}`,
      '--',
      ...files,
    ];
    const command = { program, args, workingDirectory: host.system.temporaryDirectory };
    const options = { timeoutMs, ...(signal && { signal }), ...(input !== undefined && { input }) };
    return decodeOutput(await host.processes.run(command, options), program);
  };
  if (scripts.length === 1 && only !== undefined) {
    return [await run(['-'], only.text)];
  }
  const folder = await host.files.makeUniqueDirectory(
    path.join(host.system.temporaryDirectory, 'oci-recipe-shellcheck-'),
  );
  try {
    const files = scripts.map((_, index) => path.join(folder, String(index)));
    for (const [index, { text }] of scripts.entries()) {
      await host.files.writeText(files[index] ?? '', text);
    }
    const comments = await run(files);
    const byFile = new Map<string, ShellComment[]>(files.map((file) => [file, []]));
    comments.forEach((comment) => byFile.get(comment.file)?.push(comment));
    return [...byFile.values()];
  } finally {
    await host.files.remove(folder);
  }
}

/** 0: nothing found, 1: something found; all else is ShellCheck's own trouble. */
function decodeOutput({ exitCode, stdout, stderr }: Completed, program: string): readonly ShellComment[] {
  if (exitCode !== 0 && exitCode !== 1) {
    const [reason = ''] = stderr.trim().split('\n', 1);
    throw new ShellcheckError(
      `${program} ended with ${exitCode === undefined ? 'a signal' : `exit code ${exitCode}`}` +
        `${reason === '' ? '' : `: ${reason}`}. ShellCheck 0.7 or newer is needed.`,
    );
  }
  const result = outputSchema.safeParse(parseJson(stdout));
  if (!result.success) {
    throw new ShellcheckError(`${program} wrote something that is not ShellCheck's JSON. Is it ShellCheck?`);
  }
  return result.data.comments;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Why: the schema says what is wrong with it.
    return undefined;
  }
}
