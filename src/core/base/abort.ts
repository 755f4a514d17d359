/** Whether `error` is a cancellation (by an AbortSignal) rather than a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
