import type { Change } from './imageTree.js';
import { formatEntryPath } from './layerEntry.js';
import type { LayerEntry } from './layerEntry.js';
import { createPathWalkers } from './pathWalker.js';
import type { PathWalker } from './pathWalker.js';
import { adoptChildren, createRoot, isLive, kindOf, pathOf } from './spot.js';
import type { Inode, Spot } from './spot.js';

/** Whom merging tells of. */
export interface MergeListener {
  /** A file is stored by a layer. */
  onStored?(entry: LayerEntry): void;
  /** The last name of what a layer stores went, or something else took it. */
  onHidden?(entry: LayerEntry): void;
}

/** Puts the layers of an image on one another, the lowest first. */
export interface LayerMerger {
  readonly root: Spot;
  readonly notes: readonly string[];
  /** Applies a layer; `marks` says whether what it does is kept as `change`, which only the last one may. */
  apply(entries: readonly LayerEntry[], layer: number, marks: boolean): void;
}

const maxNotes = 100;

/** What is being done. */
interface Work {
  readonly walker: PathWalker;
  readonly listener: MergeListener;
  readonly layer: number;
  readonly marks: boolean;
  readonly note: (text: string) => void;
  /** The folder of the member before, as long as nothing has changed the way to it. */
  last: { readonly path: string; readonly spot: Spot } | undefined;
}

/**
 * A merger that has applied nothing yet. Whiteouts concern the layers below only, wherever in the layer they stand; a
 * parent that is a symlink is followed inside the image, as containerd does when it unpacks. `archive-too-large` for
 * images that no machine could unpack.
 */
export function createLayerMerger(listener: MergeListener = {}): LayerMerger {
  const root = createRoot();
  const notes: string[] = [];
  const note = (text: string): void => {
    if (notes.length < maxNotes) {
      notes.push(text);
    }
  };
  const walkers = createPathWalkers(root);
  return {
    root,
    notes,
    apply(entries, layer, marks) {
      const onObstacle = (spot: Spot): void => {
        note(`Layer ${layer + 1} needs a directory where a file is: ${formatEntryPath(pathOf(spot))}.`);
        remove(work, spot);
      };
      const walker = walkers.at({ layer, marks, onObstacle });
      const work: Work = { walker, listener, layer, marks, note, last: undefined };
      for (const entry of entries.filter(({ whiteout }) => whiteout !== undefined)) {
        applyWhiteout(work, entry);
      }
      for (const entry of entries) {
        if (entry.whiteout === undefined) {
          put(work, entry);
        }
      }
    },
  };
}

function applyWhiteout(work: Work, entry: LayerEntry): void {
  const spot =
    entry.whiteout === 'opaque' ? work.walker.findFolder(entry.path) : work.walker.find(entry.path);
  if (spot === undefined) {
    if (entry.whiteout === 'file') {
      work.note(`Layer ${work.layer + 1} removes ${formatEntryPath(entry.path)}, which is not there.`);
    }
    return;
  }
  for (const gone of entry.whiteout === 'opaque' ? [...(spot.children?.values() ?? [])] : [spot]) {
    remove(work, gone);
  }
}

/** Takes a name and everything below away; it stays, marked, where the layer's changes are. */
function remove(work: Work, spot: Spot): void {
  const pending = [spot];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const child of at.children?.values() ?? []) {
      pending.push(child);
    }
    if (isLive(at)) {
      release(work, at.inode);
      at.change = 'removed';
    }
  }
  if (!work.marks) {
    spot.parent?.children?.delete(spot.name);
  }
}

function release({ listener }: Work, inode: Inode | undefined): void {
  if (inode !== undefined) {
    inode.names -= 1;
    if (inode.names === 0) {
      listener.onHidden?.(inode.entry);
    }
  }
}

function put(work: Work, entry: LayerEntry): void {
  if (entry.path === '') {
    putRoot(work, entry);
    return;
  }
  if (entry.kind === 'file') {
    work.listener.onStored?.(entry);
  }
  const slash = entry.path.lastIndexOf('/');
  const parent = folderOf(work, slash === -1 ? '' : entry.path.slice(0, slash));
  if (parent === undefined) {
    giveUp(work, entry);
    return;
  }
  const name = entry.path.slice(slash + 1);
  putInto(work, { parent, name, before: parent.children?.get(name) }, inodeOf(work, entry));
}

/** Why remembered: members come folder by folder, and finding the way is most of the work. */
function folderOf(work: Work, path: string): Spot | undefined {
  if (work.last?.path !== path) {
    const spot = work.walker.makeFolder(path);
    work.last = spot && { path, spot };
  }
  return work.last?.spot;
}

function giveUp({ listener, note }: Work, entry: LayerEntry): void {
  note(`${formatEntryPath(entry.path)} is below a link that leads in circles, so it cannot be unpacked.`);
  if (entry.kind === 'file') {
    listener.onHidden?.(entry);
  }
}

function putInto(work: Work, seat: Seat, inode: Inode): void {
  const { before } = seat;
  const isFolder = before !== undefined && isLive(before) && kindOf(before) === 'directory';
  if (isFolder && inode.kind === 'directory') {
    updateFolder(work, before, inode);
  } else {
    replace(work, seat, inode);
  }
}

function putRoot(work: Work, entry: LayerEntry): void {
  if (entry.kind === 'directory') {
    updateFolder(work, work.walker.root, inodeOf(work, entry));
  }
}

/** Why only mode and owner: engines store the directories above a change as well, with a new time. */
function updateFolder(work: Work, spot: Spot, inode: Inode): void {
  const before = spot.inode?.entry;
  const { entry } = inode;
  const isSame = before?.mode === entry.mode && before.uid === entry.uid && before.gid === entry.gid;
  if (work.marks && !isSame && spot.change === 'unchanged') {
    spot.change = spot.inode === undefined && work.layer === 0 ? 'added' : 'changed';
  }
  spot.layer = isSame ? spot.layer : work.layer;
  spot.inode = inode;
}

function inodeOf(work: Work, entry: LayerEntry): Inode {
  if (entry.kind !== 'hardlink') {
    return { entry, kind: entry.kind, layer: work.layer, names: 1 };
  }
  const target = work.walker.find(entry.linkName ?? '');
  if (target?.inode === undefined || target.inode.kind === 'directory') {
    const name = formatEntryPath(entry.path);
    work.note(
      `${name} is a hard link to ${formatEntryPath(entry.linkName ?? '')}, which is no file of the image.`,
    );
    return { entry, kind: 'file', layer: work.layer, names: 1 };
  }
  target.inode.names += 1;
  return target.inode;
}

interface Seat {
  readonly parent: Spot;
  readonly name: string;
  readonly before: Spot | undefined;
}

function replace(work: Work, { parent, name, before }: Seat, inode: Inode): void {
  const change = changeOf(work, before);
  if (before !== undefined || inode.kind === 'symlink') {
    work.last = undefined;
  }
  if (before !== undefined && isLive(before)) {
    remove(work, before);
  }
  const spot = work.walker.add(parent, name, inode);
  spot.change = change;
  // Why: what was below is told of as removed, also below a file that took the directory's place.
  if (work.marks && before !== undefined) {
    adoptChildren(spot, before);
  }
}

function changeOf(work: Work, before: Spot | undefined): Change {
  if (!work.marks) {
    return 'unchanged';
  }
  // Why: what this very layer added before and now replaces was not there without it.
  return before === undefined || before.change === 'added' ? 'added' : 'changed';
}
