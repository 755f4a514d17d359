/**
 * A script in words that the grammar knows; every character stays where it is. It does not know `3<>/file`, which
 * stands where `3</file` may.
 */
export function toKnownSyntax(text: string): string {
  return text.replaceAll('<>', '< ');
}

/**
 * A script whose extended patterns (`rm !(keep|me)`, https://www.gnu.org/software/bash/manual/html_node/Pattern-Matching.html)
 * are plain words of the same length, which the grammar knows; as it is where there are none. `!(a)` where a command
 * may begin is a subshell and stays.
 */
export function withPlainPatterns(text: string): string {
  return text.replace(/[?*+@!]\([^()\n;&<>]*\)/g, (pattern, offset: number) =>
    isAtCommand(text, offset) ? pattern : pattern.replace(/[()|\s]/g, '_'),
  );
}

/** Whether a command may begin at an offset: at the start, behind an operator or a reserved word. */
function isAtCommand(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 100), offset).trimEnd();
  return before === '' || /[;&|({\n]$|(?:^|\s)(?:if|then|elif|else|do|while|until|time|!)$/.test(before);
}
