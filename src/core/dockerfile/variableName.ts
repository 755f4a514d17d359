const digit = /\p{Nd}/u;
const member = /[\p{L}\p{Nd}_]/u;

/**
 * Where the variable name at a place ends: digits, or one special parameter, or letters, digits and underscores; the
 * place itself when there is none.
 */
export function variableNameEnd(text: string, start: number): number {
  if (digit.test(characterAt(text, start))) {
    return endOf(text, start, digit);
  }
  if (start < text.length && '@*#?-$!'.includes(text.charAt(start))) {
    return start + 1;
  }
  return endOf(text, start, member);
}

function endOf(text: string, start: number, allowed: RegExp): number {
  let at = start;
  while (at < text.length) {
    const character = characterAt(text, at);
    if (!allowed.test(character)) {
      break;
    }
    at += character.length;
  }
  return at;
}

function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}
