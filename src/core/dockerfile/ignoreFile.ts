import { cleanPath } from '../base/cleanPath.js';
import { compileGlob } from './goMatch.js';

/** One line of a `.dockerignore` that counts. */
export interface IgnorePattern {
  /** Line number from 0. */
  readonly line: number;
  /** As written, without surrounding blanks. */
  readonly text: string;
  /** Whether it takes files back in (`!`). */
  readonly isException: boolean;
}

/** A line that makes the builder refuse the whole file. */
interface IgnoreProblem {
  readonly line: number;
  readonly text: string;
  readonly message: string;
}

/** What a `.dockerignore` says. Paths are relative to the context, with forward slashes and without `./`. */
export interface IgnoreMatcher {
  readonly patterns: readonly IgnorePattern[];
  readonly problems: readonly IgnoreProblem[];
  /** The pattern that keeps the path out of the context; undefined when the path is sent. */
  excludedBy(path: string): IgnorePattern | undefined;
  /** Whether an exception may take back something below an excluded directory. */
  mayReincludeBelow(directory: string): boolean;
}

interface Compiled extends IgnorePattern {
  readonly cleaned: string;
  readonly matches: (path: string) => boolean;
}

/**
 * Reads a `.dockerignore` with the meaning that Docker's own matcher gives it, odd cases included.
 * https://github.com/moby/patternmatcher/blob/v0.6.0/patternmatcher.go and `ignorefile/ignorefile.go` beside it
 */
export function parseIgnoreFile(text: string): IgnoreMatcher {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const patterns: Compiled[] = [];
  const problems: IgnoreProblem[] = [];
  lines.forEach((written, line) => {
    const outcome = compileLine(written, line);
    if (outcome !== undefined && 'matches' in outcome) {
      patterns.push(outcome);
    } else if (outcome !== undefined) {
      problems.push(outcome);
    }
  });
  return {
    patterns,
    problems,
    excludedBy: (path) => excludedBy(patterns, path),
    mayReincludeBelow: (directory) => patterns.some((pattern) => mayReach(pattern, directory)),
  };
}

function compileLine(written: string, line: number): Compiled | IgnoreProblem | undefined {
  const text = written.trim();
  // Why: only a `#` in the first column starts a comment; after blanks it is a pattern.
  if (written.startsWith('#') || text === '') {
    return undefined;
  }
  const isException = text.startsWith('!');
  const body = isException ? text.slice(1).trim() : text;
  if (body === '') {
    return { line, text, message: 'an exception needs a pattern after "!"' };
  }
  return compilePattern({ line, text, isException }, withoutRoot(cleanPath(body)));
}

function withoutRoot(path: string): string {
  return path.length > 1 && path.startsWith('/') ? path.slice(1) : path;
}

function compilePattern(pattern: IgnorePattern, cleaned: string): Compiled | IgnoreProblem {
  const matches = compileGlob(cleaned) === undefined ? undefined : toMatcher(cleaned);
  return matches === undefined
    ? {
        line: pattern.line,
        text: pattern.text,
        message: 'the pattern is malformed (a "[" or "\\" without its end)',
      }
    : { ...pattern, cleaned, matches };
}

/**
 * The decision of a walk from the top: each directory on the way is asked in turn, and a pattern that matched a
 * directory matches all below it.
 */
function excludedBy(patterns: readonly Compiled[], path: string): IgnorePattern | undefined {
  if (path === '.' || path === '') {
    return undefined;
  }
  const parts = path.split('/');
  let parent: readonly boolean[] = patterns.map(() => false);
  let winner: IgnorePattern | undefined;
  // Why: of a path that begins at the root, the root itself is a directory on the way.
  const root = parts.length === 2 && parts[0] === '' ? ['/'] : [];
  for (const step of [...root, ...parts.map((_part, index) => parts.slice(0, index + 1).join('/'))]) {
    const judged = judge(patterns, step, parent);
    parent = judged.matched;
    winner = judged.winner;
  }
  return winner;
}

function judge(
  patterns: readonly Compiled[],
  path: string,
  parent: readonly boolean[],
): { matched: readonly boolean[]; winner: IgnorePattern | undefined } {
  let winner: IgnorePattern | undefined;
  const matched = patterns.map((pattern, index) => {
    const isSkipped = pattern.isException !== (winner !== undefined);
    const isMatch = parent[index] === true || (!isSkipped && pattern.matches(path));
    if (isMatch) {
      winner = pattern.isException ? undefined : (winner ?? pattern);
    }
    return isMatch;
  });
  return { matched, winner };
}

function mayReach(pattern: Compiled, directory: string): boolean {
  if (!pattern.isException) {
    return false;
  }
  const literal = /^[^*?[\\]*/.exec(pattern.cleaned)?.[0] ?? '';
  const hasWildcards = literal.length < pattern.cleaned.length;
  const below = `${directory}/`;
  return pattern.cleaned.startsWith(below) || (hasWildcards && below.startsWith(literal));
}

/** The pattern as the expression that Docker makes of it; undefined when Go would refuse the expression. */
function toMatcher(pattern: string): ((path: string) => boolean) | undefined {
  const { kind, expression } = translate(pattern);
  switch (kind) {
    case 'exact':
      return (path) => path === pattern;
    case 'prefix':
      return (path) => path.startsWith(pattern.slice(0, -2));
    case 'suffix':
      return (path) => endsWithSuffix(path, pattern.slice(2));
    case 'expression':
      return toTest(expression);
  }
}

function endsWithSuffix(path: string, suffix: string): boolean {
  return path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
}

function toTest(expression: string): ((path: string) => boolean) | undefined {
  try {
    const compiled = new RegExp(`^${expression}$`, 'u');
    return (path) => compiled.test(path);
  } catch {
    return undefined;
  }
}

interface Translation {
  readonly kind: 'exact' | 'prefix' | 'suffix' | 'expression';
  readonly expression: string;
}

const token = /\*\*\/?|\*|\?|\\(.)|\\$|\[(?:\\.|[^\]\\])*\]|[^]/gsu;

function translate(pattern: string): Translation {
  let kind: Translation['kind'] = 'exact';
  let expression = '';
  for (const match of pattern.matchAll(token)) {
    const [text] = match;
    const mayGoOn = match.index + text.length === pattern.length;
    if (text.startsWith('**')) {
      expression += mayGoOn ? '.*' : '(?:.*\\/)?';
      kind = mayGoOn && kind === 'exact' ? 'prefix' : 'expression';
      // Why: Docker's matcher takes a leading `**` for "any ending", so `**x` also matches `ax`.
      kind = match.index === 0 ? 'suffix' : kind;
    } else {
      expression += toExpression(text, match[1]);
      kind = isPlain(text) ? kind : 'expression';
    }
  }
  return { kind, expression };
}

function isPlain(text: string): boolean {
  return !/^[*?[\]]/.test(text) && !(text.length > 1 && text.startsWith('\\'));
}

function toExpression(text: string, escaped: string | undefined): string {
  if (text === '*' || text === '?') {
    return text === '*' ? '[^/]*' : '[^/]';
  }
  if (escaped !== undefined) {
    return /^[A-Za-z0-9]$/.test(escaped) ? text : quoted(escaped);
  }
  return text.length > 1 && text.startsWith('[') ? toClass(text) : quoted(text);
}

function toClass(text: string): string {
  const negated = text.startsWith('[^');
  const members = text.slice(negated ? 2 : 1, -1);
  return `[${negated ? '^' : ''}${members.replace(/\\(.)|([[\]^&~|{}()/])/gsu, (_all, taken?: string, plain?: string) => quoted(taken ?? plain ?? ''))}]`;
}

function quoted(character: string): string {
  return /^[\^$\\.*+?()[\]{}|/]$/.test(character)
    ? `\\${character}`
    : character === '-'
      ? '\\x2d'
      : character;
}
