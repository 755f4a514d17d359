import { messageOf } from '../core/base/errors.js';
import { HostError } from '../core/host/hostError.js';

/** The part of a stream of Node that reading bytes needs. */
export interface InputBytes extends AsyncIterable<Uint8Array | string> {
  destroy(): unknown;
}

/**
 * The bytes of a stream that is piped in; `file-failed` when it cannot be read. Cancelling ends it with the signal's
 * reason, also while nothing comes.
 */
export async function* readStdin(stream: InputBytes, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  // Why: a signal that has fired does not fire again, and the stream may never end by itself.
  signal.throwIfAborted();
  const end = (): void => {
    stream.destroy();
  };
  signal.addEventListener('abort', end);
  try {
    for await (const chunk of stream) {
      yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new HostError('file-failed', `Cannot read standard input: ${messageOf(error)}.`, { cause: error });
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** The part of a stream of Node that writing bytes needs. */
export interface ByteStream {
  write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown;
}

/**
 * Writes bytes; settles when they are out, `file-failed` when the reader has gone. Cancelling ends it with the signal's
 * reason, also while nobody reads.
 */
export function writeStdout(stream: ByteStream, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const end = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', end);
    stream.write(bytes, (error) => {
      signal.removeEventListener('abort', end);
      if (error) {
        const message = `Cannot write to standard output: ${messageOf(error)}.`;
        reject(new HostError('file-failed', message, { cause: error }));
      } else {
        resolve();
      }
    });
  });
}
