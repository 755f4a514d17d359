/**
 * Go's `path.Match`: `*` and `?` stop at slashes, `[a-z]` and `[^a-z]` are classes, `\` takes the next character as
 * it is. Undefined when the pattern is malformed, as Go's ErrBadPattern.
 * https://pkg.go.dev/path#Match
 */
export function matchGlob(pattern: string, name: string): boolean | undefined {
  const expression = compileGlob(pattern);
  return expression?.test(name);
}

/** Whether a path has an unescaped `*`, `?` or `[`, so that the builder looks for matches. */
export function hasWildcard(path: string): boolean {
  return /^(?:[^\\*?[]|\\.)*[*?[]/su.test(path);
}

/** The expression of a `path.Match` pattern; undefined when the pattern is malformed. */
export function compileGlob(pattern: string): RegExp | undefined {
  let expression = '';
  let at = 0;
  while (at < pattern.length) {
    const token = nextToken(pattern, at);
    if (token === undefined) {
      return undefined;
    }
    expression += token.expression;
    at += token.length;
  }
  return new RegExp(`^${expression}$`, 'su');
}

interface Token {
  readonly expression: string;
  readonly length: number;
}

function nextToken(pattern: string, at: number): Token | undefined {
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  switch (character) {
    case '*':
      return { expression: '[^/]*', length: 1 };
    case '?':
      return { expression: '[^/]', length: 1 };
    case '[':
      return classToken(pattern, at);
    case '\\':
      return escapedToken(pattern, at);
    default:
      return { expression: quoted(character), length: character.length };
  }
}

function escapedToken(pattern: string, at: number): Token | undefined {
  const next = pattern.codePointAt(at + 1);
  if (next === undefined) {
    return undefined;
  }
  const character = String.fromCodePoint(next);
  return { expression: quoted(character), length: 1 + character.length };
}

/** One or more single characters or ranges; `]` and `-` must be escaped, as Go demands. */
function classToken(pattern: string, at: number): Token | undefined {
  const match = /^\[(\^?)((?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+)\]/su.exec(pattern.slice(at));
  if (match === null) {
    return undefined;
  }
  const members = [...(match[2] ?? '').matchAll(/(\\.|[^\\\]-])(?:-(\\.|[^\\\]-]))?/gsu)];
  const ranges = members.map(([, low = '', high = low]) => ({ low: plain(low), high: plain(high) }));
  const usable = ranges.filter(({ low, high }) => (low.codePointAt(0) ?? 0) <= (high.codePointAt(0) ?? 0));
  const body = usable.map(({ low, high }) => `${quoted(low)}-${quoted(high)}`).join('');
  // Why: Go's classes match a slash where a file name could hold one; paths are matched a name at a time.
  const nothing = match[1] === '^' ? '[^]' : '(?!)';
  return { expression: body === '' ? nothing : `[${match[1] ?? ''}${body}]`, length: match[0].length };
}

function plain(member: string): string {
  return member.startsWith('\\') ? member.slice(1) : member;
}

function quoted(character: string): string {
  return /^[\^$\\.*+?()[\]{}|/-]$/.test(character)
    ? character === '-'
      ? '\\x2d'
      : `\\${character}`
    : character;
}
