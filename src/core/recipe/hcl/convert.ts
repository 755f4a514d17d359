import type { Fraction } from './fraction.js';
import { compareFractions, formatFraction, isWhole, parseFraction } from './fraction.js';
import { failEvaluation } from './hclError.js';
import type { ListValue, MapValue, Value } from './value.js';
import { boolValue, compareTexts, kindName, listValue, mapValue, numberValue, objectValue } from './value.js';
import { textValue, tupleValue } from './value.js';

/** The value as text, as cty converts it: numbers and booleans are written out; anything else fails. */
export function toText(value: Value): string {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'number':
      return formatFraction(value.value);
    case 'bool':
      return String(value.value);
    default:
      return failEvaluation(`A string is needed here, not ${withArticle(kindName(value))}.`);
  }
}

/** The value as a number; texts such as "8" count. */
export function toNumber(value: Value): Fraction {
  if (value.kind === 'number') {
    return value.value;
  }
  const parsed = value.kind === 'string' ? parseFraction(value.value) : undefined;
  return parsed ?? failEvaluation(`A number is needed here, not ${describe(value)}.`);
}

/** The value as a whole JavaScript number, for counts and indexes. */
export function toWhole(value: Value): number {
  const number = toNumber(value);
  return isWhole(number) ? Number(number.numerator) : failEvaluation('A whole number is needed here.');
}

/** The value as a boolean; the texts "true", "false", "1" and "0" count. */
export function toBool(value: Value): boolean {
  if (value.kind === 'bool') {
    return value.value;
  }
  if (value.kind === 'string' && (value.value === 'true' || value.value === '1')) {
    return true;
  }
  if (value.kind === 'string' && (value.value === 'false' || value.value === '0')) {
    return false;
  }
  return failEvaluation(`A bool is needed here, not ${describe(value)}.`);
}

/** The list, tuple or set; anything else fails. */
export function toList(value: Value): ListValue {
  return value.kind === 'list'
    ? value
    : failEvaluation(`A list is needed here, not ${withArticle(kindName(value))}.`);
}

/** The map or object; anything else fails. */
export function toMap(value: Value): MapValue {
  return value.kind === 'map'
    ? value
    : failEvaluation(`A map is needed here, not ${withArticle(kindName(value))}.`);
}

/** Whether two values are equal as HCL's `==` sees them: values of different types never are. */
export function areEqual(left: Value, right: Value): boolean {
  if (left.kind === 'null' || right.kind === 'null') {
    return left.kind === right.kind;
  }
  if (left.kind === 'list' && right.kind === 'list') {
    return areListsEqual(left, right);
  }
  if (left.kind === 'map' && right.kind === 'map') {
    return areMapsEqual(left, right);
  }
  if (left.kind === 'number' && right.kind === 'number') {
    return compareFractions(left.value, right.value) === 0;
  }
  return left.kind === right.kind && 'value' in left && 'value' in right && left.value === right.value;
}

/**
 * Both values converted to the one type that can hold either, as the branches of a conditional are; undefined when
 * there is no such type.
 */
export function unify(left: Value, right: Value): readonly [Value, Value] | undefined {
  if (left.kind === 'null' || right.kind === 'null') {
    return [left, right];
  }
  if (left.kind === 'list' && right.kind === 'list') {
    return unifyLists(left, right);
  }
  if (left.kind === 'map' && right.kind === 'map') {
    return unifyMaps(left, right);
  }
  if (left.kind === right.kind) {
    return [left, right];
  }
  const canBeText = isPrimitive(left) && isPrimitive(right) && [left.kind, right.kind].includes('string');
  return canBeText ? [textValue(toText(left)), textValue(toText(right))] : undefined;
}

/** All values converted to the one type that can hold each of them; fails when there is none. */
export function unifyAll(values: readonly Value[]): readonly Value[] {
  const needed = values.filter((value) => value.kind !== 'null');
  let widest: Value | undefined = needed[0];
  for (const value of needed) {
    widest = widest === undefined ? value : unify(widest, value)?.[0];
  }
  return values.map((value) => (widest === undefined ? value : (unify(value, widest)?.[0] ?? mixed())));
}

/** A set: unified elements without duplicates, in cty's order for texts and numbers. */
export function createSet(values: readonly Value[]): ListValue {
  const unique: Value[] = [];
  for (const value of unifyAll(values)) {
    if (!unique.some((present) => areEqual(present, value))) {
      unique.push(value);
    }
  }
  return { kind: 'list', form: 'set', items: unique.sort(compareValues) };
}

function compareValues(left: Value, right: Value): number {
  if (left.kind === 'number' && right.kind === 'number') {
    return compareFractions(left.value, right.value);
  }
  return left.kind === 'string' && right.kind === 'string' ? compareTexts(left.value, right.value) : 0;
}

/** Whether it is a text, number or boolean. */
export function isPrimitive(value: Value): boolean {
  return value.kind === 'string' || value.kind === 'number' || value.kind === 'bool';
}

/** A value decoded from JSON, as `jsondecode` gives it. */
export function fromJson(json: unknown): Value {
  if (typeof json === 'string') {
    return textValue(json);
  }
  if (typeof json === 'number') {
    return numberValue(parseFraction(String(json)) ?? failEvaluation('A number cannot be read.'));
  }
  if (typeof json === 'boolean') {
    return boolValue(json);
  }
  if (Array.isArray(json)) {
    return tupleValue(json.map(fromJson));
  }
  return typeof json === 'object' && json !== null
    ? objectValue(Object.entries(json).map(([key, item]) => [key, fromJson(item)]))
    : { kind: 'null' };
}

function mixed(): never {
  return failEvaluation('The elements must all be of one type.');
}

function areListsEqual(left: ListValue, right: ListValue): boolean {
  return (
    left.form === right.form &&
    left.items.length === right.items.length &&
    left.items.every((item, index) => areEqual(item, right.items[index] ?? { kind: 'null' }))
  );
}

function areMapsEqual(left: MapValue, right: MapValue): boolean {
  return (
    left.form === right.form &&
    left.entries.size === right.entries.size &&
    [...left.entries].every(([key, item]) => {
      const other = right.entries.get(key);
      return other !== undefined && areEqual(item, other);
    })
  );
}

function unifyLists(left: ListValue, right: ListValue): readonly [Value, Value] | undefined {
  const areTuples = left.form === 'tuple' && right.form === 'tuple';
  if (areTuples && left.items.length === right.items.length) {
    const pairs = left.items.map((item, index) => unify(item, right.items[index] ?? item));
    if (pairs.every((pair) => pair !== undefined)) {
      return [tupleValue(pairs.map(([item]) => item)), tupleValue(pairs.map(([, item]) => item))];
    }
  }
  const all = tryUnifyAll([...left.items, ...right.items]);
  return all === undefined
    ? undefined
    : [listValue(all.slice(0, left.items.length)), listValue(all.slice(left.items.length))];
}

function unifyMaps(left: MapValue, right: MapValue): readonly [Value, Value] | undefined {
  const keys = [...left.entries.keys()];
  const sameKeys = left.entries.size === right.entries.size && keys.every((key) => right.entries.has(key));
  if (left.form === 'object' && right.form === 'object' && sameKeys) {
    return unifyObjects(left, right);
  }
  const all = tryUnifyAll([...left.entries.values(), ...right.entries.values()]);
  if (all === undefined) {
    return undefined;
  }
  const withValues = (entries: ReadonlyMap<string, Value>, values: readonly Value[]): MapValue =>
    mapValue([...entries.keys()].map((key, index) => [key, values[index] ?? { kind: 'null' }]));
  return [
    withValues(left.entries, all.slice(0, keys.length)),
    withValues(right.entries, all.slice(keys.length)),
  ];
}

function unifyObjects(left: MapValue, right: MapValue): readonly [Value, Value] | undefined {
  const pairs = [...left.entries].map(
    ([key, item]) => [key, unify(item, right.entries.get(key) ?? item)] as const,
  );
  if (pairs.some(([, pair]) => pair === undefined)) {
    return undefined;
  }
  return [
    objectValue(pairs.map(([key, pair]) => [key, pair?.[0] ?? { kind: 'null' }])),
    objectValue(pairs.map(([key, pair]) => [key, pair?.[1] ?? { kind: 'null' }])),
  ];
}

function tryUnifyAll(values: readonly Value[]): readonly Value[] | undefined {
  try {
    return unifyAll(values);
  } catch {
    return undefined;
  }
}

function describe(value: Value): string {
  return value.kind === 'string' ? `"${value.value}"` : withArticle(kindName(value));
}

function withArticle(name: string): string {
  return name === 'null' ? 'null' : `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
