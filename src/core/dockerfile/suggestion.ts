/** At most this many changes apart, BuildKit takes one word for a slip of the other. */
const mostChanges = 2;

/** Among more names nothing is sought: nobody has so many, and all of them would be gone through for each slip. */
const mostKnown = 500;

/**
 * The known word that BuildKit would suggest for an unknown one; undefined when none is near. Without `caseSensitive`
 * the suggestion takes the case of the word.
 * https://github.com/moby/buildkit/blob/v0.23.0/util/suggest/error.go
 */
export function suggest(word: string, known: Iterable<string>, caseSensitive: boolean): string | undefined {
  const sought = caseSensitive ? word : word.toLowerCase();
  let best: string | undefined;
  let least = mostChanges + 1;
  let count = 0;
  for (const each of known) {
    const candidate = caseSensitive ? each : each.toLowerCase();
    count += 1;
    if (count > mostKnown) {
      return undefined;
    }
    if (candidate === sought) {
      return undefined;
    }
    const distance = boundedDistance(sought, candidate, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  // Why: a name without a letter is the nearest to a short one, but nobody can be told of it.
  const found = best === '' ? undefined : best;
  return found === undefined || caseSensitive ? found : inCaseOf(found, word);
}

/** The words BuildKit adds to a message when it has a suggestion: ` (did you mean X?)`. */
export function suggestionSuffix(word: string, known: readonly string[], caseSensitive: boolean): string {
  const found = suggest(word, known, caseSensitive);
  return found === undefined ? '' : ` (did you mean ${found}?)`;
}

function inCaseOf(suggestion: string, word: string): string {
  return word === word.toUpperCase() && word !== word.toLowerCase() ? suggestion.toUpperCase() : suggestion;
}

/** The Levenshtein distance, or `limit` where it is no less; only as many changes are looked into. */
function boundedDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) {
    return limit;
  }
  let above = Array.from({ length: other.length + 1 }, (_unused, index) => Math.min(index, limit));
  for (let row = 1; row <= one.length; row += 1) {
    const current = nextRow({ row, letter: one[row - 1], above, other, limit });
    if (current.least >= limit) {
      return limit;
    }
    above = current.distances;
  }
  return above[other.length] ?? limit;
}

/** One row of the table of distances, of which only the cells near the diagonal can be below the limit. */
function nextRow({
  row,
  letter,
  above,
  other,
  limit,
}: {
  readonly row: number;
  readonly letter: string | undefined;
  readonly above: readonly number[];
  readonly other: string;
  readonly limit: number;
}): { readonly distances: number[]; readonly least: number } {
  const first = Math.max(1, row - limit);
  const last = Math.min(other.length, row + limit);
  const distances: number[] = [];
  distances[first - 1] = first === 1 ? Math.min(row, limit) : limit;
  let least = distances[first - 1] ?? limit;
  for (let column = first; column <= last; column += 1) {
    const replaced = (above[column - 1] ?? limit) + Number(letter !== other[column - 1]);
    const changed = Math.min((above[column] ?? limit) + 1, (distances[column - 1] ?? limit) + 1);
    const distance = Math.min(replaced, changed, limit);
    distances[column] = distance;
    least = Math.min(least, distance);
  }
  return { distances, least };
}
