/** Whether Go's unicode.IsSpace holds for a UTF-16 unit; all such characters are single units. */
export function isGoSpace(unit: number): boolean {
  if (unit < 0x80) {
    return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  }
  return unit === 0x85 || unit === 0xa0 || (unit >= 0x1680 && isWideSpace(unit));
}

function isWideSpace(unit: number): boolean {
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    [0x2028, 0x2029, 0x202f, 0x205f, 0x3000].includes(unit)
  );
}

/** A stretch of a text. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The stretch without blanks at both ends, as Go's strings.TrimSpace; empty at its end when it is all blank. */
export function trimSpaces(text: string, { start, end }: Extent): Extent {
  const from = skipSpaces(text, start, end);
  let to = end;
  while (to > from && isGoSpace(text.charCodeAt(to - 1))) {
    to -= 1;
  }
  return { start: from, end: to };
}

/** The first place from `start` on that holds no blank; `end` when there is none. */
export function skipSpaces(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isGoSpace(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

/** Whether BuildKit splits an instruction's words at the unit: blank, tab, vertical tab, form feed, return. */
function isSeparator(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || (unit >= 0x0b && unit <= 0x0d);
}

/** The stretches between separators; as Go's Split, an empty one stands before a leading separator. */
export function splitAtSeparators(text: string, { start, end }: Extent, most = Infinity): readonly Extent[] {
  const parts: Extent[] = [];
  let from = start;
  let at = start;
  while (at < end && parts.length + 1 < most) {
    if (!isSeparator(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    parts.push({ start: from, end: at });
    while (at < end && isSeparator(text.charCodeAt(at))) {
      at += 1;
    }
    from = at;
  }
  parts.push({ start: from, end });
  return parts;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** A text as Go's `%q` prints it. */
export function quoteGo(text: string): string {
  const body = text.replace(/["\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => {
    const known = escapes[character];
    const code = character.codePointAt(0) ?? 0;
    return known ?? numericEscape(code);
  });
  return `"${body}"`;
}

function numericEscape(code: number): string {
  const digits = code.toString(16);
  if (code < 0x80) {
    return `\\x${digits.padStart(2, '0')}`;
  }
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** How many bytes a text has in UTF-8, or more than `most` where it has more. */
export function exceedsUtf8Bytes(text: string, { start, end }: Extent, most: number): boolean {
  if (end - start > most) {
    return true;
  }
  let bytes = 0;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    // Why: a surrogate is half of a character of four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes > most;
}
