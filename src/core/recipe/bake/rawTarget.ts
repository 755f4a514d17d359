/**
 * A target as one block of a bake file gives it, or several of them merged: nothing is set that no block sets.
 * https://github.com/docker/buildx/blob/v0.29.1/bake/bake.go#L770
 */
export interface RawTarget {
  readonly texts: ReadonlyMap<TextField, string>;
  readonly flags: ReadonlyMap<FlagField, boolean>;
  readonly lists: ReadonlyMap<ListField, readonly string[]>;
  readonly maps: ReadonlyMap<MapField, ReadonlyMap<string, string>>;
  readonly options: ReadonlyMap<OptionField, readonly OptionEntry[]>;
}

/** Keys with one text. */
export const textFields = [
  'context',
  'dockerfile',
  'dockerfile-inline',
  'target',
  'call',
  'network',
  'shm-size',
  'description',
] as const;
type TextField = (typeof textFields)[number];

/** Keys that are true or false. */
export const flagFields = ['pull', 'no-cache'] as const;
type FlagField = (typeof flagFields)[number];

/** Keys with a list of texts. */
export const listFields = [
  'tags',
  'platforms',
  'annotations',
  'ulimits',
  'no-cache-filter',
  'entitlements',
  'inherits',
] as const;
export type ListField = (typeof listFields)[number];

/** Keys with texts by name. */
export const mapFields = ['args', 'labels', 'contexts', 'extra-hosts'] as const;
export type MapField = (typeof mapFields)[number];

/** Keys with a list of `type=…,key=value` entries. */
export const optionFields = ['output', 'cache-from', 'cache-to', 'secret', 'ssh', 'attest'] as const;
export type OptionField = (typeof optionFields)[number];

/** The attributes of one entry, by name; the paths of an ssh entry are under `paths`, joined by commas. */
export type OptionEntry = ReadonlyMap<string, string>;

/** A target that sets nothing. */
export const emptyTarget: RawTarget = {
  texts: new Map(),
  flags: new Map(),
  lists: new Map(),
  maps: new Map(),
  options: new Map(),
};
