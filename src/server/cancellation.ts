import type { CancellationToken } from 'vscode-languageserver/node';

/** The signal that follows a token of the protocol. */
export function abortSignalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) {
    abort.abort();
  } else {
    token.onCancellationRequested(() => {
      abort.abort();
    });
  }
  return abort.signal;
}
