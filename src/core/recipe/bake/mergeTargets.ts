import { formatOption } from './option.js';
import type { ListField, OptionEntry, OptionField, RawTarget } from './rawTarget.js';

const appendedLists: ReadonlySet<ListField> = new Set([
  'annotations',
  'ulimits',
  'no-cache-filter',
  'entitlements',
]);
const replacedOptions: ReadonlySet<OptionField> = new Set(['output', 'cache-to']);

/**
 * `over` on top of `under`, as bake merges: maps by key, some lists by appending, the rest by replacing.
 * https://github.com/docker/buildx/blob/v0.29.1/bake/bake.go#L880
 */
export function mergeTargets(under: RawTarget, over: RawTarget): RawTarget {
  return {
    texts: new Map([...under.texts, ...over.texts]),
    flags: new Map([...under.flags, ...over.flags]),
    lists: mergeEach(under.lists, over.lists, (field, below, above) =>
      appendedLists.has(field) ? [...below, ...above] : above,
    ),
    maps: mergeEach(under.maps, over.maps, (_, below, above) => new Map([...below, ...above])),
    options: mergeEach(under.options, over.options, (field, below, above) =>
      replacedOptions.has(field) ? above : withoutDuplicates(field, [...below, ...above]),
    ),
  };
}

/**
 * Without duplicates and empty texts, and with the entitlement that a host network needs, as bake leaves every
 * target of a chain.
 */
export function normalizeTarget(target: RawTarget): RawTarget {
  const lists = new Map(
    [...target.lists].map(
      ([field, texts]) => [field, [...new Set(texts)].filter((text) => text !== '')] as const,
    ),
  );
  if (target.texts.get('network') === 'host') {
    lists.set('entitlements', [...new Set([...(lists.get('entitlements') ?? []), 'network.host'])]);
  }
  const contexts = [...(target.maps.get('contexts') ?? [])].filter(([, value]) => value !== '');
  return {
    ...target,
    lists,
    maps: new Map([...target.maps, ['contexts', new Map(contexts)]]),
    options: new Map(
      [...target.options].map(([field, entries]) => [field, withoutDuplicates(field, entries)] as const),
    ),
  };
}

function mergeEach<Key, Value>(
  under: ReadonlyMap<Key, Value>,
  over: ReadonlyMap<Key, Value>,
  merge: (key: Key, under: Value, over: Value) => Value,
): ReadonlyMap<Key, Value> {
  const merged = new Map(under);
  for (const [key, above] of over) {
    const below = under.get(key);
    merged.set(key, below === undefined ? above : merge(key, below, above));
  }
  return merged;
}

function withoutDuplicates(field: OptionField, entries: readonly OptionEntry[]): readonly OptionEntry[] {
  switch (field) {
    case 'attest':
      return lastOfEach(entries, (entry) => entry.get('type') ?? '');
    case 'secret':
    case 'ssh':
      return lastOfEach(entries, (entry) => entry.get('id') ?? '');
    default:
      return swapOutDuplicates(field, entries);
  }
}

/** Later entries take the place of earlier ones of the same name. */
function lastOfEach(
  entries: readonly OptionEntry[],
  nameOf: (entry: OptionEntry) => string,
): readonly OptionEntry[] {
  return [...new Map(entries.map((entry) => [nameOf(entry), entry])).values()];
}

/**
 * Bake's own way, which changes the order: a duplicate is replaced by the last entry.
 * https://github.com/docker/buildx/blob/v0.29.1/util/buildflags/utils.go#L31
 */
function swapOutDuplicates(field: OptionField, entries: readonly OptionEntry[]): readonly OptionEntry[] {
  const left = [...entries];
  for (let index = left.length - 2; index >= 0; index -= 1) {
    const text = formatOption(field, left[index] ?? new Map());
    const duplicate = left.findIndex((entry, at) => at > index && formatOption(field, entry) === text);
    const last = left.at(-1);
    if (duplicate !== -1 && last !== undefined) {
      left[duplicate] = last;
      left.pop();
    }
  }
  return left;
}
