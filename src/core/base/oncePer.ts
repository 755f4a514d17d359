/**
 * A function that computes something of an object once, and answers from memory as long as the object lives. What is
 * given besides the object must be the same whenever the object is.
 */
export function oncePer<Key extends object, Rest extends readonly unknown[], Value>(
  compute: (key: Key, ...rest: Rest) => Value,
): (key: Key, ...rest: Rest) => Value {
  const memory = new WeakMap<Key, { readonly value: Value }>();
  return (key, ...rest) => {
    let known = memory.get(key);
    if (known === undefined) {
      known = { value: compute(key, ...rest) };
      memory.set(key, known);
    }
    return known.value;
  };
}
