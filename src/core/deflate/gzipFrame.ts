/** The start of every gzip member we write: no name, no time, system unknown. https://www.rfc-editor.org/rfc/rfc1952 */
export const gzipHeader: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** Ends deflate blocks that were flushed so far, and the member: an empty last block, crc32 and size mod 2^32. */
export function gzipTrailer(crc: number, sizeBytes: number): Uint8Array {
  const trailer = new Uint8Array(10);
  const view = new DataView(trailer.buffer);
  trailer[0] = 3;
  view.setUint32(2, crc, true);
  view.setUint32(6, sizeBytes % 2 ** 32, true);
  return trailer;
}

type Matrix = readonly number[];

/** Multiplies a matrix over GF(2), given by its columns, with a vector of 32 bits. */
function times(matrix: Matrix, vector: number): number {
  let sum = 0;
  for (let rest = vector, column = 0; rest !== 0; rest >>>= 1, column += 1) {
    sum ^= (rest & 1) === 0 ? 0 : (matrix[column] ?? 0);
  }
  return sum;
}

function squared(matrix: Matrix): Matrix {
  return matrix.map((column) => times(matrix, column));
}

/** What one zero bit does to a crc32 (reflected polynomial 0xedb88320). */
const oneBit: Matrix = [0xedb88320, ...Array.from({ length: 31 }, (_, bit) => 2 ** bit)];

/** What 2^k zero bytes do to a crc32, by k. */
const zeroBytes: readonly Matrix[] = powers(squared(squared(squared(oneBit))), 53);

function powers(first: Matrix, count: number): readonly Matrix[] {
  const all = [first];
  for (let last = first; all.length < count; all.push(last)) {
    last = squared(last);
  }
  return all;
}

/** The crc32 of two pieces one after the other, from those of each and the size of the second. */
export function combineCrc(first: number, second: number, secondBytes: number): number {
  let crc = first;
  for (let rest = secondBytes, power = 0; rest > 0; rest = Math.floor(rest / 2), power += 1) {
    crc = rest % 2 === 0 ? crc : times(zeroBytes[power] ?? [], crc);
  }
  return (crc ^ second) >>> 0;
}
