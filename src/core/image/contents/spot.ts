import type { Change, ImageNode } from './imageTree.js';
import type { LayerEntry } from './layerEntry.js';

/** What one or more names are of. */
export interface Inode {
  readonly entry: LayerEntry;
  readonly kind: ImageNode['kind'];
  /** The index of the layer that holds it. */
  readonly layer: number;
  /** How many names it has now. */
  names: number;
}

/** A name in an image while its layers are put on one another. */
export interface Spot {
  readonly name: string;
  parent: Spot | undefined;
  readonly depth: number;
  /** Absent for a directory that no layer holds itself. */
  inode: Inode | undefined;
  layer: number;
  change: Change;
  /** Of a directory, and of what took the place of one: what was in it. */
  children: Map<string, Spot> | undefined;
}

/** The root of an image without layers. */
export function createRoot(): Spot {
  return {
    name: '',
    parent: undefined,
    depth: 0,
    inode: undefined,
    layer: 0,
    change: 'unchanged',
    children: new Map(),
  };
}

/** Whether the name is there at all, and not only told of as removed. */
export function isLive(spot: Spot): boolean {
  return spot.change !== 'removed';
}

/** What it is. */
export function kindOf(spot: Spot): ImageNode['kind'] {
  return spot.inode?.kind ?? 'directory';
}

/** The path from the root. */
export function pathOf(spot: Spot): string {
  const names: string[] = [];
  for (let at: Spot = spot; at.parent !== undefined; at = at.parent) {
    names.push(at.name);
  }
  return names.reverse().join('/');
}

/** What was below another name is below this one from now on. */
export function adoptChildren(spot: Spot, from: Spot): void {
  if (from.children === undefined || from.children.size === 0) {
    return;
  }
  spot.children ??= new Map();
  for (const child of from.children.values()) {
    child.parent = spot;
    spot.children.set(child.name, child);
  }
}
