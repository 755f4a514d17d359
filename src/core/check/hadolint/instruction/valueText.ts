const quotes = new Set(['"', "'"]);

/** A word without the quotes around it, as hadolint takes paths: all that stand at either end. */
export function dropQuotes(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && quotes.has(text.charAt(start))) {
    start += 1;
  }
  while (end > start && quotes.has(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(start, end);
}

/** A key or value of ENV or LABEL as hadolint compares it: quotes removed, variables left as they are written. */
export function unquote(raw: string, escape: string): string {
  let text = '';
  let quote = '';
  for (let index = 0; index < raw.length; index += 1) {
    const character = raw.charAt(index);
    const next = raw.charAt(index + 1);
    if (character === escape && (quote === '' ? /["' \t]/.test(next) : next === quote)) {
      text += next;
      index += 1;
    } else if (character === quote) {
      quote = '';
    } else if (quote === '' && quotes.has(character)) {
      quote = character;
    } else {
      text += character;
    }
  }
  return text;
}

/** Whether a path is absolute for Linux or Windows, or begins with a variable, so that nobody knows. */
export function isAbsoluteOrVariable(path: string): boolean {
  return /^(?:[$/]|[\p{L}]:)/u.test(path);
}

/** The variables in a value: `$NAME` and `${NAME}`; hadolint knows no operators in the braces. */
export function variablesIn(value: string): ReadonlySet<string> {
  const found = value.matchAll(/\$(?:\{([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))/g);
  return new Set(Array.from(found, ([, braced, bare]) => braced ?? bare ?? ''));
}
