/**
 * A function that computes something of an object once, and answers from memory as long as the object lives. What is
 * given besides the object must be the same whenever the object is.
 */
export function oncePer<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value;
export function oncePer<Key extends object, Context, Value>(
  compute: (key: Key, context: Context) => Value,
): (key: Key, context: Context) => Value;
export function oncePer<Key extends object, Context, Value>(
  compute: (key: Key, context: Context) => Value,
): (key: Key, context: Context) => Value {
  const memory = new WeakMap<Key, { readonly value: Value }>();
  return (key, context) => {
    let known = memory.get(key);
    if (known === undefined) {
      known = { value: compute(key, context) };
      memory.set(key, known);
    }
    return known.value;
  };
}
