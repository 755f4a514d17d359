/** Makes a missing case of a union a compile error, and a clear one should it happen at run time. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}
