import { createSet, toBool, toList, toMap, toNumber, toText } from '../hcl/convert.js';
import type { Cursor } from '../hcl/cursor.js';
import { expect, failSyntax, skipSpace, take, takeIdentifier } from '../hcl/cursor.js';
import { failUnsupported } from '../hcl/hclError.js';
import type { Value } from '../hcl/value.js';
import {
  boolValue,
  listValue,
  mapValue,
  nullValue,
  numberValue,
  textValue,
  tupleValue,
} from '../hcl/value.js';

/**
 * The type of a variable, such as `list(string)`.
 * https://github.com/hashicorp/hcl/blob/v2.24.0/ext/typeexpr/README.md
 */
export type ValueType =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: ValueType }
  | { readonly kind: 'tuple'; readonly elements: readonly ValueType[] };

/** Reads a type as a bake file writes it, with or without `${…}` around it. Raises HclError. */
export function parseValueType(text: string): ValueType {
  const inner = /^\s*\$\{([\s\S]*)\}\s*$/.exec(text)?.[1] ?? text;
  const cursor: Cursor = { text: inner, offset: 0, readQuoted: () => failSyntax('A type has no quotes.') };
  const type = readType(cursor, 0);
  skipSpace(cursor);
  return cursor.offset === inner.length ? type : failSyntax(`"${text}" is not a type.`);
}

/** Converts a value to a type; null stays null. Raises HclError where it cannot be. */
export function convertValue(value: Value, type: ValueType): Value {
  if (value.kind === 'null') {
    return nullValue;
  }
  switch (type.kind) {
    case 'any':
      return value;
    case 'string':
      return textValue(toText(value));
    case 'number':
      return numberValue(toNumber(value));
    case 'bool':
      return boolValue(toBool(value));
    case 'list':
      return listValue(toList(value).items.map((item) => convertValue(item, type.element)));
    case 'set':
      return createSet(toList(value).items.map((item) => convertValue(item, type.element)));
    case 'map':
      return mapValue(
        [...toMap(value).entries].map(([key, item]) => [key, convertValue(item, type.element)]),
      );
    case 'tuple': {
      const { items } = toList(value);
      return items.length === type.elements.length
        ? tupleValue(items.map((item, index) => convertValue(item, type.elements[index] ?? { kind: 'any' })))
        : failSyntax(`A tuple of ${type.elements.length} elements is needed here, not of ${items.length}.`);
    }
  }
}

function readType(cursor: Cursor, depth: number): ValueType {
  const name = takeIdentifier(cursor);
  if (name === 'any' || name === 'string' || name === 'number' || name === 'bool') {
    return { kind: name };
  }
  if (depth > 20) {
    return failSyntax('The type is nested too deeply.');
  }
  if (name === 'list' || name === 'set' || name === 'map') {
    expect(cursor, '(');
    const element = readType(cursor, depth + 1);
    expect(cursor, ')');
    return { kind: name, element };
  }
  if (name === 'tuple') {
    return { kind: 'tuple', elements: readElements(cursor, depth) };
  }
  return name === 'object'
    ? failUnsupported('A variable of an object type')
    : failSyntax(
        `"${name ?? ''}" is not a type; types are string, number, bool, any, list(…), set(…), map(…), tuple([…]).`,
      );
}

function readElements(cursor: Cursor, depth: number): readonly ValueType[] {
  const elements: ValueType[] = [];
  expect(cursor, '(');
  expect(cursor, '[');
  while (!take(cursor, ']')) {
    elements.push(readType(cursor, depth + 1));
    if (!take(cursor, ',')) {
      expect(cursor, ']');
      break;
    }
  }
  expect(cursor, ')');
  return elements;
}
