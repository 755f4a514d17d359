/** Numbers from a seed, the same everywhere: 0 up to, without, `limit`. */
export type Dice = (limit: number) => number;

/** https://en.wikipedia.org/wiki/Xorshift, 32 bits. */
export function createDice(seed: number): Dice {
  let state = seed * 2654435761 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const block = 512;

/** Where the headers of a well-formed tar archive are. */
function headersOf(bytes: Uint8Array): readonly number[] {
  const headers: number[] = [];
  for (let offset = 0; offset + block <= bytes.length && bytes[offset] !== 0;) {
    headers.push(offset);
    const size = Number.parseInt(Buffer.from(bytes.subarray(offset + 124, offset + 135)).toString(), 8);
    offset += block + Math.ceil((size > 0 ? size : 0) / block) * block;
  }
  return headers;
}

/** Makes the checksum of a header right again, so that the damage is what is looked at. */
function seal(bytes: Buffer, header: number): void {
  bytes.write('        ', header + 148, 'latin1');
  const sum = bytes.subarray(header, header + block).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, header + 148, 'latin1');
}

type Mutation = (bytes: Buffer, dice: Dice) => Buffer;

const sizes: readonly string[] = [
  '00000000000\0',
  '77777777777\0',
  '00000000001\0',
  '-0000000001\0',
  '           \0',
  '\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff',
  '\x80\0\0\0\0\0\0\x04\0\0\0\0',
  '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
];

const names: readonly string[] = [
  '../../../etc/passwd',
  '/etc/passwd',
  './manifest.json',
  'manifest.json',
  'index.json',
  'digests.json',
  '\xff\xfe\xc3',
  '.',
  '',
  'a/../../b',
];

/** Writes into a field of any header. */
function field(bytes: Buffer, dice: Dice, offset: number, values: readonly string[]): Buffer {
  const headers = headersOf(bytes);
  const header = headers[dice(headers.length)] ?? 0;
  const value = values[dice(values.length)] ?? '';
  bytes.fill(0, header + offset, header + offset + (offset === 124 ? 12 : 100));
  bytes.write(value, header + offset, 'latin1');
  seal(bytes, header);
  return bytes;
}

/** The start of text that looks like JSON, and a piece of it replaced by another of the same length. */
function jsonText(bytes: Buffer, dice: Dice): Buffer {
  const starts = [...bytes.toString('latin1').matchAll(/"[A-Za-z_]+":|sha256:|[0-9]{2,}/g)];
  const match = starts[dice(Math.max(starts.length, 1))];
  if (match !== undefined) {
    const values = ['null', '[]', '{}', '-1', '1e9', '""', 'true', '[[[[[[', '"__proto__"', '\xff\xfe'];
    const offset = Math.min(match.index + dice(match[0].length + 3), bytes.length);
    bytes.write(values[dice(values.length)] ?? '', offset, 'latin1');
  }
  return bytes;
}

const mutations: readonly Mutation[] = [
  (bytes, dice) => {
    for (let count = dice(4) + 1; count > 0; count -= 1) {
      bytes[dice(bytes.length)] = dice(256);
    }
    return bytes;
  },
  (bytes, dice) => bytes.subarray(0, dice(bytes.length)),
  (bytes, dice) => {
    const at = dice(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + dice(2 * block))]);
  },
  (bytes, dice) => {
    const headers = headersOf(bytes);
    const at = headers[dice(headers.length)] ?? 0;
    const end = headers.find((offset) => offset > at) ?? bytes.length;
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end)]);
  },
  (bytes, dice) => {
    const [from, to] = [dice(bytes.length / block), dice(bytes.length / block)].map((n) => n * block);
    bytes.copyWithin(to ?? 0, from ?? 0, (from ?? 0) + block * (1 + dice(8)));
    return bytes;
  },
  (bytes, dice) => field(bytes, dice, 124, sizes),
  (bytes, dice) => field(bytes, dice, 0, names),
  (bytes, dice) => field(bytes, dice, 157, names),
  (bytes, dice) => {
    const headers = headersOf(bytes);
    const header = headers[dice(headers.length)] ?? 0;
    bytes.write('01234567LKxgSVDMA\0'.charAt(dice(18)), header + 156, 'latin1');
    seal(bytes, header);
    return bytes;
  },
  jsonText,
  (bytes, dice) => jsonText(jsonText(bytes, dice), dice),
  (bytes, dice) => Buffer.concat([bytes, Buffer.alloc(dice(4 * block), dice(256))]),
];

/** A copy of a tar archive with one to three things wrong; the same dice give the same damage. */
export function mutate(archive: Uint8Array, dice: Dice): Buffer {
  let bytes: Buffer = Buffer.from(archive);
  for (let count = 1 + dice(3); count > 0 && bytes.length > 2 * block; count -= 1) {
    bytes = mutations[dice(mutations.length)]?.(bytes, dice) ?? bytes;
  }
  return bytes;
}
