/** A duration as Go reads it, in milliseconds, or what Go says of it. */
export type GoDuration = { readonly durationMs: number } | { readonly error: string };

const unitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Go's durations end at 2^63 nanoseconds. */
const mostMs = 2 ** 63 / 1e6;

/** Reads `1h30m`, `1.5s`, `-2ms`: https://pkg.go.dev/time#ParseDuration */
export function parseGoDuration(text: string): GoDuration {
  const invalid = { error: `time: invalid duration ${quoted(text)}` };
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[-+]/, '');
  if (body === '0') {
    return { durationMs: 0 };
  }
  if (body === '') {
    return invalid;
  }
  let totalMs = 0;
  for (let at = 0; at < body.length;) {
    const [number = '', unit = ''] = takePart(body, at);
    if (!/\d/.test(number)) {
      return invalid;
    }
    const unitMs = Object.hasOwn(unitsMs, unit) ? unitsMs[unit] : undefined;
    if (unitMs === undefined) {
      const what = unit === '' ? 'missing unit' : `unknown unit ${quoted(unit)}`;
      return { error: `time: ${what} in duration ${quoted(text)}` };
    }
    totalMs += Number(number) * unitMs;
    at += number.length + unit.length;
  }
  return totalMs > mostMs ? invalid : { durationMs: sign * totalMs };
}

/** The number at a place, and the unit behind it. */
function takePart(text: string, start: number): readonly string[] {
  const expression = /(\d*(?:\.\d*)?)([^\d.]*)/y;
  expression.lastIndex = start;
  return expression.exec(text)?.slice(1) ?? [];
}

/** Go's time package prints what is not plain ASCII byte by byte. */
function quoted(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) =>
    byte < 0x20 || byte >= 0x80
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte).replace(/["\\]/, '\\$&'),
  );
  return `"${bytes.join('')}"`;
}
