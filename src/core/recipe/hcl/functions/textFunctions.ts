import { cleanPath } from '../../../base/cleanPath.js';
import { toList, toText, toWhole } from '../convert.js';
import type { Value } from '../value.js';
import { countValue, listValue, textValue } from '../value.js';
import type { FunctionDefinition, FunctionTable } from './definition.js';
import { binary, ternary, unary, variadic } from './definition.js';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Functions from texts to texts. */
export const textFunctions: FunctionTable = {
  basename: textual((path) => lastElement(path)),
  chomp: textual((text) => text.replace(/(?:\r\n?|\n)+$/, '')),
  dirname: textual((path) => folderOf(path)),
  indent: binary((spaces, text) =>
    textValue(toText(text).replaceAll('\n', `\n${' '.repeat(toWhole(spaces))}`)),
  ),
  join: variadic(1, ([separator, ...lists]) =>
    textValue(
      lists
        .flatMap((list) => toList(list).items)
        .map(toText)
        .join(toText(separator ?? textValue(''))),
    ),
  ),
  lower: textual((text) => text.toLowerCase()),
  replace: ternary((text, from, to) => textValue(toText(text).replaceAll(toText(from), () => toText(to)))),
  reverse: textual((text) => splitCharacters(text).reverse().join('')),
  sanitize: textual((name) => name.replace(/[^a-zA-Z0-9_-]/gu, '_')),
  split: binary((separator, text) => listValue(splitText(toText(text), toText(separator)).map(textValue))),
  strlen: unary((text) => countValue(splitCharacters(toText(text)).length)),
  substr: ternary(substring),
  title: textual((text) =>
    text.replace(
      /(^|[^\p{L}\p{N}_'])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    ),
  ),
  trim: binary((text, cut) => textValue(trimCharacters(toText(text), new Set(toText(cut))))),
  trimprefix: binary((text, prefix) => {
    const [whole, start] = [toText(text), toText(prefix)];
    return textValue(whole.startsWith(start) ? whole.slice(start.length) : whole);
  }),
  trimspace: textual((text) => text.trim()),
  trimsuffix: binary((text, suffix) => {
    const [whole, end] = [toText(text), toText(suffix)];
    return textValue(whole.endsWith(end) ? whole.slice(0, whole.length - end.length) : whole);
  }),
  upper: textual((text) => text.toUpperCase()),
};

function textual(compute: (text: string) => string): FunctionDefinition {
  return unary((text) => textValue(compute(toText(text))));
}

function splitCharacters(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** An empty text has no parts where the separator is empty, and one elsewhere, as Go splits. */
function splitText(text: string, separator: string): readonly string[] {
  return separator === '' ? Array.from(text) : text.split(separator);
}

function substring(text: Value, offset: Value, length: Value): Value {
  const characters = splitCharacters(toText(text));
  const [from, count] = [toWhole(offset), toWhole(length)];
  const start = from < 0 ? Math.max(0, characters.length + from) : from;
  return textValue(characters.slice(start, count < 0 ? undefined : start + count).join(''));
}

function trimCharacters(text: string, cut: ReadonlySet<string>): string {
  const characters = Array.from(text);
  const start = characters.findIndex((character) => !cut.has(character));
  const end = characters.findLastIndex((character) => !cut.has(character));
  return start === -1 ? '' : characters.slice(start, end + 1).join('');
}

/** Go's path.Base. */
function lastElement(path: string): string {
  if (path === '') {
    return '.';
  }
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Go's path.Dir: what stands before the last slash, cleaned. */
function folderOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}
