const nop = '/bin/sh -c #(nop) ';
const shell = '/bin/sh -c ';
const buildkitMark = '# buildkit';

/**
 * An instruction as it stands in a Dockerfile, from what the history of an image tells: without the shell that ran
 * it, the build arguments before it (`|1 A=b `) and BuildKit's mark. Empty when nothing is told.
 */
export function formatInstruction(createdBy: string): string {
  const plain = withoutMark(createdBy.trim());
  if (plain.startsWith(nop)) {
    return plain.slice(nop.length).trim();
  }
  const isRun = plain.startsWith('RUN ');
  const command = withoutArguments(isRun ? plain.slice('RUN '.length) : plain);
  if (command.startsWith(shell)) {
    return `RUN ${command.slice(shell.length).trim()}`;
  }
  return isRun ? `RUN ${command}` : command;
}

function withoutMark(text: string): string {
  return text.endsWith(buildkitMark) ? text.slice(0, -buildkitMark.length).trim() : text;
}

/** Why by the shell: a value may hold blanks, and what comes after all values is the shell. */
function withoutArguments(command: string): string {
  const at = command.startsWith('|') ? command.indexOf(shell) : -1;
  return at < 0 ? command : command.slice(at);
}
