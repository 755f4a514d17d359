import { areEqual, toBool, toNumber, toText, toWhole } from '../convert.js';
import type { Fraction } from '../fraction.js';
import { addFractions, compareFractions, divideFractions, floorFraction, fromFloat } from '../fraction.js';
import { isWhole, multiplyFractions, negateFraction, remainderOfFractions } from '../fraction.js';
import { truncateFraction, wholeNumber } from '../fraction.js';
import { failEvaluation, failUnsupported } from '../hclError.js';
import type { Value } from '../value.js';
import { boolValue, countValue, numberValue } from '../value.js';
import type { FunctionDefinition, FunctionTable } from './definition.js';
import { binary, unary, variadic } from './definition.js';

const digitCharacters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Arithmetic, comparison and logic as functions. */
export const numberFunctions: FunctionTable = {
  absolute: numeric((value) => (value.numerator < 0n ? negateFraction(value) : value)),
  add: arithmetic(addFractions),
  and: binary((left, right) => boolValue([toBool(left), toBool(right)].every(Boolean))),
  ceil: numeric((value) => wholeNumber(-floorFraction(negateFraction(value)))),
  divide: arithmetic(divideFractions),
  equal: binary((left, right) => boolValue(areEqual(left, right))),
  floor: numeric((value) => wholeNumber(floorFraction(value))),
  greaterthan: comparison((order) => order > 0),
  greaterthanorequalto: comparison((order) => order >= 0),
  int: numeric((value) => wholeNumber(truncateFraction(value))),
  lessthan: comparison((order) => order < 0),
  lessthanorequalto: comparison((order) => order <= 0),
  log: binary((value, base) => floatValue(Math.log(toFloat(value)) / Math.log(toFloat(base)))),
  max: variadic(1, (args) => numberValue(extreme(args, 1))),
  min: variadic(1, (args) => numberValue(extreme(args, -1))),
  modulo: arithmetic(remainderOfFractions),
  multiply: arithmetic(multiplyFractions),
  negate: numeric(negateFraction),
  not: unary((value) => boolValue(!toBool(value))),
  notequal: binary((left, right) => boolValue(!areEqual(left, right))),
  or: binary((left, right) => boolValue([toBool(left), toBool(right)].some(Boolean))),
  parseint: binary(parseInteger),
  pow: binary(raise),
  signum: numeric((value) => wholeNumber(compareFractions(value, wholeNumber(0)))),
  subtract: arithmetic((left, right) => addFractions(left, negateFraction(right))),
};

function numeric(compute: (value: Fraction) => Fraction): FunctionDefinition {
  return unary((value) => numberValue(compute(toNumber(value))));
}

function arithmetic(compute: (left: Fraction, right: Fraction) => Fraction): FunctionDefinition {
  return binary((left, right) => numberValue(compute(toNumber(left), toNumber(right))));
}

function comparison(decide: (order: number) => boolean): FunctionDefinition {
  return binary((left, right) => boolValue(decide(compareFractions(toNumber(left), toNumber(right)))));
}

function extreme(args: readonly Value[], sign: number): Fraction {
  return args
    .map(toNumber)
    .reduce((best, value) => (compareFractions(value, best) * sign > 0 ? value : best));
}

function parseInteger(text: Value, base: Value): Value {
  const radix = toWhole(base);
  const written = toText(text);
  const match = /^([+-]?)([0-9a-z]+)$/i.exec(written);
  const digits = Array.from(match?.[2] ?? '', (digit) => digitCharacters.indexOf(digit.toLowerCase()));
  if (radix < 2 || radix > 36 || digits.length === 0 || digits.some((digit) => digit >= radix)) {
    return failEvaluation(`"${written}" is not a whole number of base ${radix} (bases 2 to 36 can be read).`);
  }
  const value = digits.reduce((sum, digit) => sum * BigInt(radix) + BigInt(digit), 0n);
  return numberValue(wholeNumber(match?.[1] === '-' ? -value : value));
}

/** Exact where the result is a whole number; bake uses 64-bit floats here, so larger results are refused. */
function raise(base: Value, exponent: Value): Value {
  const [number, power] = [toNumber(base), toNumber(exponent)];
  const isSmall = isWhole(number) && isWhole(power) && power.numerator >= 0n && power.numerator < 64n;
  const result = isSmall ? number.numerator ** power.numerator : undefined;
  if (
    result !== undefined &&
    result <= BigInt(Number.MAX_SAFE_INTEGER) &&
    result >= -BigInt(Number.MAX_SAFE_INTEGER)
  ) {
    return numberValue(wholeNumber(result));
  }
  return floatValue(Math.pow(toFloat(base), toFloat(exponent)));
}

function toFloat(value: Value): number {
  const { numerator, denominator } = toNumber(value);
  return Number(numerator) / Number(denominator);
}

/** A result that bake computes in floats: right where it is a whole number, unknown to the last digit elsewhere. */
function floatValue(result: number): Value {
  if (Number.isSafeInteger(result)) {
    return countValue(result);
  }
  const nearest = Math.round(result);
  if (Number.isSafeInteger(nearest) && Math.abs(result - nearest) < 1e-9) {
    return failUnsupported('A power or logarithm that is close to a whole number');
  }
  return Number.isFinite(result)
    ? numberValue(fromFloat(result))
    : failUnsupported('This power or logarithm');
}
