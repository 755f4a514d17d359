import type { BuildProblem, Instruction } from './dockerfileDocument.js';
import { expand } from './expandWord.js';
import { quoteGo } from './goText.js';
import type { MountField } from './mountFields.js';
import { mountFields, mountSyntaxError } from './mountFields.js';
import { pathIn } from './pathIn.js';
import { suggestionSuffix } from './suggestion.js';
import type { ValueContext } from './valueContext.js';
import { expansionProblem } from './variableProblems.js';

const types = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const sharings = ['shared', 'private', 'locked'];
const keys = [
  ...['type', 'from', 'source', 'target', 'readonly', 'id', 'sharing', 'required', 'mode', 'uid', 'gid'],
  ...['src', 'dst', 'ro', 'rw', 'readwrite', 'env'],
];
const booleans = ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False'];

/** A mount as far as it has been read; undefined values are not known here. */
interface Mount {
  type: string | undefined;
  readonly given: Map<string, string | undefined>;
}

/**
 * What the builder refuses of `RUN --mount`, variables resolved; it stops at the first.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/instructions/commands_runmount.go
 */
export function mountProblems(instruction: Instruction, context: ValueContext): readonly BuildProblem[] {
  const flags = instruction.keyword === 'RUN' ? instruction.flags.filter(({ name }) => name === 'mount') : [];
  // Why: what cannot be read was refused before.
  if (flags.some(({ value = '' }) => mountSyntaxError(value) !== undefined)) {
    return [];
  }
  const mounts = flags.map((flag): PlacedMount => {
    const range = flag.valueRange ?? flag.range;
    return { fields: mountFields(flag.value ?? ''), range, mount: { type: 'bind', given: new Map() } };
  });
  // Why: all are read before the first is mounted.
  return [
    ...mounts.flatMap((each) => readProblems(each, context).slice(0, 1)),
    ...mounts.flatMap(({ mount, range }) => refuse(targetError(mount, context.directory), range)),
  ].slice(0, 1);
}

interface PlacedMount extends Pick<BuildProblem, 'range'> {
  readonly fields: readonly MountField[];
  readonly mount: Mount;
}

function refuse(message: string | undefined, range: BuildProblem['range']): readonly BuildProblem[] {
  return message === undefined ? [] : [{ code: 'invalid-flag-value', message, range }];
}

function readProblems({ fields, mount, range }: PlacedMount, context: ValueContext): readonly BuildProblem[] {
  for (const field of fields) {
    const problems = fieldProblems(mount, field, { ...context, range });
    if (problems.length > 0) {
      return problems;
    }
  }
  return refuse(wholeError(mount), range);
}

function fieldProblems(
  mount: Mount,
  { key, value, text }: MountField,
  { escape, lookup, leaveOpen, range }: ValueContext & Pick<BuildProblem, 'range'>,
): readonly BuildProblem[] {
  const expansion = value === undefined ? { uses: [] } : expand(value, { escape, lookup });
  const problems = expansionProblem({ text: value ?? '', range }, expansion);
  if (problems.length > 0) {
    return problems;
  }
  if (value === undefined) {
    return refuse(bareError(mount, key, text), range);
  }
  if (expansion.text === undefined && pairChecks.get(key) !== checkNothing) {
    leaveOpen();
  }
  return refuse(pairError(mount, { key, value: expansion.text, field: text }), range);
}

function bareError(mount: Mount, key: string, field: string): string | undefined {
  if (['readonly', 'ro', 'readwrite', 'rw'].includes(key)) {
    return undefined;
  }
  if (key === 'required') {
    return foreignError(mount, key, ['secret', 'ssh']);
  }
  return `invalid field '${field}' must be a key=value pair`;
}

/** What is said of a key that a mount of that type does not have. */
function foreignError({ type }: Mount, key: string, allowed: readonly string[]): string | undefined {
  return type === undefined || allowed.includes(type)
    ? undefined
    : `unexpected key '${key}' for mount type '${type}'`;
}

interface Pair {
  readonly key: string;
  readonly value: string | undefined;
  readonly field: string;
}

type PairCheck = (mount: Mount, pair: Pair) => string | undefined;

const checkBoolean: PairCheck = (_mount, { key, value }) => booleanError(key, value);
const checkNumber: PairCheck = (_mount, { key, value }) => numberError(key, value);
const checkNothing: PairCheck = () => undefined;

const pairChecks: ReadonlyMap<string, PairCheck> = new Map<string, PairCheck>([
  ['type', (_mount, { value }) => choiceError(value, types, 'mount type')],
  ['sharing', (_mount, { value }) => choiceError(value, sharings, 'sharing value')],
  [
    'required',
    (mount, { key, value }) => foreignError(mount, key, ['secret', 'ssh']) ?? booleanError(key, value),
  ],
  ['size', (mount, { key, value }) => foreignError(mount, key, ['tmpfs']) ?? sizeError(key, value)],
  ...['from', 'source', 'src', 'target', 'dst', 'destination', 'id', 'env'].map(
    (key) => [key, checkNothing] as const,
  ),
  ...['readonly', 'ro', 'readwrite', 'rw'].map((key) => [key, checkBoolean] as const),
  ...['mode', 'uid', 'gid'].map((key) => [key, checkNumber] as const),
]);

function pairError(mount: Mount, pair: Pair): string | undefined {
  const { key, value, field } = pair;
  mount.given.set(aliases[key] ?? key, value);
  if (key === 'type') {
    mount.type = value?.toLowerCase();
  }
  const check = pairChecks.get(key);
  return check === undefined
    ? `unexpected key '${key}' in '${field}'${suggestionSuffix(key, keys, true)}`
    : check(mount, pair);
}

const aliases: Readonly<Record<string, string>> = { src: 'source', dst: 'target', destination: 'target' };

function choiceError(
  value: string | undefined,
  choices: readonly string[],
  what: string,
): string | undefined {
  return value === undefined || choices.includes(value.toLowerCase())
    ? undefined
    : `unsupported ${what} ${quoteGo(value)}${suggestionSuffix(value, choices, true)}`;
}

function booleanError(key: string, value: string | undefined): string | undefined {
  return value === undefined || booleans.includes(value) ? undefined : `invalid value for ${key}: ${value}`;
}

function sizeError(key: string, value: string | undefined): string | undefined {
  return value === undefined || /^\d+(?:\.\d+)? ?(?:[kmgtp]i?b?|b)?$/i.test(value)
    ? undefined
    : `invalid value for ${key}: ${value}`;
}

function numberError(key: string, value: string | undefined): string | undefined {
  const [digits, base] = key === 'mode' ? [/^[0-7]+$/, 8] : [/^\d+$/, 10];
  return value === undefined || (digits.test(value) && Number.parseInt(value, base) <= 0xffffffff)
    ? undefined
    : `invalid value ${value} for ${key}`;
}

function wholeError({ type, given }: Mount): string | undefined {
  if (type === undefined) {
    return undefined;
  }
  const isOwned = ['secret', 'ssh', 'cache'].includes(type);
  const foreign = ['mode', 'uid', 'gid'].find((key) => given.has(key));
  if (!isOwned && foreign !== undefined) {
    return `${foreign} not allowed for ${quoteGo(type)} type mounts`;
  }
  if (type === 'secret') {
    return secretError(given);
  }
  return given.has('sharing') && type !== 'cache' ? `invalid cache sharing set for ${type} mount` : undefined;
}

/** Nothing can be mounted over everything. */
function targetError({ type, given }: Mount, directory: string | undefined): string | undefined {
  const target = given.has('target') ? given.get('target') : '';
  const isFile = type === undefined || ['secret', 'ssh'].includes(type);
  const path = isFile || target === undefined ? undefined : pathIn(directory, target);
  return path === '/' ? 'invalid mount target "/"' : undefined;
}

function secretError(given: Mount['given']): string | undefined {
  const isSet = (key: string): boolean => given.has(key) && given.get(key) !== '';
  if (isSet('from')) {
    return 'secret mount should not have a from';
  }
  if (isSet('sharing')) {
    return 'secret mount should not define sharing';
  }
  if (!isSet('source') && !isSet('target') && !isSet('id')) {
    return 'invalid secret mount. one of source, target required';
  }
  return isSet('source') && isSet('id') ? "both source and id can't be set" : undefined;
}
