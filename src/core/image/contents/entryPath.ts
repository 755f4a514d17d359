import { isAscii } from 'node:buffer';

import { ImageError } from '../imageError.js';

/** What Linux takes at most for a path. */
const maxPathBytes = 4096;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text; those that are no UTF-8 as U+DC80 to U+DCFF, one each. */
export function decodeName(bytes: Uint8Array): string {
  if (isAscii(bytes)) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
  return decodeUtf8(bytes) ?? decodePieces(bytes);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodePieces(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const length = sequenceLength(byte);
    const piece = length === 0 ? undefined : decodeUtf8(bytes.subarray(at, at + length));
    pieces.push(piece ?? String.fromCharCode(0xdc00 + byte));
    at += piece === undefined ? 1 : length;
  }
  return pieces.join('');
}

/** Of the UTF-8 sequence that begins with this byte; 0 when none does. */
function sequenceLength(byte: number): number {
  if (byte < 0x80) {
    return 1;
  }
  return byte < 0xc0 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 0;
}

/**
 * A member's name as a path from the root of the image: no slash at either end, `.` resolved, and `..` as well, which
 * never leads out. `archive-corrupt` for one that no file system takes; `offset` is that of its header.
 */
export function toEntryPath(name: string, offset: number): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/') && checkPath(parts.join('/'), offset);
}

function checkPath(path: string, offset: number): string {
  if (path.includes('\0')) {
    throw new ImageError('archive-corrupt', `The name at byte ${offset} of the layer has a zero byte in it.`);
  }
  return path;
}

/** Fails with `archive-corrupt` when a name or the target of a link is longer than any file system takes. */
export function checkNameLength(sizeBytes: number, offset: number): void {
  if (sizeBytes > maxPathBytes) {
    throw new ImageError(
      'archive-corrupt',
      `The name at byte ${offset} of the layer has ${sizeBytes} bytes; no file system takes more than ${maxPathBytes}.`,
    );
  }
}
