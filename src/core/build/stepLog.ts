import { stripVTControlCharacters } from 'node:util';

/** The newest lines of a step's output, as a terminal would show them without colour. */
export interface StepLog {
  readonly logLines: readonly string[];
  readonly droppedLines: number;
  /** The last of `logLines` as it was written, while it has no end yet; else empty. */
  readonly openLine: string;
}

const maxLines = 500;
const maxOpenLength = 8192;

/** The log after more output, which may hold several lines or part of one. */
export function appendOutput(log: StepLog, text: string): StepLog {
  const complete = log.openLine === '' ? log.logLines : log.logLines.slice(0, -1);
  const written = `${log.openLine}${text}`.split('\n').flatMap(cutLong);
  const open = written.pop() ?? '';
  // Why: only what can still be shown is rendered, however much arrives at once.
  const shown = written.slice(-maxLines).map(renderLine);
  const lines = [...complete, ...shown, ...(open === '' ? [] : [renderLine(open)])];
  const dropped = Math.max(0, lines.length - maxLines);
  return {
    logLines: dropped === 0 ? lines : lines.slice(dropped),
    droppedLines: log.droppedLines + dropped + (written.length - shown.length),
    openLine: open,
  };
}

/** One line as a terminal shows it at last: overwritten by what follows a carriage return, without control sequences. */
export function renderLine(line: string): string {
  const body = line.replace(/\r+$/, '');
  const visible = body.slice(body.lastIndexOf('\r') + 1);
  return stripVTControlCharacters(visible).replace(controls, '');
}

// eslint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

function cutLong(line: string): readonly string[] {
  if (line.length <= maxOpenLength) {
    return [line];
  }
  const pieces = Math.ceil(line.length / maxOpenLength);
  return Array.from({ length: pieces }, (_piece, index) =>
    line.slice(index * maxOpenLength, (index + 1) * maxOpenLength),
  );
}
