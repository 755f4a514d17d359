/** Whether two lists hold the very same items in the same order. */
export function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}

/** Whether two maps hold the very same keys and values in the same order. */
export function haveSameEntries(
  some: ReadonlyMap<unknown, unknown>,
  others: ReadonlyMap<unknown, unknown>,
): boolean {
  return areSame([...some.keys()], [...others.keys()]) && areSame([...some.values()], [...others.values()]);
}
