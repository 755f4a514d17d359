import {
  areEqual,
  createSet,
  isPrimitive,
  toList,
  toMap,
  toNumber,
  toText,
  toWhole,
  unifyAll,
} from '../convert.js';
import { addFractions, compareFractions, wholeNumber } from '../fraction.js';
import { failEvaluation, failUnsupported } from '../hclError.js';
import type { ListValue, Value } from '../value.js';
import { boolValue, compareTexts, countValue, kindName, listValue, mapValue, nullValue } from '../value.js';
import { numberValue, objectValue, textValue, tupleValue } from '../value.js';
import type { FunctionTable } from './definition.js';
import { binary, ternary, unary, variadic } from './definition.js';

const maxRange = 1024;

/** Functions of lists, tuples, maps and objects. */
export const collectionFunctions: FunctionTable = {
  chunklist: binary((list, size) => chunk(toList(list), toWhole(size))),
  coalesce: variadic(1, (args) =>
    firstOr(unifyAll(args), (value) => value.kind !== 'null' && !isEmptyText(value)),
  ),
  coalescelist: variadic(1, (args) => firstOr(args, (value) => toList(value).items.length > 0)),
  compact: unary((list) =>
    listValue(
      textsOf(list)
        .filter((text) => text !== '')
        .map(textValue),
    ),
  ),
  concat: variadic(1, (args) => concat(args.map(toList))),
  contains: binary((list, value) => boolValue(toList(list).items.some((item) => areEqual(item, value)))),
  distinct: unary((list) => listValue(distinct(unifyAll(toList(list).items)))),
  element: binary((list, index) => elementAt(toList(list).items, toWhole(index))),
  flatten: unary((list) => tupleValue(flatten(toList(list)))),
  hasindex: binary((collection, key) => boolValue(hasIndex(collection, key))),
  index: binary((collection, key) => indexInto(collection, key)),
  indexof: binary(findIndex),
  keys: unary((map) => keysOf(map)),
  length: unary(lengthOf),
  lookup: ternary((map, key, fallback) => toMap(map).entries.get(toText(key)) ?? fallback),
  merge: variadic(0, merge),
  range: { least: 1, most: 3, apply: createRange },
  reverselist: unary((list) => withForm(toList(list), toList(list).items.toReversed())),
  slice: ternary((list, start, end) => slice(toList(list), toWhole(start), toWhole(end))),
  sort: unary((list) => listValue(textsOf(list).toSorted(compareTexts).map(textValue))),
  values: unary((map) => {
    const { form, entries } = toMap(map);
    return form === 'map' ? listValue([...entries.values()]) : tupleValue([...entries.values()]);
  }),
  zipmap: binary(zip),
  sethaselement: binary((set, value) => boolValue(asSet(set).items.some((item) => areEqual(item, value)))),
  setintersection: variadic(1, (args) => combineSets(args, (inAll) => inAll.every(Boolean))),
  setproduct: variadic(1, product),
  setsubtract: binary((left, right) =>
    combineSets([left, right], ([first, second]) => first === true && !second),
  ),
  setsymmetricdifference: variadic(1, (args) =>
    combineSets(args, (inAll) => inAll.filter(Boolean).length % 2 === 1),
  ),
  setunion: variadic(1, (args) => combineSets(args, (inAll) => inAll.some(Boolean))),
};

function isEmptyText(value: Value): boolean {
  return value.kind === 'string' && value.value === '';
}

function firstOr(values: readonly Value[], isWanted: (value: Value) => boolean): Value {
  return values.find(isWanted) ?? failEvaluation('No argument has a value that is neither null nor empty.');
}

function textsOf(list: Value): string[] {
  return toList(list).items.map(toText);
}

function withForm(list: ListValue, items: readonly Value[]): Value {
  return list.form === 'tuple' ? tupleValue(items) : listValue(items);
}

function chunk(list: ListValue, size: number): Value {
  if (size < 0) {
    return failEvaluation('chunklist() needs a size that is not negative.');
  }
  const step = size === 0 ? Math.max(1, list.items.length) : size;
  const items = unifyAll(list.items);
  const count = Math.ceil(items.length / step);
  return listValue(
    Array.from({ length: count }, (_, index) => listValue(items.slice(index * step, (index + 1) * step))),
  );
}

function concat(lists: readonly ListValue[]): Value {
  const items = lists.flatMap((list) => list.items);
  return lists.every((list) => list.form === 'list') ? listValue(unifyAll(items)) : tupleValue(items);
}

function distinct(items: readonly Value[]): readonly Value[] {
  const unique: Value[] = [];
  for (const item of items) {
    if (!unique.some((present) => areEqual(present, item))) {
      unique.push(item);
    }
  }
  return unique;
}

/** The index wraps around; bake refuses a negative one. */
function elementAt(items: readonly Value[], index: number): Value {
  if (index < 0 || items.length === 0) {
    return failEvaluation('element() needs a list with elements and an index that is not negative.');
  }
  return items[index % items.length] ?? nullValue;
}

function flatten(list: ListValue): readonly Value[] {
  return list.items.flatMap((item) => (item.kind === 'list' ? flatten(item) : [item]));
}

function hasIndex(collection: Value, key: Value): boolean {
  if (collection.kind === 'map') {
    return key.kind === 'string' && collection.entries.has(key.value);
  }
  if (key.kind !== 'number') {
    return false;
  }
  const isInside = (value: ListValue): boolean =>
    compareFractions(key.value, wholeNumber(0)) >= 0 &&
    compareFractions(key.value, wholeNumber(value.items.length)) < 0 &&
    key.value.denominator === 1n;
  return isInside(toList(collection));
}

function indexInto(collection: Value, key: Value): Value {
  const value =
    collection.kind === 'map' ? collection.entries.get(toText(key)) : toList(collection).items[toWhole(key)];
  return (
    value ?? failEvaluation(`index() finds nothing at ${isPrimitive(key) ? toText(key) : kindName(key)}.`)
  );
}

function findIndex(list: Value, value: Value): Value {
  const index = toList(list).items.findIndex((item) => areEqual(item, value));
  return index === -1 ? failEvaluation('indexof() does not find the value in the list.') : countValue(index);
}

function keysOf(map: Value): Value {
  const { form, entries } = toMap(map);
  const keys = [...entries.keys()].map(textValue);
  return form === 'map' ? listValue(keys) : tupleValue(keys);
}

/** Texts and objects have no length in HCL. */
function lengthOf(value: Value): Value {
  if (value.kind === 'list') {
    return countValue(value.items.length);
  }
  return value.kind === 'map' && value.form === 'map'
    ? countValue(value.entries.size)
    : failEvaluation(`length() counts a list, a map or a tuple, not ${kindName(value)}.`);
}

function merge(args: readonly Value[]): Value {
  const maps = args.filter((arg) => arg.kind !== 'null').map(toMap);
  const entries = maps.flatMap((map) => [...map.entries]);
  return maps.length > 0 && maps.every((map) => map.form === 'map')
    ? mapValue(entries)
    : objectValue(entries);
}

function createRange(args: readonly Value[]): Value {
  const numbers = args.map(toNumber);
  const [first = wholeNumber(0), second, third] = numbers;
  const [start, end] = second === undefined ? [wholeNumber(0), first] : [first, second];
  const isDown = compareFractions(end, start) < 0;
  const step = third ?? wholeNumber(isDown ? -1 : 1);
  const direction = compareFractions(step, wholeNumber(0));
  if (direction === 0 || (isDown && direction > 0) || (!isDown && direction < 0)) {
    return failEvaluation('range() cannot reach its end with this step.');
  }
  const items: Value[] = [];
  for (let at = start; compareFractions(end, at) * direction > 0; at = addFractions(at, step)) {
    if (items.length === maxRange) {
      return failEvaluation(`range() makes at most ${maxRange} numbers.`);
    }
    items.push(numberValue(at));
  }
  return listValue(items);
}

function slice(list: ListValue, start: number, end: number): Value {
  if (start < 0 || end < start || end > list.items.length) {
    return failEvaluation(`slice() from ${start} to ${end} is not inside a list of ${list.items.length}.`);
  }
  return withForm(list, list.items.slice(start, end));
}

function zip(keys: Value, values: Value): Value {
  const [names, items] = [textsOf(keys), toList(values)];
  if (names.length !== items.items.length) {
    return failEvaluation(`zipmap() has ${names.length} keys and ${items.items.length} values.`);
  }
  const entries = names.map((name, index) => [name, items.items[index] ?? nullValue] as const);
  return items.form === 'tuple' ? objectValue(entries) : mapValue(entries);
}

function asSet(value: Value): ListValue {
  return createSet(toList(value).items);
}

function combineSets(args: readonly Value[], isWanted: (inEach: readonly boolean[]) => boolean): Value {
  const sets = args.map(asSet);
  const all = createSet(sets.flatMap((set) => set.items));
  if (all.items.some((item) => !isPrimitive(item))) {
    return failUnsupported('A set of lists or maps');
  }
  return createSet(
    all.items.filter((item) => isWanted(sets.map((set) => set.items.some((other) => areEqual(item, other))))),
  );
}

function product(args: readonly Value[]): Value {
  const lists = args.map(toList);
  const rows = lists.reduce<readonly (readonly Value[])[]>(
    (soFar, list) => soFar.flatMap((row) => list.items.map((item) => [...row, item])),
    [[]],
  );
  if (lists.some((list) => list.form === 'set')) {
    return failUnsupported('setproduct() of sets');
  }
  return listValue(rows.map(tupleValue));
}
