import { ImageError } from '../imageError.js';

/** The records of a PAX extended header; values are bytes, because names need not be UTF-8. */
export type PaxFields = ReadonlyMap<string, Uint8Array>;

const longestLengthField = 20;

/**
 * Decodes `LENGTH KEY=VALUE\n` records; the last of equal keys counts, and an empty value takes the key back.
 * `archive-corrupt`, naming the offset of the header.
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_03
 */
export function decodePaxFields(bytes: Uint8Array, offset: number): PaxFields {
  const fields = new Map<string, Uint8Array>();
  for (let start = 0; start < bytes.length;) {
    const blank = bytes.indexOf(0x20, start);
    const end = blank === -1 ? Number.NaN : start + recordLength(bytes.subarray(start, blank));
    const equals = bytes.indexOf(0x3d, blank);
    if (!(end <= bytes.length && equals > blank && equals < end && bytes[end - 1] === 0x0a)) {
      throw new ImageError(
        'archive-corrupt',
        `The PAX header at byte ${offset} of the layer has a broken record.`,
      );
    }
    const key = new TextDecoder().decode(bytes.subarray(blank + 1, equals));
    const value = bytes.slice(equals + 1, end - 1);
    if (value.length === 0) {
      fields.delete(key);
    } else {
      fields.set(key, value);
    }
    start = end;
  }
  return fields;
}

function recordLength(digits: Uint8Array): number {
  const isNumber = digits.length > 0 && digits.every((byte) => byte >= 0x30 && byte <= 0x39);
  return isNumber && digits.length <= longestLengthField
    ? Number(new TextDecoder().decode(digits))
    : Number.NaN;
}

/** The text of a record; undefined when there is none. */
export function paxText(fields: PaxFields, key: string): string | undefined {
  const value = fields.get(key);
  return value === undefined ? undefined : new TextDecoder().decode(value);
}

/** A whole number of a record, not negative; undefined when there is none, `archive-corrupt` for anything else. */
export function paxInteger(fields: PaxFields, key: string, offset: number): number | undefined {
  const text = paxText(fields, key);
  if (text === undefined) {
    return undefined;
  }
  const value = /^[0-9]{1,19}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) {
    throw new ImageError(
      'archive-corrupt',
      `The PAX record ${key} before byte ${offset} of the layer is no number.`,
    );
  }
  return value;
}

/** A time of a record in seconds, also with a fraction or negative; undefined when there is none. */
export function paxSeconds(fields: PaxFields, key: string, offset: number): number | undefined {
  const text = paxText(fields, key);
  if (text === undefined) {
    return undefined;
  }
  if (!/^-?[0-9]{1,15}(\.[0-9]*)?$/.test(text)) {
    throw new ImageError(
      'archive-corrupt',
      `The PAX record ${key} before byte ${offset} of the layer is no time.`,
    );
  }
  return Number(text);
}
