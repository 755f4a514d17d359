import { toEntryPath } from '../contents/entryPath.js';
import { formatEntryPath } from '../contents/layerEntry.js';
import type { EntryKind, LayerEntry } from '../contents/layerEntry.js';
import { toWhiteout } from '../contents/whiteout.js';
import { estargzTocName } from './tableOfContents.js';
import type { TocEntry } from './tableOfContents.js';

const kinds: Readonly<Record<string, EntryKind>> = {
  reg: 'file',
  dir: 'directory',
  symlink: 'symlink',
  hardlink: 'hardlink',
  char: 'character',
  block: 'block',
  fifo: 'fifo',
};

/** A line of the table in the words of the layer. */
type Listed = Pick<
  LayerEntry,
  'path' | 'whiteout' | 'mode' | 'uid' | 'gid' | 'sizeBytes' | 'linkName' | 'contentDigest'
> & { readonly kind: EntryKind | undefined; readonly modifiedSeconds: number | undefined };

/**
 * Compares a table of contents with the members of the layer's tar archive, in words: what an engine that fetches the
 * layer in parts sees, and what one sees that unpacks it as a whole. Extended attributes are not compared.
 */
export function* compareToc(
  table: readonly TocEntry[],
  members: readonly LayerEntry[],
): Generator<string, void, undefined> {
  const listed = table.filter(({ type }) => type !== 'chunk').map(toListed);
  const left = byName(
    members.filter(({ path, whiteout }) => whiteout !== undefined || path !== estargzTocName),
  );
  for (const entry of listed) {
    const member = left.get(keyOf(entry))?.shift();
    if (member === undefined) {
      yield `it lists ${nameOf(entry)}, which the layer does not have`;
    } else {
      yield* differences(entry, member);
    }
  }
  for (const member of [...left.values()].flat()) {
    yield `it does not list ${nameOf(member)}, which the layer has`;
  }
}

function toListed(entry: TocEntry): Listed {
  const kind = kinds[entry.type];
  const isHardlink = kind === 'hardlink';
  return {
    ...toWhiteout(toEntryPath(entry.name, 0)),
    kind,
    mode: entry.mode % 0o10000,
    uid: entry.uid,
    gid: entry.gid,
    modifiedSeconds: secondsOf(entry.modtime),
    sizeBytes: kind === 'file' ? entry.size : 0,
    ...((isHardlink || kind === 'symlink') && {
      linkName: isHardlink ? toEntryPath(entry.linkName, 0) : entry.linkName,
    }),
    ...(entry.digest !== undefined && { contentDigest: entry.digest }),
  };
}

/** The start of 1970 is left out; undefined for what is no time, and for the year 1, which stands for none. */
function secondsOf(text: string | undefined): number | undefined {
  const seconds = text === undefined ? 0 : Date.parse(text) / 1000;
  return Number.isNaN(seconds) || text?.startsWith('0001-') === true ? undefined : seconds;
}

type Named = Pick<LayerEntry, 'path' | 'whiteout'>;

function keyOf({ path, whiteout }: Named): string {
  return `${whiteout ?? ''} ${path}`;
}

function nameOf({ path, whiteout }: Named): string {
  const name = formatEntryPath(path) || '/';
  return whiteout === undefined ? name : `the whiteout of ${name}`;
}

/** A name may come more than once; its members are compared in their order. */
function byName(members: readonly LayerEntry[]): ReadonlyMap<string, LayerEntry[]> {
  const map = new Map<string, LayerEntry[]>();
  for (const member of members) {
    const same = map.get(keyOf(member)) ?? [];
    same.push(member);
    map.set(keyOf(member), same);
  }
  return map;
}

function* differences(listed: Listed, member: LayerEntry): Generator<string, void, undefined> {
  const name = nameOf(listed);
  if (listed.kind !== member.kind) {
    yield `it lists ${name} as ${listed.kind ?? 'of no known kind'}, but it is ${member.kind}`;
    return;
  }
  for (const field of ['mode', 'uid', 'gid', 'sizeBytes', 'linkName', 'contentDigest'] as const) {
    const [there, here] = [listed[field], member[field]];
    // Why: a digest may be left out of the table, and the content of a sparse file is not hashed.
    const isKnown = field !== 'contentDigest' || (there !== undefined && here !== undefined);
    if (isKnown && there !== here) {
      yield `it lists ${words[field]} of ${name} as ${show(field, there)}, but it is ${show(field, here)}`;
    }
  }
  const seconds = listed.modifiedSeconds;
  // Why one: estargz rounds to whole seconds.
  if (seconds !== undefined && Math.abs(seconds - member.modifiedSeconds) > 1) {
    yield `it lists the time of ${name} as ${seconds}, but it is ${member.modifiedSeconds}`;
  }
}

const words = {
  mode: 'the mode',
  uid: 'the owner',
  gid: 'the group',
  sizeBytes: 'the size',
  linkName: 'the target',
  contentDigest: 'the content',
} as const;

function show(field: keyof typeof words, value: string | number | undefined): string {
  return field === 'mode' && typeof value === 'number' ? value.toString(8) : String(value ?? 'none');
}
