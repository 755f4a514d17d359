/**
 * The name of a member as a key: `./a//b/` and `/a/b` are `a/b`. `..` is kept, so that nothing outside can be
 * meant by it: such a name is only equal to itself.
 */
export function normalizeName(name: string): string {
  return segmentsOf(name).join('/');
}

/** Where a link leads that stands at `from`; undefined when it would leave the archive. */
export function resolveLink(from: string, target: string): string | undefined {
  const start = target.startsWith('/') ? [] : segmentsOf(from).slice(0, -1);
  const result: string[] = [...start];
  for (const segment of segmentsOf(target)) {
    if (segment !== '..') {
      result.push(segment);
    } else if (result.pop() === undefined) {
      return undefined;
    }
  }
  return result.join('/');
}

function segmentsOf(name: string): readonly string[] {
  return name.split('/').filter((segment) => segment !== '' && segment !== '.');
}
