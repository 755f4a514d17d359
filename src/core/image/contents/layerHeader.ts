import { ImageError } from '../imageError.js';

/** What a header block of a layer says by itself. */
export interface LayerHeader {
  readonly name: Uint8Array;
  readonly linkName: Uint8Array;
  /** The type flag as a character; `0` for files of every spelling. */
  readonly type: string;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly userName: Uint8Array;
  readonly groupName: Uint8Array;
  readonly modifiedSeconds: number;
}

/**
 * Decodes a header block, whose memory the names share (POSIX ustar, GNU, old Unix); `offset` is where it stands in the layer and is named in errors
 * (`archive-corrupt`). https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export function decodeLayerHeader(block: Uint8Array, offset: number): LayerHeader {
  checkSum(block, offset);
  const magic = String.fromCharCode(...block.subarray(257, 263));
  const isUstar = magic.startsWith('ustar');
  const name = field(block, 0, 100);
  // Why: GNU's own magic ("ustar  ") keeps times where POSIX keeps the prefix of the name.
  const prefix = magic === 'ustar\0' ? field(block, 345, 500) : nothing;
  const number = (start: number, end: number, what: string): number =>
    decodeNumber(block.subarray(start, end), what, offset);
  return {
    name: prefix.length === 0 ? name : joined(prefix, name),
    linkName: field(block, 157, 257),
    type: typeOf(block[156] ?? 0, name),
    mode: number(100, 108, 'mode') & 0o7777,
    uid: number(108, 116, 'uid'),
    gid: number(116, 124, 'gid'),
    sizeBytes: checkSize(number(124, 136, 'size'), offset),
    modifiedSeconds: number(136, 148, 'time'),
    userName: isUstar ? field(block, 265, 297) : nothing,
    groupName: isUstar ? field(block, 297, 329) : nothing,
  };
}

const nothing = new Uint8Array();

/** The bytes up to the first zero. */
export function field(block: Uint8Array, start: number, end: number): Uint8Array {
  const part = block.subarray(start, end);
  const zero = part.indexOf(0);
  return zero === -1 ? part : part.subarray(0, zero);
}

function joined(prefix: Uint8Array, name: Uint8Array): Uint8Array {
  return Buffer.concat([prefix, Buffer.from('/'), name]);
}

function typeOf(flag: number, name: Uint8Array): string {
  if (flag === 0) {
    // Why: archives older than POSIX mark a directory by the slash only.
    return name.at(-1) === 0x2f ? '5' : '0';
  }
  return flag === 0x37 ? '0' : String.fromCharCode(flag);
}

function checkSum(block: Uint8Array, offset: number): void {
  const written = decodeNumber(block.subarray(148, 156), 'checksum', offset);
  let unsigned = 8 * 0x20;
  let signed = unsigned;
  for (let index = 0; index < block.length; index += 1) {
    const value = index >= 148 && index < 156 ? 0 : (block[index] ?? 0);
    unsigned += value;
    signed += value < 0x80 ? value : value - 0x100;
  }
  if (written !== unsigned && written !== signed) {
    throw new ImageError(
      'archive-corrupt',
      `The tar header at byte ${offset} of the layer has the checksum ${written}, but its bytes add up to ${unsigned}; the layer is damaged or is no tar archive.`,
    );
  }
}

function checkSize(sizeBytes: number, offset: number): number {
  if (sizeBytes < 0) {
    throw new ImageError(
      'archive-corrupt',
      `The tar header at byte ${offset} of the layer has a negative size.`,
    );
  }
  return sizeBytes;
}

/** An octal number, or one in base 256, which may be negative; nothing at all is 0. */
export function decodeNumber(bytes: Uint8Array, what: string, offset: number): number {
  const isBase256 = ((bytes[0] ?? 0) & 0x80) !== 0;
  const value = isBase256 ? decodeBase256(bytes) : decodeOctal(bytes);
  if (!Number.isSafeInteger(value)) {
    throw new ImageError(
      'archive-corrupt',
      `The tar header at byte ${offset} of the layer has no valid ${what}.`,
    );
  }
  return value;
}

function decodeOctal(bytes: Uint8Array): number {
  let value = 0;
  let state: 'before' | 'inside' | 'after' = 'before';
  for (const byte of bytes) {
    const isDigit = byte >= 0x30 && byte <= 0x37;
    if (isDigit && state !== 'after') {
      value = value * 8 + byte - 0x30;
      state = 'inside';
    } else if (byte === 0 || byte === 0x20) {
      state = state === 'before' && byte === 0x20 ? state : 'after';
      if (byte === 0) {
        break;
      }
    } else {
      return Number.NaN;
    }
  }
  return value;
}

function decodeBase256(bytes: Uint8Array): number {
  const isNegative = ((bytes[0] ?? 0) & 0x40) !== 0;
  // Why: a negative number is the two's complement; what is counted from -1 is exact as long as the number is small.
  const flip = isNegative ? 0xff : 0;
  const magnitude = bytes.reduce(
    (value, byte, index) => value * 256 + ((byte ^ flip) & (index === 0 ? 0x3f : 0xff)),
    0,
  );
  return isNegative ? -1 - magnitude : magnitude;
}
