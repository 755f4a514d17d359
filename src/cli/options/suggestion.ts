import leven from 'leven';

/** The end of a sentence about a name that is not known: a question when one is close, else a full stop. */
export function formatSuggestion(name: string, known: readonly string[], prefix = ''): string {
  const closest = closestName(name, known);
  return closest === undefined ? '.' : `; did you mean ${prefix}${closest}?`;
}

function closestName(name: string, known: readonly string[]): string | undefined {
  const [closest] = known
    .map((candidate) => ({ candidate, distance: leven(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, Math.floor(candidate.length / 4)))
    .filter(({ candidate, distance }) => distance < candidate.length)
    .sort((left, right) => left.distance - right.distance);
  return closest?.candidate;
}
