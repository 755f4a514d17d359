/** Numbers from a seed, the same everywhere: https://en.wikipedia.org/wiki/Xorshift, 32 bits. */
export function createDice(seed) {
  let state = Math.imul(seed, 2_654_435_761) | 0 || 1;
  const below = (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
  // Why: the first numbers of seeds that lie beside each other are near each other.
  Array.from({ length: 8 }, () => below(2));
  return {
    below,
    /** One of the items. */
    of: (items) => items[below(items.length)],
    /** True once in so many times. */
    onceIn: (times) => below(times) === 0,
    /** So many, one less than `most` at most, of what `make` makes. */
    some: (most, make) => Array.from({ length: below(most) }, make),
  };
}
