const commandPattern = /process ".*" did not complete successfully: exit code: (\d+)/s;
const sourcePattern = /failed to calculate checksum of ref \S+: (".*"): not found/s;

/** An error of BuildKit without what the step's name says already and without BuildKit's inner names. */
export function formatBuildError(error: string): string {
  const exit = commandPattern.exec(error);
  if (exit !== null) {
    return `The command of this step ended with exit code ${exit[1] ?? ''}.`;
  }
  const source = sourcePattern.exec(error);
  return source === null
    ? error
    : `${source[1] ?? ''} was not found where it is to be copied from (a file that .dockerignore leaves out is not there).`;
}
