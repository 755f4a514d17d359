import { ImageError } from '../imageError.js';

/**
 * Decodes the records of a PAX extended header, `LENGTH KEY=VALUE\n` each; the last of equal keys counts.
 * `offset` is where the header stands and is named in errors (`archive-corrupt`).
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_03
 */
export function decodePaxRecords(bytes: Uint8Array, offset: number): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let start = 0; start < bytes.length;) {
    const length = recordLength(bytes, start);
    const record = length === undefined ? undefined : decodeRecord(bytes.subarray(start, start + length));
    if (length === undefined || record === undefined) {
      throw new ImageError('archive-corrupt', `The PAX header at byte ${offset} has a broken record.`);
    }
    records.set(record.key, record.value);
    start += length;
  }
  return records;
}

const longestLengthField = 20;

function recordLength(bytes: Uint8Array, start: number): number | undefined {
  const field = new TextDecoder().decode(bytes.subarray(start, start + longestLengthField));
  const digits = /^([1-9][0-9]*) /.exec(field)?.[1];
  const length = Number(digits);
  return digits !== undefined && start + length <= bytes.length ? length : undefined;
}

function decodeRecord(bytes: Uint8Array): { key: string; value: string } | undefined {
  const match = /^[0-9]+ ([^=]+)=([\s\S]*)\n$/.exec(new TextDecoder().decode(bytes));
  const [, key, value] = match ?? [];
  return key === undefined || value === undefined ? undefined : { key, value };
}
