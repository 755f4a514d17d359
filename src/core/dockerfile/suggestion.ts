/** At most this many changes apart, BuildKit takes one word for a slip of the other. */
const mostChanges = 2;

/**
 * The known word that BuildKit would suggest for an unknown one; undefined when none is near. Without `caseSensitive`
 * the suggestion takes the case of the word.
 * https://github.com/moby/buildkit/blob/v0.23.0/util/suggest/error.go
 */
export function suggest(word: string, known: readonly string[], caseSensitive: boolean): string | undefined {
  const sought = caseSensitive ? word : word.toLowerCase();
  let best: string | undefined;
  let least = mostChanges + 1;
  for (const candidate of known.map((each) => (caseSensitive ? each : each.toLowerCase()))) {
    if (candidate === sought) {
      return undefined;
    }
    const distance = boundedDistance(sought, candidate, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best === undefined || caseSensitive ? best : inCaseOf(best, word);
}

/** The words BuildKit adds to a message when it has a suggestion: ` (did you mean X?)`. */
export function suggestionSuffix(word: string, known: readonly string[], caseSensitive: boolean): string {
  const found = suggest(word, known, caseSensitive);
  return found === undefined ? '' : ` (did you mean ${found}?)`;
}

function inCaseOf(suggestion: string, word: string): string {
  return word === word.toUpperCase() && word !== word.toLowerCase() ? suggestion.toUpperCase() : suggestion;
}

/** The Levenshtein distance, or `limit` where the lengths alone differ that much, so that a long word costs nothing. */
function boundedDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) {
    return limit;
  }
  let above = Array.from({ length: other.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + Number(one[row - 1] !== other[column - 1]);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[other.length] ?? limit;
}
