import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Logs of the extension host itself and of every output channel, but not those of the extensions VS Code brings. */
const interesting =
  /(^|\/)exthost\d*\/(remoteexthost\.log|output_logging_[^/]+\/|(?!vscode\.|output_)[^/]+\/)/;

/** What only tells of VS Code itself: the start of its own extensions, and its frames in stack traces. */
const noise = /_doActivateExtension vscode\.|^\s+at .*extensionHostProcess\.js/;

/** The last lines of the extension host's log and of the extensions' output channels, each under its file's name. */
export async function readLogTails(logsDirectory: string, lineCount = 60): Promise<string> {
  const entries = await readdir(logsDirectory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const wanted = files.filter((file) => interesting.test(file) && file.endsWith('.log')).sort();
  const tails = await Promise.all(wanted.map((file) => readTail(logsDirectory, file, lineCount)));
  return tails.filter((tail) => tail !== '').join('\n');
}

async function readTail(logsDirectory: string, file: string, lineCount: number): Promise<string> {
  const text = (await readFile(file, 'utf8')).trimEnd();
  const lines = text
    .split('\n')
    .filter((line) => !noise.test(line))
    .slice(-lineCount);
  return text === '' ? '' : `--- ${relative(logsDirectory, file)}\n${lines.join('\n')}`;
}
