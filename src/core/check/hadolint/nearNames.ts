import leven from 'leven';

/** What is likely meant is among the nearest; the rest would only make scripts longer. */
const maxNames = 10;

/**
 * Finds the names that ShellCheck may think were meant by another one: those of more than 3 letters that differ from it
 * in one, and those of more than 7 that differ in two. The nearest come first. Remembers what it found.
 */
export function createNearNames(names: ReadonlySet<string>): (name: string) => readonly string[] {
  const candidates = [...names].map((name) => ({ name, plain: name.toLowerCase() }));
  const remembered = new Map<string, readonly string[]>();
  const find = (name: string): readonly string[] => {
    const near = candidates.flatMap(({ name: candidate, plain }) => {
      const distance = distanceTo(plain, name.toLowerCase());
      return candidate === name || distance === undefined ? [] : [{ candidate, distance }];
    });
    return near
      .sort((left, right) => left.distance - right.distance)
      .slice(0, maxNames)
      .map(({ candidate }) => candidate);
  };
  return (name) => {
    const near = remembered.get(name) ?? find(name);
    remembered.set(name, near);
    return near;
  };
}

/** In how many letters a name differs; undefined when in too many. */
function distanceTo(candidate: string, name: string): number | undefined {
  const { length } = candidate;
  const most = length > 7 ? 2 : length > 3 ? 1 : -1;
  if (Math.abs(name.length - length) > most) {
    return undefined;
  }
  const distance = leven(name, candidate, { maxDistance: 3 });
  return distance > most ? undefined : distance;
}
