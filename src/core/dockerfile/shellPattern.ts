/** A piece of a pattern as `${x#pattern}` has it: `*`, `?`, or a character that stands for itself. */
type Piece =
  { readonly kind: 'any' } | { readonly kind: 'one' } | { readonly kind: 'plain'; readonly of: string };

/** A pattern, or why Go would not compile it. */
export type ShellPattern = { readonly pieces: readonly Piece[] } | { readonly error: string };

/** How many places of a value may be looked at for one pattern; beyond it nobody waits for the answer. */
const mostSteps = 2_000_000;

/**
 * Reads a pattern: `*` and `?` are wild and match no line break, a backslash takes the next character as it is, and
 * only `*`, `?`, `\`, `}` and `/` may be escaped.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/shell/lex.go
 */
export function parseShellPattern(pattern: string, isReversed = false): ShellPattern {
  const parsed = parseForward(isReversed ? reversePattern(pattern) : pattern);
  return 'error' in parsed || !isReversed ? parsed : { pieces: parsed.pieces.toReversed() };
}

/** For the end of a value the builder reads pattern and value backwards; what is escaped stays so. */
function reversePattern(pattern: string): string {
  return Array.from(pattern.matchAll(/\\[^]|[^]/gu), ([token]) => token)
    .toReversed()
    .join('');
}

function parseForward(pattern: string): ShellPattern {
  const pieces: Piece[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*' || character === '?') {
      pieces.push({ kind: character === '*' ? 'any' : 'one' });
      continue;
    }
    if (character !== '\\') {
      pieces.push({ kind: 'plain', of: character });
      continue;
    }
    const next = characters[at + 1] ?? '\uFFFD';
    if (!'*?\\}/'.includes(next)) {
      return { error: `invalid pattern (${pattern}) in substitution: invalid escape '\\${next}'` };
    }
    pieces.push({ kind: 'plain', of: next });
    at += 1;
  }
  return { pieces };
}

/** What is left of a value without the pattern at an end; undefined when finding it takes too long. */
export function cutPattern(
  value: string,
  pieces: readonly Piece[],
  how: { readonly fromEnd: boolean; readonly greedy: boolean },
): string | undefined {
  const characters = Array.from(value);
  const matcher = createMatcher(
    how.fromEnd ? characters.toReversed() : characters,
    how.fromEnd ? pieces.toReversed() : pieces,
  );
  const ends = matcher.endsFrom(0);
  if (ends === undefined) {
    return undefined;
  }
  const cut = how.greedy ? ends.at(-1) : ends[0];
  if (cut === undefined) {
    return value;
  }
  return (how.fromEnd ? characters.slice(0, characters.length - cut) : characters.slice(cut)).join('');
}

/**
 * The value with the leftmost and longest match of the pattern replaced, or with every one; undefined when finding
 * them takes too long.
 */
export function replacePattern(
  value: string,
  pieces: readonly Piece[],
  how: { readonly replacement: string; readonly all: boolean },
): string | undefined {
  const characters = Array.from(value);
  const matcher = createMatcher(characters, pieces);
  const result: string[] = [];
  let copied = 0;
  let lastEnd = -1;
  for (let at = 0; at <= characters.length;) {
    const ends = matcher.endsFrom(at);
    if (ends === undefined || result.length * how.replacement.length > mostSteps) {
      return undefined;
    }
    const end = ends.at(-1);
    // Why: Go takes no empty match where the match before it ends.
    if (end === undefined || (end === at && at === lastEnd)) {
      at += 1;
      continue;
    }
    result.push(characters.slice(copied, at).join(''), how.replacement);
    copied = end;
    lastEnd = end;
    if (!how.all) {
      break;
    }
    at = end === at ? at + 1 : end;
  }
  return `${result.join('')}${characters.slice(copied).join('')}`;
}

interface Matcher {
  /** Where matches that begin there end, ascending; undefined when all took too long. */
  readonly endsFrom: (start: number) => readonly number[] | undefined;
}

function createMatcher(characters: readonly string[], pieces: readonly Piece[]): Matcher {
  let steps = 0;
  const endsFrom = (start: number): readonly number[] | undefined => {
    let ends: readonly number[] = [start];
    for (const piece of pieces) {
      ends = piece.kind === 'any' ? spread(characters, ends) : advance(characters, ends, piece);
      steps += ends.length + 1;
      if (steps > mostSteps) {
        return undefined;
      }
    }
    return ends;
  };
  return { endsFrom };
}

function advance(
  characters: readonly string[],
  ends: readonly number[],
  piece: Exclude<Piece, { kind: 'any' }>,
): readonly number[] {
  const next: number[] = [];
  for (const end of ends) {
    const character = characters[end];
    const fits = piece.kind === 'one' ? character !== '\n' : character === piece.of;
    if (character !== undefined && fits) {
      next.push(end + 1);
    }
  }
  return next;
}

/** Every place that is reached from one of the ends without crossing a line break. */
function spread(characters: readonly string[], ends: readonly number[]): readonly number[] {
  const next: number[] = [];
  let reached = -1;
  for (const end of ends) {
    for (let at = Math.max(end, reached + 1); at <= characters.length; at += 1) {
      if (at > end && characters[at - 1] === '\n') {
        break;
      }
      next.push(at);
      reached = at;
    }
  }
  return next;
}
