import { failEvaluation } from '../hclError.js';
import type { Value } from '../value.js';
import { nullValue } from '../value.js';

/** A function of bake's standard library: how many arguments it takes, and its value. */
export interface FunctionDefinition {
  readonly least: number;
  readonly most: number;
  readonly apply: (args: readonly Value[]) => Value;
}

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, FunctionDefinition>>;

export function unary(apply: (arg: Value) => Value): FunctionDefinition {
  return { least: 1, most: 1, apply: ([arg = nullValue]) => apply(arg) };
}

export function binary(apply: (first: Value, second: Value) => Value): FunctionDefinition {
  return { least: 2, most: 2, apply: ([first = nullValue, second = nullValue]) => apply(first, second) };
}

export function ternary(apply: (first: Value, second: Value, third: Value) => Value): FunctionDefinition {
  return {
    least: 3,
    most: 3,
    apply: ([first = nullValue, second = nullValue, third = nullValue]) => apply(first, second, third),
  };
}

/** A function of any number of arguments, at least `least`. */
export function variadic(least: number, apply: (args: readonly Value[]) => Value): FunctionDefinition {
  return { least, most: Number.POSITIVE_INFINITY, apply };
}

/** Calls a function after counting its arguments. */
export function applyFunction(name: string, definition: FunctionDefinition, args: readonly Value[]): Value {
  if (args.length < definition.least || args.length > definition.most) {
    const wanted =
      definition.least === definition.most ? String(definition.least) : `at least ${definition.least}`;
    return failEvaluation(`${name}() takes ${wanted} argument(s), not ${args.length}.`);
  }
  return definition.apply(args);
}
