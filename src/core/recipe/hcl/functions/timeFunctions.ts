import { toText } from '../convert.js';
import { failEvaluation, failUnsupported } from '../hclError.js';
import { textValue } from '../value.js';
import type { FunctionTable } from './definition.js';
import { binary } from './definition.js';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A moment as it was written: its local fields and its zone. */
interface Moment {
  /** Milliseconds since 1970 of the local time, as if it were UTC. */
  readonly localMs: number;
  readonly offset: string;
}

/** Functions of RFC 3339 times. */
export const timeFunctions: FunctionTable = {
  formatdate: binary((format, time) => textValue(formatDate(toText(format), parseMoment(toText(time))))),
  timeadd: binary((time, duration) => {
    const { localMs, offset } = parseMoment(toText(time));
    return textValue(formatMoment({ localMs: localMs + parseDuration(toText(duration)), offset }));
  }),
};

/** The RFC 3339 text, in UTC and without fractions, of a time in milliseconds since 1970. */
export function formatTimestamp(timeMs: number): string {
  return formatMoment({ localMs: timeMs, offset: 'Z' });
}

function formatMoment({ localMs, offset }: Moment): string {
  return `${new Date(localMs).toISOString().slice(0, 19)}${offset}`;
}

function parseMoment(text: string): Moment {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const localMs = Date.parse(`${match?.[1] ?? ''}Z`);
  if (match?.[3] === undefined || Number.isNaN(localMs)) {
    return failEvaluation(`"${text}" is not a time; write it as 2024-02-09T03:04:05Z.`);
  }
  return match[2] === undefined
    ? { localMs, offset: match[3] }
    : failUnsupported('A time with parts of a second');
}

function parseDuration(text: string): number {
  const isDuration = /^[+-]?(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const totalMs = parts.reduce(
    (sum, [, count = '0', unit = 's']) => sum + Number(count) * (unitMs[unit] ?? 0),
    0,
  );
  if (!isDuration || totalMs % 1000 !== 0) {
    return isDuration
      ? failUnsupported('A duration with parts of a second')
      : failEvaluation(`"${text}" is not a duration; write it as 1h30m.`);
  }
  return text.startsWith('-') ? -totalMs : totalMs;
}

/** https://github.com/zclconf/go-cty/blob/v1.17.0/cty/function/stdlib/datetime.go */
function formatDate(format: string, moment: Moment): string {
  return format.replace(/'((?:[^']|'')*)'|([a-zA-Z])\2*/g, (sequence, quoted: string | undefined) =>
    quoted === undefined ? formatField(sequence, moment) : quoted.replaceAll("''", "'"),
  );
}

function formatField(field: string, { localMs, offset }: Moment): string {
  const date = new Date(localMs);
  const hours = date.getUTCHours();
  const halfDay = ((hours + 11) % 12) + 1;
  const zone = offset.replace(':', '');
  const fields: Readonly<Record<string, string>> = {
    YYYY: String(date.getUTCFullYear()).padStart(4, '0'),
    YY: String(date.getUTCFullYear()).padStart(4, '0').slice(-2),
    MMMM: months[date.getUTCMonth()] ?? '',
    MMM: (months[date.getUTCMonth()] ?? '').slice(0, 3),
    MM: padTwo(date.getUTCMonth() + 1),
    M: String(date.getUTCMonth() + 1),
    DD: padTwo(date.getUTCDate()),
    D: String(date.getUTCDate()),
    EEEE: days[date.getUTCDay()] ?? '',
    EEE: (days[date.getUTCDay()] ?? '').slice(0, 3),
    hh: padTwo(hours),
    h: String(hours),
    HH: padTwo(halfDay),
    H: String(halfDay),
    AA: hours < 12 ? 'AM' : 'PM',
    aa: hours < 12 ? 'am' : 'pm',
    mm: padTwo(date.getUTCMinutes()),
    m: String(date.getUTCMinutes()),
    ss: padTwo(date.getUTCSeconds()),
    s: String(date.getUTCSeconds()),
    Z: offset,
    ZZZ: offset === 'Z' ? 'UTC' : zone,
    ZZZZ: offset === 'Z' ? '+0000' : zone,
    ZZZZZ: offset === 'Z' ? '+00:00' : offset,
  };
  return fields[field] ?? failEvaluation(`"${field}" is not a field of formatdate().`);
}

function padTwo(value: number): string {
  return String(value).padStart(2, '0');
}
