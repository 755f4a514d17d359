import type { Cursor } from './cursor.js';
import { expect, failSyntax, isNext, rest, skipSpace, take, takeIdentifier } from './cursor.js';
import { readExpression, readForNames } from './parseExpression.js';
import type { Expression, Template, TemplatePart } from './syntax.js';

/** A piece of a template before its directives are nested. */
type Token =
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'interpolation'; readonly expression: Expression }
  | { readonly kind: 'if'; readonly condition: Expression }
  | {
      readonly kind: 'for';
      readonly keyName?: string;
      readonly valueName: string;
      readonly collection: Expression;
    }
  | { readonly kind: 'else' }
  | { readonly kind: 'endif' }
  | { readonly kind: 'endfor' };

/** How the text between the sequences is written: a quoted text has backslash escapes and an end. */
type Quoting = 'bare' | 'quoted';

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * Reads a text of a bake JSON file as the template that it is.
 * https://github.com/hashicorp/hcl/blob/v2.24.0/json/spec.md#strings
 */
export function parseTemplate(text: string): Template {
  const cursor: Cursor = { text, readQuoted, offset: 0 };
  const parts = nest(readTokens(cursor, 'bare'));
  return { kind: 'template', parts, isWrapped: true };
}

/** Reads a quoted text with its quotes at the cursor. */
function readQuoted(cursor: Cursor): readonly TemplatePart[] {
  expect(cursor, '"');
  const parts = nest(readTokens(cursor, 'quoted'));
  if (!isNext(cursor, '"')) {
    failSyntax('The closing quote of a text inside the expression is missing.');
  }
  cursor.offset += 1;
  return parts;
}

function readTokens(cursor: Cursor, quoting: Quoting): Token[] {
  const tokens: Token[] = [];
  let trimsNext = false;
  while (cursor.offset < cursor.text.length && !(quoting === 'quoted' && isNext(cursor, '"'))) {
    if (isNext(cursor, '${') || isNext(cursor, '%{')) {
      trimsNext = readSequence(cursor, tokens);
      continue;
    }
    const line = readLine(cursor, quoting);
    tokens.push({ kind: 'text', text: trimsNext ? line.trimStart() : line });
    trimsNext = false;
  }
  return tokens;
}

/** Reads literal text up to the next sequence, or the end of the line, which is where strip markers stop. */
function readLine(cursor: Cursor, quoting: Quoting): string {
  let line = '';
  while (cursor.offset < cursor.text.length && !line.endsWith('\n')) {
    const isEnd = quoting === 'quoted' && isNext(cursor, '"');
    if (isEnd || isNext(cursor, '${') || isNext(cursor, '%{')) {
      break;
    }
    line += readCharacters(cursor, quoting);
  }
  return line;
}

function readCharacters(cursor: Cursor, quoting: Quoting): string {
  const character = cursor.text.charAt(cursor.offset);
  const isDoubled = cursor.text.charAt(cursor.offset + 1) === character;
  if ((character === '$' || character === '%') && isDoubled && cursor.text[cursor.offset + 2] === '{') {
    cursor.offset += 3;
    return `${character}{`;
  }
  if (quoting === 'quoted' && character === '\n') {
    failSyntax('A text inside an expression must end on its own line.');
  }
  cursor.offset += 1;
  return quoting === 'quoted' && character === '\\' ? readEscape(cursor) : character;
}

function readEscape(cursor: Cursor): string {
  const letter = cursor.text.charAt(cursor.offset);
  cursor.offset += 1;
  const simple = simpleEscapes[letter];
  if (simple !== undefined) {
    return simple;
  }
  const length = letter === 'u' ? 4 : 8;
  const digits = cursor.text.slice(cursor.offset, cursor.offset + length);
  const code = Number.parseInt(digits, 16);
  const isCode =
    (letter === 'u' || letter === 'U') && /^[0-9a-f]+$/i.test(digits) && digits.length === length;
  if (!isCode || code > 0x10ffff) {
    failSyntax(`"\\${letter}" is not an escape of HCL.`);
  }
  cursor.offset += length;
  return String.fromCodePoint(code);
}

/** Reads one `${…}` or `%{…}`; returns whether it ends with a strip marker. */
function readSequence(cursor: Cursor, tokens: Token[]): boolean {
  const isDirective = isNext(cursor, '%{');
  cursor.offset += 2;
  if (isNext(cursor, '~')) {
    cursor.offset += 1;
    trimLast(tokens);
  }
  tokens.push(
    isDirective ? readDirective(cursor) : { kind: 'interpolation', expression: readExpression(cursor) },
  );
  const trimsNext = take(cursor, '~');
  expect(cursor, '}');
  return trimsNext;
}

function trimLast(tokens: Token[]): void {
  const last = tokens.at(-1);
  if (last?.kind === 'text') {
    last.text = last.text.trimEnd();
  }
}

function readDirective(cursor: Cursor): Token {
  const keyword = takeIdentifier(cursor);
  switch (keyword) {
    case 'if':
      return { kind: 'if', condition: readExpression(cursor) };
    case 'for':
      return { kind: 'for', ...readForNames(cursor), collection: readExpression(cursor) };
    case 'else':
    case 'endif':
    case 'endfor':
      skipSpace(cursor);
      return { kind: keyword };
    default:
      return failSyntax(
        `"${keyword ?? rest(cursor)}" is not a template directive (if, else, endif, for, endfor).`,
      );
  }
}

function nest(tokens: readonly Token[]): readonly TemplatePart[] {
  const queue = [...tokens];
  const parts = takeParts(queue, []);
  const [stray] = queue;
  return stray === undefined ? parts : failSyntax(`%{ ${stray.kind} } has no beginning.`);
}

/** Takes parts up to one of the given directives, which stays in the queue. */
function takeParts(queue: Token[], ends: readonly string[]): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (;;) {
    const [token] = queue;
    if (token === undefined) {
      return ends.length === 0 ? parts : failSyntax(`%{ ${ends.at(-1) ?? ''} } is missing.`);
    }
    if (token.kind === 'else' || token.kind === 'endif' || token.kind === 'endfor') {
      return ends.includes(token.kind) || ends.length === 0
        ? parts
        : failSyntax(`%{ ${token.kind} } is where %{ ${ends.at(-1) ?? ''} } should be.`);
    }
    queue.shift();
    parts.push(takePart(queue, token));
  }
}

/** A token that begins a part, rather than ending one. */
type OpeningToken = Exclude<
  Token,
  { readonly kind: 'else' } | { readonly kind: 'endif' } | { readonly kind: 'endfor' }
>;

function takePart(queue: Token[], token: OpeningToken): TemplatePart {
  switch (token.kind) {
    case 'text':
      return { kind: 'text', text: token.text };
    case 'interpolation':
      return token;
    case 'for': {
      const body = takeParts(queue, ['endfor']);
      queue.shift();
      return { ...token, body };
    }
    case 'if': {
      const whenTrue = takeParts(queue, ['else', 'endif']);
      const hasElse = queue.shift()?.kind === 'else';
      const whenFalse = hasElse ? takeParts(queue, ['endif']) : [];
      if (hasElse) {
        queue.shift();
      }
      return { kind: 'if', condition: token.condition, whenTrue, whenFalse };
    }
  }
}
