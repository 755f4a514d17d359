import { toBool, toList, toNumber, toText } from '../convert.js';
import type { Fraction } from '../fraction.js';
import { isWhole, truncateFraction } from '../fraction.js';
import { failEvaluation, failUnsupported } from '../hclError.js';
import type { Value } from '../value.js';
import { listValue, textValue } from '../value.js';
import type { FunctionTable } from './definition.js';
import { variadic } from './definition.js';
import { encodeJson } from './encodingFunctions.js';

/** One `%…` of a format. */
interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const verbPattern = /%(?:%|([-+# 0]*)(\d*)(?:\.(\d+))?(\[\d+\])?(\*)?([a-zA-Z]?))/g;

/**
 * `format` and `formatlist`.
 * https://github.com/zclconf/go-cty/blob/v1.17.0/cty/function/stdlib/format.go
 */
export const formatFunctions: FunctionTable = {
  format: variadic(1, ([format, ...args]) => textValue(formatText(toText(format ?? textValue('')), args))),
  formatlist: variadic(1, ([format, ...args]) => formatEach(toText(format ?? textValue('')), args)),
};

function formatEach(format: string, args: readonly Value[]): Value {
  const lengths = args.flatMap((arg) => (arg.kind === 'list' ? [arg.items.length] : []));
  const [length = 1] = lengths;
  if (lengths.some((other) => other !== length)) {
    return failEvaluation('formatlist() needs lists of one length.');
  }
  return listValue(
    Array.from({ length }, (_, index) =>
      textValue(
        formatText(
          format,
          args.map((arg) => (arg.kind === 'list' ? (toList(arg).items[index] ?? arg) : arg)),
        ),
      ),
    ),
  );
}

function formatText(format: string, args: readonly Value[]): string {
  let [text, end, used] = ['', 0, 0];
  for (const match of format.matchAll(verbPattern)) {
    text += format.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === '%%') {
      text += '%';
    } else {
      text += formatVerb(
        toVerb(match),
        args[used] ?? failEvaluation(`format() has no argument for "${match[0]}".`),
      );
      used += 1;
    }
  }
  return used === args.length
    ? text + format.slice(end)
    : failEvaluation(`format() has ${args.length} arguments and uses ${used} of them.`);
}

function toVerb([whole, flags = '', width = '', precision, index, star, letter = '']: RegExpExecArray): Verb {
  return index === undefined && star === undefined
    ? {
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
        letter,
      }
    : failUnsupported(`The format "${whole}"`);
}

function formatVerb(verb: Verb, arg: Value): string {
  switch (verb.letter) {
    case 'v':
      return pad(verb, formatAny(verb, arg));
    case 's':
      return pad(verb, cut(verb, notNull(arg)));
    case 'q':
      return pad(verb, encodeJson(textValue(cut(verb, notNull(arg)))));
    case 't':
      return pad(verb, String(toBool(arg)));
    case 'd':
    case 'b':
    case 'o':
    case 'x':
    case 'X':
      return formatWhole(verb, arg);
    case 'f':
      return padNumber(verb, formatFixed(toNumber(arg), verb.precision ?? 6));
    default:
      return failUnsupported(`The format letter "${verb.letter}"`);
  }
}

function notNull(arg: Value): string {
  return arg.kind === 'null' ? failEvaluation('format() cannot write null with %s.') : toText(arg);
}

function cut(verb: Verb, text: string): string {
  return verb.precision === undefined ? text : Array.from(text).slice(0, verb.precision).join('');
}

function formatAny(verb: Verb, arg: Value): string {
  if (verb.flags.includes('#') || arg.kind === 'list' || arg.kind === 'map' || arg.kind === 'null') {
    return encodeJson(arg);
  }
  return verb.precision === undefined ? toText(arg) : failUnsupported('%v with a precision');
}

function formatWhole(verb: Verb, arg: Value): string {
  if (arg.kind === 'string' && verb.letter.toLowerCase() === 'x') {
    return failUnsupported('%x of a text');
  }
  const number = toNumber(arg);
  if (verb.precision !== undefined || verb.flags.includes('#') || !isWhole(number)) {
    return failUnsupported(`%${verb.letter} of this number`);
  }
  const base = { d: 10, b: 2, o: 8, x: 16, X: 16 }[verb.letter] ?? 10;
  const digits = truncateFraction(number).toString(base);
  return padNumber(verb, verb.letter === 'X' ? digits.toUpperCase() : digits);
}

/** Rounded half to even, as Go rounds the exact value. */
function formatFixed({ numerator, denominator }: Fraction, decimals: number): string {
  const scaled = (numerator < 0n ? -numerator : numerator) * 10n ** BigInt(decimals);
  const floor = scaled / denominator;
  const rest = (scaled % denominator) * 2n;
  const isUp = rest > denominator || (rest === denominator && floor % 2n === 1n);
  const digits = (isUp ? floor + 1n : floor).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return numerator < 0n ? `-${text}` : text;
}

function padNumber(verb: Verb, text: string): string {
  const sign = text.startsWith('-')
    ? ''
    : verb.flags.includes('+')
      ? '+'
      : verb.flags.includes(' ')
        ? ' '
        : '';
  const signed = sign + text;
  if (!verb.flags.includes('0') || verb.flags.includes('-')) {
    return pad(verb, signed);
  }
  const [, lead = '', digits = ''] = /^([-+ ]?)(.*)$/.exec(signed) ?? [];
  return lead + digits.padStart(verb.width - lead.length, '0');
}

function pad(verb: Verb, text: string): string {
  const missing = ' '.repeat(Math.max(0, verb.width - Array.from(text).length));
  return verb.flags.includes('-') ? text + missing : missing + text;
}
