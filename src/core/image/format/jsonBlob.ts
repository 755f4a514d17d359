import type * as z from 'zod';

import type { ByteSource } from '../../base/byteSource.js';
import { messageOf } from '../../base/errors.js';
import { ImageError } from '../imageError.js';

/** The most that is read of a JSON document: 4 MiB, what registries take at most. */
const maxJsonBytes = 4 * 1024 * 1024;

/** Reads a whole small blob; `what` names it in `archive-too-large`. */
export async function readSmallBlob(source: ByteSource, what: string): Promise<Uint8Array> {
  if (source.sizeBytes > maxJsonBytes) {
    throw new ImageError(
      'archive-too-large',
      `${what} has ${source.sizeBytes} bytes; at most ${maxJsonBytes} are read.`,
    );
  }
  return source.read(0, source.sizeBytes);
}

/** Decodes JSON text in UTF-8 by a schema; `what` names it in `archive-corrupt`. */
export function decodeJson<Value>(bytes: Uint8Array, schema: z.ZodType<Value>, what: string): Value {
  const result = schema.safeParse(parseJson(bytes, what));
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new ImageError('archive-corrupt', `${what} is malformed${place}: ${issue?.message ?? 'unknown'}.`);
}

function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    // Why ignoreBOM: the mark stays in the text, so that JSON.parse refuses it as every other reader does.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw new ImageError('archive-corrupt', `${what} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}
