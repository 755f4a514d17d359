/** A stretch of lines that can be folded, counted from 0, both ends included. */
export interface LogFold {
  readonly startLine: number;
  readonly endLine: number;
}

/** `linux/arm64 [build 3/4] …`, `shared #3 …`: what a line says about whom. */
const stepPattern = /^(\S+\s+(?:\[[^\]]*\]|#\d+))(?:\s|$)/;

/**
 * The folds of a build log: neighbouring lines of one step on one platform, or of the tool itself. Steps that run at
 * the same time alternate, and so do their folds: moving lines would hide what happened when.
 */
export function foldLog(lines: readonly string[]): readonly LogFold[] {
  const folds: LogFold[] = [];
  let startLine = 0;
  for (let line = 1; line <= lines.length; line++) {
    if (line === lines.length || ownerOf(lines[line]) !== ownerOf(lines[startLine])) {
      if (line - startLine > 1) {
        folds.push({ startLine, endLine: line - 1 });
      }
      startLine = line;
    }
  }
  return folds;
}

function ownerOf(line = ''): string {
  const step = stepPattern.exec(line)?.[1];
  if (step !== undefined) {
    return step.replaceAll(/\s+/g, ' ');
  }
  return line.startsWith('--') ? '--' : '';
}
