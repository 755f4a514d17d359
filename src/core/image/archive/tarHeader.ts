import { ImageError } from '../imageError.js';

/** Tar archives are made of blocks of this size. */
export const tarBlockBytes = 512;

/** What one header block says, before the extension headers that came ahead of it are applied. */
export interface TarHeader {
  readonly name: string;
  readonly linkName: string;
  readonly type: string;
  readonly sizeBytes: number;
}

const checksumField = { start: 148, end: 156 };

/**
 * Decodes a header block; `offset` is where it stands and is named in errors (`archive-corrupt`).
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 and
 * https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export function decodeTarHeader(block: Uint8Array, offset: number): TarHeader {
  checkChecksum(block, offset);
  // Why: GNU's own magic ("ustar  ") keeps times where POSIX keeps the prefix of the name.
  const isPosix = text(block, 257, 263) === 'ustar' && block[262] === 0;
  const prefix = isPosix ? text(block, 345, 500) : '';
  const name = text(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: text(block, 157, 257),
    type: typeOf(block[156] ?? 0, name),
    sizeBytes: decodeNumber(block.subarray(124, 136), 'size', offset),
  };
}

/** Whether bytes start with a header block whose checksum is right; other bytes hardly ever do. */
export function isTarHeader(start: Uint8Array): boolean {
  if (start.length < tarBlockBytes) {
    return false;
  }
  try {
    checkChecksum(start.subarray(0, tarBlockBytes), 0);
    return true;
  } catch (error) {
    if (error instanceof ImageError) {
      return false;
    }
    throw error;
  }
}

/** Whether a block holds nothing but zeros; two of them end an archive. */
export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

function typeOf(flag: number, name: string): string {
  const type = flag === 0 || flag === 0x37 ? '0' : String.fromCharCode(flag);
  // Why: archives older than POSIX mark a directory by the slash only.
  return type === '0' && name.endsWith('/') ? '5' : type;
}

function checkChecksum(block: Uint8Array, offset: number): void {
  const written = decodeNumber(block.subarray(checksumField.start, checksumField.end), 'checksum', offset);
  let unsigned = 0;
  let signed = 0;
  block.forEach((byte, index) => {
    const value = index >= checksumField.start && index < checksumField.end ? 0x20 : byte;
    unsigned += value;
    signed += value < 0x80 ? value : value - 0x100;
  });
  if (written !== unsigned && written !== signed) {
    throw new ImageError(
      'archive-corrupt',
      `The tar header at byte ${offset} has the checksum ${written}, but its bytes add up to ${unsigned}; the archive is damaged or is no tar archive.`,
    );
  }
}

function decodeNumber(field: Uint8Array, what: string, offset: number): number {
  const value = ((field[0] ?? 0) & 0x80) === 0 ? decodeOctal(field) : decodeBase256(field);
  if (value === undefined || !Number.isSafeInteger(value)) {
    throw new ImageError('archive-corrupt', `The tar header at byte ${offset} has no valid ${what}.`);
  }
  return value;
}

function decodeOctal(field: Uint8Array): number | undefined {
  const digits = text(field, 0, field.length).trim();
  if (digits === '') {
    return 0;
  }
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function decodeBase256(field: Uint8Array): number | undefined {
  // Why: the second bit is the sign, and no size is negative.
  if (((field[0] ?? 0) & 0x40) !== 0) {
    return undefined;
  }
  return field.reduce((value, byte, index) => value * 256 + (index === 0 ? byte & 0x3f : byte), 0);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function text(block: Uint8Array, start: number, end: number): string {
  const field = block.subarray(start, end);
  const zero = field.indexOf(0);
  return decoder.decode(zero === -1 ? field : field.subarray(0, zero));
}
