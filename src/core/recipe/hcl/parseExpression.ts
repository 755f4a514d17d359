import type { Cursor } from './cursor.js';
import { expect, expectIdentifier, failSyntax, isNext, rest, skipSpace, take } from './cursor.js';
import { takeIdentifier, takeKeyword, takePattern } from './cursor.js';
import { failUnsupported } from './hclError.js';
import type { BinaryOperator, Expression, ObjectEntry, SplatStep } from './syntax.js';

const operatorLevels: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const numberPattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const maxDepth = 200;
const depths = new WeakMap<Cursor, number>();

/** Reads one expression at the cursor; raises `hcl-syntax` when there is none. */
export function readExpression(cursor: Cursor): Expression {
  const depth = (depths.get(cursor) ?? 0) + 1;
  if (depth > maxDepth) {
    failSyntax('The expression is nested too deeply.');
  }
  depths.set(cursor, depth);
  const expression = readConditional(cursor);
  depths.set(cursor, depth - 1);
  return expression;
}

function readConditional(cursor: Cursor): Expression {
  const condition = readBinary(cursor, 0);
  if (!take(cursor, '?')) {
    return condition;
  }
  const whenTrue = readExpression(cursor);
  expect(cursor, ':');
  return { kind: 'conditional', condition, whenTrue, whenFalse: readExpression(cursor) };
}

function readBinary(cursor: Cursor, level: number): Expression {
  const operators = operatorLevels[level];
  if (operators === undefined) {
    return readUnary(cursor);
  }
  let left = readBinary(cursor, level + 1);
  for (;;) {
    const operator = takeOperator(cursor, operators);
    if (operator === undefined) {
      return left;
    }
    left = { kind: 'binary', operator, left, right: readBinary(cursor, level + 1) };
  }
}

function takeOperator(cursor: Cursor, operators: readonly BinaryOperator[]): BinaryOperator | undefined {
  skipSpace(cursor);
  const isStripMarker = isNext(cursor, '~');
  const operator = isStripMarker ? undefined : operators.find((candidate) => isNext(cursor, candidate));
  cursor.offset += operator?.length ?? 0;
  return operator;
}

function readUnary(cursor: Cursor): Expression {
  if (take(cursor, '-')) {
    return { kind: 'unary', operator: '-', operand: readDeeper(cursor) };
  }
  if (take(cursor, '!')) {
    return { kind: 'unary', operator: '!', operand: readDeeper(cursor) };
  }
  return readTraversals(cursor, readTerm(cursor));
}

/** The operand of a sign: counted as a level, so that a long run of signs cannot exhaust the stack. */
function readDeeper(cursor: Cursor): Expression {
  const depth = (depths.get(cursor) ?? 0) + 1;
  if (depth > maxDepth) {
    failSyntax('The expression is nested too deeply.');
  }
  depths.set(cursor, depth);
  const operand = readUnary(cursor);
  depths.set(cursor, depth - 1);
  return operand;
}

function readTerm(cursor: Cursor): Expression {
  skipSpace(cursor);
  const number = takePattern(cursor, numberPattern);
  if (number !== undefined) {
    return { kind: 'number', text: number };
  }
  if (isNext(cursor, '"')) {
    return { kind: 'template', parts: cursor.readQuoted(cursor), isWrapped: true };
  }
  if (isNext(cursor, '<<')) {
    return failUnsupported('A heredoc inside an expression');
  }
  if (take(cursor, '(')) {
    const inner = readExpression(cursor);
    expect(cursor, ')');
    return inner;
  }
  if (take(cursor, '[')) {
    return readTuple(cursor);
  }
  return take(cursor, '{') ? readObject(cursor) : readName(cursor);
}

function readName(cursor: Cursor): Expression {
  const name = takeIdentifier(cursor) ?? failSyntax(`An expression is missing before "${rest(cursor)}".`);
  if (name === 'true' || name === 'false') {
    return { kind: 'bool', value: name === 'true' };
  }
  if (name === 'null') {
    return { kind: 'null' };
  }
  return take(cursor, '(') ? readCall(cursor, name) : { kind: 'variable', name };
}

function readCall(cursor: Cursor, name: string): Expression {
  const args: Expression[] = [];
  while (!take(cursor, ')')) {
    args.push(readExpression(cursor));
    if (take(cursor, '...')) {
      expect(cursor, ')');
      return { kind: 'call', name, args, expandsLast: true };
    }
    if (!take(cursor, ',')) {
      expect(cursor, ')');
      break;
    }
  }
  return { kind: 'call', name, args, expandsLast: false };
}

function readTuple(cursor: Cursor): Expression {
  if (takeKeyword(cursor, 'for')) {
    return readFor(cursor, ']');
  }
  const items: Expression[] = [];
  while (!take(cursor, ']')) {
    items.push(readExpression(cursor));
    if (!take(cursor, ',')) {
      expect(cursor, ']');
      break;
    }
  }
  return { kind: 'tuple', items };
}

function readObject(cursor: Cursor): Expression {
  if (takeKeyword(cursor, 'for')) {
    return readFor(cursor, '}');
  }
  const entries: ObjectEntry[] = [];
  while (!take(cursor, '}')) {
    entries.push(readEntry(cursor));
    const isNewLine = skipSpaceBackwards(cursor);
    if (!take(cursor, ',') && !isNewLine) {
      expect(cursor, '}');
      break;
    }
  }
  return { kind: 'object', entries };
}

/** Whether a line end follows, or was skipped while looking for an operator after the last value. */
function skipSpaceBackwards(cursor: Cursor): boolean {
  const skipped = /\s*$/.exec(cursor.text.slice(0, cursor.offset))?.[0] ?? '';
  return skipSpace(cursor) || skipped.includes('\n');
}

function readEntry(cursor: Cursor): ObjectEntry {
  const key = readKey(cursor);
  if (!take(cursor, '=')) {
    expect(cursor, ':');
  }
  return { key, value: readExpression(cursor) };
}

/** A bare name is the key itself, not a variable. */
function readKey(cursor: Cursor): Expression {
  const start = cursor.offset;
  const name = takeIdentifier(cursor);
  skipSpace(cursor);
  const isAlone = (isNext(cursor, '=') && !isNext(cursor, '==')) || isNext(cursor, ':');
  if (name !== undefined && isAlone) {
    return { kind: 'template', parts: [{ kind: 'text', text: name }], isWrapped: false };
  }
  cursor.offset = start;
  return readExpression(cursor);
}

function readFor(cursor: Cursor, end: ']' | '}'): Expression {
  const { keyName, valueName } = readForNames(cursor);
  const collection = readExpression(cursor);
  expect(cursor, ':');
  const first = readExpression(cursor);
  const key = end === '}' ? first : undefined;
  if (key !== undefined) {
    expect(cursor, '=>');
  }
  const value = key === undefined ? first : readExpression(cursor);
  const isGrouping = key !== undefined && take(cursor, '...');
  const condition = takeKeyword(cursor, 'if') ? readExpression(cursor) : undefined;
  expect(cursor, end);
  return {
    kind: 'for',
    ...(keyName !== undefined && { keyName }),
    valueName,
    collection,
    ...(key !== undefined && { key }),
    value,
    ...(condition !== undefined && { condition }),
    isGrouping,
  };
}

/** Reads `VALUE in` or `KEY, VALUE in`. */
export function readForNames(cursor: Cursor): { keyName?: string; valueName: string } {
  const first = expectIdentifier(cursor);
  const second = take(cursor, ',') ? expectIdentifier(cursor) : undefined;
  if (!takeKeyword(cursor, 'in')) {
    failSyntax(`"in" is missing before "${rest(cursor)}" in the for expression.`);
  }
  return second === undefined ? { valueName: first } : { keyName: first, valueName: second };
}

function readTraversals(cursor: Cursor, term: Expression): Expression {
  let expression = term;
  for (;;) {
    const next = readTraversal(cursor, expression);
    if (next === undefined) {
      return expression;
    }
    expression = next;
  }
}

function readTraversal(cursor: Cursor, source: Expression): Expression | undefined {
  skipSpace(cursor);
  if (isNext(cursor, '...')) {
    return undefined;
  }
  if (take(cursor, '.')) {
    return take(cursor, '*')
      ? { kind: 'splat', source, steps: readSplat(cursor, false) }
      : readDot(cursor, source);
  }
  if (!take(cursor, '[')) {
    return undefined;
  }
  if (take(cursor, '*')) {
    expect(cursor, ']');
    return { kind: 'splat', source, steps: readSplat(cursor, true) };
  }
  const key = readExpression(cursor);
  expect(cursor, ']');
  return { kind: 'index', source, key };
}

function readDot(cursor: Cursor, source: Expression): Expression {
  const index = takePattern(cursor, /\d+/y);
  return index === undefined
    ? { kind: 'attribute', source, name: expectIdentifier(cursor) }
    : { kind: 'index', source, key: { kind: 'number', text: index } };
}

/** What follows a splat and is read of each element: names, and after `[*]` indexes too. */
function readSplat(cursor: Cursor, takesIndexes: boolean): readonly SplatStep[] {
  const steps: SplatStep[] = [];
  for (;;) {
    skipSpace(cursor);
    const next = cursor.text.slice(cursor.offset, cursor.offset + 2);
    if (/^\.[\p{ID_Start}_]/u.test(next)) {
      cursor.offset += 1;
      steps.push({ kind: 'attribute', name: expectIdentifier(cursor) });
    } else if (takesIndexes && next.startsWith('[') && next !== '[*') {
      cursor.offset += 1;
      steps.push({ kind: 'index', key: readExpression(cursor) });
      expect(cursor, ']');
    } else {
      return steps;
    }
  }
}
