import type { BuildProblem, Flag, Instruction } from './dockerfileDocument.js';
import { suggestionSuffix } from './suggestion.js';

type FlagKind = 'boolean' | 'text' | 'texts';

/**
 * The flags of the instructions that have any.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/instructions/parse.go
 */
const flagKinds: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  ADD: {
    exclude: 'texts',
    chown: 'text',
    chmod: 'text',
    link: 'boolean',
    'keep-git-dir': 'boolean',
    checksum: 'text',
    unpack: 'boolean',
  },
  COPY: { exclude: 'texts', parents: 'boolean', chown: 'text', from: 'text', chmod: 'text', link: 'boolean' },
  FROM: { platform: 'text' },
  RUN: { mount: 'texts', network: 'text', security: 'text', device: 'texts' },
  HEALTHCHECK: {
    interval: 'text',
    timeout: 'text',
    'start-period': 'text',
    'start-interval': 'text',
    retries: 'text',
  },
};

/** What the builder refuses of an instruction's flags; it stops at the first, so only that is told. */
export function flagProblems({ keyword, flags }: Instruction): readonly BuildProblem[] {
  const kinds = flagKinds[keyword] ?? {};
  const seen = new Set<string>();
  for (const flag of flags) {
    const kind = Object.hasOwn(kinds, flag.name) ? kinds[flag.name] : undefined;
    const problem = problemOf(flag, kind, { kinds, isRepeated: seen.has(flag.name) });
    if (problem !== undefined) {
      return [{ ...problem, range: flag.range }];
    }
    seen.add(flag.name);
  }
  return [];
}

function problemOf(
  { name, value }: Flag,
  kind: FlagKind | undefined,
  { kinds, isRepeated }: { readonly kinds: Readonly<Record<string, FlagKind>>; readonly isRepeated: boolean },
): Omit<BuildProblem, 'range'> | undefined {
  if (kind === undefined) {
    const suffix = suggestionSuffix(name, Object.keys(kinds), true);
    return { code: 'unknown-flag', message: `unknown flag: --${name}${suffix}` };
  }
  if (isRepeated && kind !== 'texts') {
    return { code: 'duplicate-flag', message: `duplicate flag specified: --${name}` };
  }
  const isMissing = kind === 'boolean' ? value === '' : value === undefined;
  if (isMissing) {
    return { code: 'invalid-flag-value', message: `missing a value on flag: --${name}` };
  }
  return kind === 'boolean' && !['true', 'false', undefined].includes(value?.toLowerCase())
    ? {
        code: 'invalid-flag-value',
        message: `expecting boolean value for flag --${name}, not: ${value ?? ''}`,
      }
    : undefined;
}
