import { ImageError } from '../imageError.js';
import { adoptChildren, isLive, kindOf } from './spot.js';
import type { Inode, Spot } from './spot.js';

/** Finds and makes names in an image; links are followed inside of it. */
export interface PathWalker {
  readonly root: Spot;
  /** The name at a path, links in its parents followed, itself not; undefined when it is not there. */
  find(path: string): Spot | undefined;
  /** The directory at a path, links followed; undefined when there is none. */
  findFolder(path: string): Spot | undefined;
  /** The same, made where it is missing; undefined when links lead in circles. */
  makeFolder(path: string): Spot | undefined;
  /** Puts a name into a directory, in the place of what has it. */
  add(parent: Spot, name: string, inode: Inode | undefined): Spot;
}

const maxHops = 40;
const maxDepth = 4096;
const maxSpots = 6_000_000;
/** More steps than any real image needs; long paths through many links would take hours. */
const maxSteps = 500_000_000;

/** What a walker works for. */
interface WalkerLayer {
  readonly layer: number;
  /** As for `LayerMerger.apply`. */
  readonly marks: boolean;
  /** Takes away what stands where a directory must be. */
  readonly onObstacle: (spot: Spot) => void;
}

/** Walkers in one image, which share the bounds on it. */
export interface PathWalkers {
  at(layer: WalkerLayer): PathWalker;
}

/** Walkers in the image below `root`. `archive-too-large` for more names, depth or links than any real image has. */
export function createPathWalkers(root: Spot): PathWalkers {
  const spent = { spots: 0, steps: 0 };
  return { at: (layer) => createWalker({ root, spent, ...layer }) };
}

interface Walk extends WalkerLayer {
  readonly root: Spot;
  readonly spent: { spots: number; steps: number };
}

function createWalker(walk: Walk): PathWalker {
  const { root } = walk;
  return {
    root,
    find(path) {
      const slash = path.lastIndexOf('/');
      const parent = descend(walk, slash === -1 ? '' : path.slice(0, slash), false);
      const spot = path === '' ? undefined : parent?.children?.get(path.slice(slash + 1));
      return spot !== undefined && isLive(spot) ? spot : undefined;
    },
    findFolder: (path) => descend(walk, path, false),
    makeFolder: (path) => descend(walk, path, true),
    add: (parent, name, inode) => addSpot(walk, parent, { name, inode }),
  };
}

function addSpot(
  { spent, layer, marks }: Walk,
  parent: Spot,
  { name, inode }: { readonly name: string; readonly inode: Inode | undefined },
): Spot {
  spent.spots += 1;
  if (spent.spots > maxSpots || parent.depth >= maxDepth) {
    const what = parent.depth >= maxDepth ? `paths of more than ${maxDepth} parts` : `${maxSpots} names`;
    throw new ImageError('archive-too-large', `The layers make ${what}; no engine could unpack them.`);
  }
  const isFolder = inode === undefined || inode.kind === 'directory';
  const spot: Spot = {
    name,
    parent,
    depth: parent.depth + 1,
    inode,
    layer: inode?.layer ?? layer,
    change: marks ? 'added' : 'unchanged',
    children: isFolder ? new Map() : undefined,
  };
  parent.children?.set(name, spot);
  return spot;
}

function descend(walk: Walk, path: string, makes: boolean): Spot | undefined {
  const pending = path === '' ? [] : path.split('/').reverse();
  let at: Spot = walk.root;
  let hops = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    countStep(walk);
    const next = step(walk, at, { part, makes });
    if (next === undefined) {
      return undefined;
    }
    const link = kindOf(next) === 'symlink' ? (next.inode?.entry.linkName ?? '') : undefined;
    if (link === undefined) {
      at = next;
      continue;
    }
    hops += 1;
    if (hops > maxHops) {
      return undefined;
    }
    at = link.startsWith('/') ? walk.root : at;
    pending.push(...link.split('/').reverse());
  }
  return kindOf(at) === 'directory' ? at : undefined;
}

function countStep({ spent }: Walk): void {
  spent.steps += 1;
  if (spent.steps > maxSteps) {
    throw new ImageError('archive-too-large', 'The links in the layers take too many steps to follow.');
  }
}

/** One part further; undefined when it is not there and is not to be made. */
function step(
  walk: Walk,
  at: Spot,
  { part, makes }: { readonly part: string; readonly makes: boolean },
): Spot | undefined {
  if (part === '' || part === '.') {
    return at;
  }
  if (part === '..') {
    return at.parent ?? at;
  }
  const child = liveChild(at, part);
  if (!makes || (child !== undefined && isPassable(child))) {
    return child;
  }
  if (child !== undefined) {
    walk.onObstacle(child);
  }
  return makeFolder(walk, at, part);
}

function liveChild(at: Spot, name: string): Spot | undefined {
  const child = kindOf(at) === 'directory' ? at.children?.get(name) : undefined;
  return child !== undefined && isLive(child) ? child : undefined;
}

function isPassable(spot: Spot): boolean {
  const kind = kindOf(spot);
  return kind === 'directory' || kind === 'symlink';
}

/** A directory where there was none; the names of one that was removed stay told of as removed. */
function makeFolder(walk: Walk, parent: Spot, name: string): Spot {
  const before = parent.children?.get(name);
  const spot = addSpot(walk, parent, { name, inode: undefined });
  if (before !== undefined && walk.marks) {
    spot.change = 'changed';
    adoptChildren(spot, before);
  }
  return spot;
}
