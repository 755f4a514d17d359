import { failEvaluation } from './hclError.js';

/**
 * A number as HCL computes with it: a binary float of up to 512 bits, held as a fraction in lowest terms with a
 * positive denominator. Every operation rounds to the precision of its more precise operand, as Go's big.Float does,
 * so that a text of it is the one that bake writes.
 */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
  /** Bits of precision: 512 for what is written, 64 for counts, 53 for a number of the environment. */
  readonly bits: number;
}

const fullBits = 512;
const countBits = 64;
const floatBits = 53;
const maxExponent = 400;
const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The float of `bits` that is nearest to numerator/denominator; the denominator must not be 0. */
function createFraction(numerator: bigint, denominator: bigint, bits = fullBits): Fraction {
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestDivisor(absolute(numerator), absolute(denominator)) * sign;
  const exact = { numerator: numerator / divisor, denominator: denominator / divisor, bits };
  return isRepresentable(exact) ? exact : rounded(exact);
}

/** A whole number, such as a count. */
export function wholeNumber(value: number | bigint): Fraction {
  return { numerator: BigInt(value), denominator: 1n, bits: countBits };
}

/** A 64-bit float, for numbers that come from the environment. */
export function fromFloat(value: number): Fraction {
  let [scaled, denominator] = [value, 1n];
  while (!Number.isInteger(scaled)) {
    [scaled, denominator] = [scaled * 2, denominator * 2n];
  }
  return createFraction(BigInt(scaled), denominator, floatBits);
}

/** Reads a decimal number as JSON and HCL write it; undefined when `text` is none. */
export function parseFraction(text: string): Fraction | undefined {
  const match = decimalPattern.exec(text);
  const [, sign, whole = '', decimals = '', exponentText = '0'] = match ?? [];
  if (match === null || whole + decimals === '') {
    return undefined;
  }
  const exponent = Number(exponentText) - decimals.length;
  if (Math.abs(exponent) > maxExponent || whole.length > maxExponent) {
    return failEvaluation(`The number ${text} is too large or too small to compute with.`);
  }
  const digits = BigInt(sign === '-' ? `-${whole}${decimals}` : whole + decimals);
  return exponent < 0
    ? createFraction(digits, 10n ** BigInt(-exponent))
    : createFraction(digits * 10n ** BigInt(exponent), 1n);
}

export function addFractions(left: Fraction, right: Fraction): Fraction {
  return createFraction(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
    Math.max(left.bits, right.bits),
  );
}

export function negateFraction(value: Fraction): Fraction {
  return { ...value, numerator: -value.numerator };
}

export function multiplyFractions(left: Fraction, right: Fraction): Fraction {
  return createFraction(
    left.numerator * right.numerator,
    left.denominator * right.denominator,
    Math.max(left.bits, right.bits),
  );
}

/** Fails with a sentence when `right` is 0. */
export function divideFractions(left: Fraction, right: Fraction): Fraction {
  if (right.numerator === 0n) {
    return failEvaluation('A number is divided by zero.');
  }
  return createFraction(
    left.numerator * right.denominator,
    left.denominator * right.numerator,
    Math.max(left.bits, right.bits),
  );
}

/** The remainder with the sign of `left`, as HCL's `%` gives it. */
export function remainderOfFractions(left: Fraction, right: Fraction): Fraction {
  const ratio = wholeNumber(truncateFraction(divideFractions(left, right)));
  return addFractions(left, negateFraction(multiplyFractions(right, ratio)));
}

/** Negative, 0 or positive, as `left` is less than, equal to or more than `right`. */
export function compareFractions(left: Fraction, right: Fraction): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** The whole part, towards zero. */
export function truncateFraction(value: Fraction): bigint {
  return value.numerator / value.denominator;
}

/** The largest whole number that is not above `value`. */
export function floorFraction(value: Fraction): bigint {
  const whole = truncateFraction(value);
  return value.numerator < 0n && !isWhole(value) ? whole - 1n : whole;
}

/** Whether it has no decimals. */
export function isWhole(value: Fraction): boolean {
  return value.denominator === 1n;
}

/**
 * The decimal text without an exponent, as cty writes a number: the shortest that is nearer to it than to any other
 * float of its precision.
 */
export function formatFraction(value: Fraction): string {
  if (isWhole(value)) {
    return value.numerator.toString();
  }
  const { mantissa, shift } = toFloat(value);
  const decimals = shift + 1n;
  const unit = 5n ** decimals;
  const { digits, removed } = shortestDigits(
    (mantissa * 2n - 1n) * unit,
    mantissa * 2n * unit,
    (mantissa * 2n + 1n) * unit,
    mantissa % 2n === 0n,
  );
  const text = placePoint(digits, Number(decimals) - removed);
  return value.numerator < 0n ? `-${text}` : text;
}

function isRepresentable({ numerator, denominator, bits }: Fraction): boolean {
  const isBinary = (denominator & (denominator - 1n)) === 0n;
  return isBinary && absolute(numerator).toString(2).length <= bits;
}

function rounded(exact: Fraction): Fraction {
  const { mantissa, shift } = toFloat(exact);
  const signed = exact.numerator < 0n ? -mantissa : mantissa;
  if (shift < 0n) {
    return { numerator: signed << -shift, denominator: 1n, bits: exact.bits };
  }
  const denominator = 1n << shift;
  const divisor = greatestDivisor(mantissa, denominator);
  return { numerator: signed / divisor, denominator: denominator / divisor, bits: exact.bits };
}

/** The nearest float, without its sign, as mantissa / 2^shift; a tie goes to the even mantissa. */
function toFloat(value: Fraction): { mantissa: bigint; shift: bigint } {
  const [numerator, bits] = [absolute(value.numerator), BigInt(value.bits)];
  const excess = BigInt(numerator.toString(2).length - value.denominator.toString(2).length);
  const isAbove = scaledDown(numerator, value.denominator, excess).isAtLeastOne;
  const shift = bits - excess - (isAbove ? 1n : 0n);
  const [top, bottom] =
    shift < 0n ? [numerator, value.denominator << -shift] : [numerator << shift, value.denominator];
  const floor = top / bottom;
  const rest = (top % bottom) * 2n;
  const isUp = rest > bottom || (rest === bottom && floor % 2n === 1n);
  return { mantissa: isUp ? floor + 1n : floor, shift };
}

/** Whether numerator/denominator is at least 2^excess, which decides how many bits it has before the point. */
function scaledDown(numerator: bigint, denominator: bigint, excess: bigint): { isAtLeastOne: boolean } {
  return {
    isAtLeastOne: excess < 0n ? numerator << -excess >= denominator : numerator >= denominator << excess,
  };
}

/**
 * The shortest run of leading digits of `exact` that lies between the bounds, and how many digits were cut.
 * https://github.com/golang/go/blob/go1.24.0/src/math/big/ftoa.go#L190
 */
function shortestDigits(
  lower: bigint,
  exact: bigint,
  upper: bigint,
  isInclusive: boolean,
): { digits: bigint; removed: number } {
  const length = exact.toString().length;
  for (let kept = 1; kept <= length; kept += 1) {
    const unit = 10n ** BigInt(length - kept);
    const down = exact / unit;
    const isDownInside = isInclusive ? down * unit >= lower : down * unit > lower;
    const isUpInside = isInclusive ? (down + 1n) * unit <= upper : (down + 1n) * unit < upper;
    if (isDownInside && isUpInside) {
      return { digits: roundDivision(exact, unit), removed: length - kept };
    }
    if (isDownInside || isUpInside) {
      return { digits: isDownInside ? down : down + 1n, removed: length - kept };
    }
  }
  return { digits: exact, removed: 0 };
}

function roundDivision(numerator: bigint, denominator: bigint): bigint {
  return (numerator * 2n + denominator) / (denominator * 2n);
}

function placePoint(digits: bigint, decimals: number): string {
  const text = digits.toString().padStart(decimals + 1, '0');
  const [whole, rest] = [text.slice(0, text.length - decimals), text.slice(text.length - decimals)];
  const trimmed = rest.replace(/0+$/, '');
  return trimmed === '' ? whole : `${whole}.${trimmed}`;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  let [larger, smaller] = [left, right];
  while (smaller !== 0n) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return larger === 0n ? 1n : larger;
}
