/**
 * The text cut to a number of terminal columns, ending in `…` when something was cut. Wide characters count
 * double; where the width of a character is in doubt, more is assumed, so that a line never wraps.
 */
export function fitText(text: string, columns: number, ellipsis: string): string {
  const characters = Array.from(text);
  if (widthOf(characters) <= columns) {
    return text;
  }
  const kept: string[] = [];
  let left = columns - ellipsis.length;
  for (const character of characters) {
    left -= columnsOf(character);
    if (left < 0) {
      break;
    }
    kept.push(character);
  }
  return columns < ellipsis.length ? '' : kept.join('') + ellipsis;
}

function widthOf(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + columnsOf(character), 0);
}

// Why: from U+1100 on a character may be wide; U+2000 to U+2E7F (punctuation, arrows, boxes, symbols) is narrow.
function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x1100 || (code >= 0x2000 && code < 0x2e80) ? 1 : 2;
}
