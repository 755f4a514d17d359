import type { Fraction } from './fraction.js';
import { wholeNumber } from './fraction.js';

/**
 * A value of HCL's type system (cty). Literals make tuples and objects; conversions make lists, sets and maps, which
 * have elements of one type.
 * https://github.com/zclconf/go-cty/blob/v1.17.0/docs/types.md
 */
export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: Fraction }
  | { readonly kind: 'string'; readonly value: string }
  | ListValue
  | MapValue;

/** An ordered collection; a set is sorted and has no duplicates. */
export interface ListValue {
  readonly kind: 'list';
  readonly form: 'tuple' | 'list' | 'set';
  readonly items: readonly Value[];
}

/** A keyed collection, always in the order of its keys. */
export interface MapValue {
  readonly kind: 'map';
  readonly form: 'object' | 'map';
  readonly entries: ReadonlyMap<string, Value>;
}

/** The value without a value. */
export const nullValue: Value = { kind: 'null' };

export function textValue(value: string): Value {
  return { kind: 'string', value: value.normalize('NFC') };
}

export function boolValue(value: boolean): Value {
  return { kind: 'bool', value };
}

export function numberValue(value: Fraction): Value {
  return { kind: 'number', value };
}

/** A number value of a whole JavaScript number. */
export function countValue(value: number): Value {
  return numberValue(wholeNumber(value));
}

export function tupleValue(items: readonly Value[]): ListValue {
  return { kind: 'list', form: 'tuple', items };
}

export function listValue(items: readonly Value[]): ListValue {
  return { kind: 'list', form: 'list', items };
}

export function objectValue(entries: Iterable<readonly [string, Value]>): MapValue {
  return { kind: 'map', form: 'object', entries: sortEntries(entries) };
}

export function mapValue(entries: Iterable<readonly [string, Value]>): MapValue {
  return { kind: 'map', form: 'map', entries: sortEntries(entries) };
}

/** Compares as Go compares strings: by code point, not by UTF-16 unit. */
export function compareTexts(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** What the value is, in HCL's words, for messages. */
export function kindName(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
      return 'bool';
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    case 'list':
      return value.form;
    case 'map':
      return value.form;
  }
}

function sortEntries(entries: Iterable<readonly [string, Value]>): ReadonlyMap<string, Value> {
  const byKey = new Map(entries);
  return new Map([...byKey].sort(([left], [right]) => compareTexts(left, right)));
}
