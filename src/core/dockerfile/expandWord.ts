import { toGlobExpression } from './goMatch.js';

/** What a variable stands for: its value, null when it is certainly not set, undefined when nobody can know here. */
export type VariableValue = string | null | undefined;

/** Looks a variable up by name. */
export type Lookup = (name: string) => VariableValue;

/** A position in a word being expanded. */
interface Cursor {
  readonly text: string;
  readonly escape: string;
  readonly lookup: Lookup;
  at: number;
  known: boolean;
}

/**
 * Expands variables and removes quotes and escapes as the builder does for words of an instruction; undefined when
 * the result depends on a variable whose value is not known, or when the word is malformed.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/shell/lex.go
 */
export function expandWord(text: string, escape: string, lookup: Lookup): string | undefined {
  const cursor: Cursor = { text, escape, lookup, at: 0, known: true };
  const value = expandUntil(cursor, '');
  return cursor.known ? value : undefined;
}

function expandUntil(cursor: Cursor, stop: string): string {
  let result = '';
  while (cursor.at < cursor.text.length) {
    const character = cursor.text.charAt(cursor.at);
    if (character === stop) {
      return result;
    }
    result += expandNext(cursor, character);
  }
  cursor.known &&= stop === '';
  return result;
}

function expandNext(cursor: Cursor, character: string): string {
  cursor.at += 1;
  switch (character) {
    case "'":
      return singleQuoted(cursor);
    case '"':
      return doubleQuoted(cursor);
    case '$':
      return dollar(cursor);
    case cursor.escape:
      return escaped(cursor);
    default:
      return character;
  }
}

function escaped(cursor: Cursor): string {
  const next = cursor.text.charAt(cursor.at);
  cursor.at += 1;
  return next;
}

function singleQuoted(cursor: Cursor): string {
  const end = cursor.text.indexOf("'", cursor.at);
  if (end === -1) {
    cursor.known = false;
    return '';
  }
  const value = cursor.text.slice(cursor.at, end);
  cursor.at = end + 1;
  return value;
}

function doubleQuoted(cursor: Cursor): string {
  let result = '';
  while (cursor.at < cursor.text.length) {
    const character = cursor.text.charAt(cursor.at);
    cursor.at += 1;
    if (character === '"') {
      return result;
    }
    result += quotedPart(cursor, character);
  }
  cursor.known = false;
  return result;
}

function quotedPart(cursor: Cursor, character: string): string {
  if (character === '$') {
    return dollar(cursor);
  }
  const next = cursor.text.charAt(cursor.at);
  if (character === cursor.escape && (next === '"' || next === '$' || next === cursor.escape)) {
    cursor.at += 1;
    return next;
  }
  return character;
}

function dollar(cursor: Cursor): string {
  if (cursor.text.charAt(cursor.at) === '{') {
    cursor.at += 1;
    return braced(cursor);
  }
  const name = takeName(cursor);
  return name === '' ? '$' : valueOf(cursor, cursor.lookup(name));
}

function takeName(cursor: Cursor): string {
  const name = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#])/.exec(cursor.text.slice(cursor.at))?.[0] ?? '';
  cursor.at += name.length;
  return name;
}

function valueOf(cursor: Cursor, value: VariableValue): string {
  cursor.known &&= value !== undefined;
  return value ?? '';
}

function braced(cursor: Cursor): string {
  const name = takeName(cursor);
  const operator = /^(?::?[-+?]|##?|%%?|\/\/?)/.exec(cursor.text.slice(cursor.at))?.[0] ?? '';
  cursor.at += operator.length;
  const outer = cursor.known;
  const word = expandUntil(cursor, '}');
  const wordIsKnown = cursor.known;
  cursor.at += 1;
  cursor.known = outer && name !== '';
  if (operator === '') {
    cursor.known &&= word === '' && wordIsKnown;
    return valueOf(cursor, cursor.lookup(name));
  }
  return modified(cursor, operator, { value: cursor.lookup(name), word, wordIsKnown });
}

function modified(cursor: Cursor, operator: string, part: Operand): string {
  if (part.value === undefined) {
    cursor.known = false;
    return '';
  }
  const value = part.value ?? '';
  const isMissing = part.value === null || (operator.startsWith(':') && value === '');
  switch (operator.replace(':', '')) {
    case '-':
      return isMissing ? wordOf(cursor, part) : value;
    case '+':
      return isMissing ? '' : wordOf(cursor, part);
    case '?':
      cursor.known &&= !isMissing;
      return value;
    default:
      return edited(value, operator, wordOf(cursor, part));
  }
}

/** A variable's value and the word behind its operator. */
interface Operand {
  readonly value: VariableValue;
  readonly word: string;
  readonly wordIsKnown: boolean;
}

function wordOf(cursor: Cursor, part: Operand): string {
  cursor.known &&= part.wordIsKnown;
  return part.word;
}

/** `#`, `##`, `%`, `%%` cut a pattern off an end; `/` and `//` replace it. */
function edited(value: string, operator: string, word: string): string {
  return operator.startsWith('/') ? replaced(value, operator, word) : cutOff(value, operator, word);
}

function replaced(value: string, operator: string, word: string): string {
  const slash = word.indexOf('/');
  const pattern = slash === -1 ? word : word.slice(0, slash);
  const replacement = slash === -1 ? '' : word.slice(slash + 1);
  const expression = new RegExp(toGlobExpression(pattern), operator === '//' ? 'gu' : 'u');
  return pattern === '' ? value : value.replace(expression, () => replacement);
}

function cutOff(value: string, operator: string, word: string): string {
  const whole = new RegExp(`^${toGlobExpression(word)}$`, 'u');
  const cuts = Array.from({ length: value.length + 1 }, (_unused, index) => index);
  const fromStart = operator.startsWith('#');
  const isGreedy = operator.length === 2;
  const ordered = fromStart === isGreedy ? cuts.reverse() : cuts;
  const cut = ordered.find((index) => whole.test(fromStart ? value.slice(0, index) : value.slice(index)));
  const kept = fromStart ? value.slice(cut) : value.slice(0, cut);
  return cut === undefined ? value : kept;
}
