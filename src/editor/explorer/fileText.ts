import type { FileText } from './explorerMessages.js';

const lookedAtBytes = 8 * 1024;

/** A file's bytes as text, or why they are none. Text is UTF-8 without zero bytes near its start. */
export function toFileText(path: string, bytes: Uint8Array): FileText {
  if (bytes.subarray(0, lookedAtBytes).includes(0)) {
    return { kind: 'refused', reason: `${path} is a binary file of ${bytes.length} bytes; it has no text.` };
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) {
      return { kind: 'refused', reason: `${path} (${bytes.length} bytes) is not written in UTF-8.` };
    }
    throw error;
  }
}
