import { ShellLexer } from '../../dockerfile/shellLexer.js';
import type { VariableUse, VariableValue } from '../../dockerfile/variableLookup.js';

/**
 * What a name stands for at some place: its value, undefined for one that is set to something not known here; or that
 * it is not set; or that nobody can say here, because a base image may set it.
 */
export type Named =
  | { readonly kind: 'set'; readonly value: string | undefined }
  | { readonly kind: 'unset' }
  | { readonly kind: 'unknown' };

/** Looks a variable up by name. */
export type NameLookup = (name: string) => Named;

/** A name in a word; offsets are those of its first use in the word. */
export interface UsedName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What became of a word. */
export interface Expansion {
  /** Undefined when it depends on what is not known here, or when the word is malformed. */
  readonly value: string | undefined;
  /** The value cut into words at unquoted blanks; undefined as `value` is. */
  readonly words: readonly string[] | undefined;
  /** Names in it that are set, and names that are certainly not set, each once; in branches not taken too. */
  readonly matched: readonly UsedName[];
  readonly unmatched: readonly UsedName[];
  /** Names that a base image may or may not set. */
  readonly unknown: readonly UsedName[];
  /** Why a build stops here: a quote or brace without its end, an operator that there is not, `${x:?}` unset. */
  readonly error?: string;
}

/** How a word is read. */
export interface WordSyntax {
  readonly escape: string;
  /** The bodies of heredocs: quotes are characters like others. */
  readonly keepsQuotes?: boolean;
}

/** Expands a word as the builder does, and tells which names it met. */
export function expandWord(text: string, syntax: WordSyntax, lookup: NameLookup): Expansion {
  if (isPlain(text, syntax)) {
    return {
      value: text,
      words: text === '' ? none : [text],
      matched: none,
      unmatched: none,
      unknown: none,
    };
  }
  const kinds = new Map<string, Named['kind']>();
  const lexer = new ShellLexer(text, {
    escape: syntax.escape,
    skipQuotes: syntax.keepsQuotes ?? false,
    lookup: (name): VariableValue => {
      const named = lookup(name);
      kinds.set(name, named.kind);
      return named.kind === 'unset' ? null : named.kind === 'set' ? named.value : undefined;
    },
  });
  const value = lexer.readAll();
  const { error } = lexer;
  const isKnown = lexer.isKnown && !lexer.gaveUp && error === undefined;
  return {
    value: isKnown ? value : undefined,
    words: isKnown ? lexer.words.map((word) => word.text) : undefined,
    ...sortUses(lexer.uses, kinds),
    ...(error !== undefined && { error }),
  };
}

const none: readonly never[] = [];

/** Most words have nothing to expand. */
function isPlain(text: string, { escape }: WordSyntax): boolean {
  return !/[$'"\s]/.test(text) && !text.includes(escape);
}

function sortUses(
  uses: readonly VariableUse[],
  kinds: ReadonlyMap<string, Named['kind']>,
): Pick<Expansion, 'matched' | 'unmatched' | 'unknown'> {
  const sorted = { set: [] as UsedName[], unset: [] as UsedName[], unknown: [] as UsedName[] };
  const seen = new Set<string>();
  for (const { name, start, end } of uses) {
    const kind = kinds.get(name);
    if (kind !== undefined && !seen.has(name)) {
      seen.add(name);
      sorted[kind].push({ name, start, end });
    }
  }
  return { matched: sorted.set, unmatched: sorted.unset, unknown: sorted.unknown };
}
