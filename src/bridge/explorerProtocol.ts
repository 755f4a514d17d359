/** The contract between the editor and the image explorer's webview: plain data, shared by both sides. */

/** What the explorer shows of one or two archives, ready to be drawn. */
export interface ExplorerView {
  readonly title: string;
  /** Absolute paths of the archives and folders; the page keeps them, so that it can be restored from its state. */
  readonly sources: readonly string[];
  readonly state: 'opening' | 'open' | 'failed' | 'cancelled';
  /** Why it failed, in words. */
  readonly failure?: string;
  readonly images: readonly ImageView[];
  /** What was seen and is not shown, in words. */
  readonly notes: readonly string[];
  /** The images to compare at first; absent: the first image alone is shown. */
  readonly compared?: { readonly image: string; readonly against: string };
}

/** The image of one platform. */
export interface ImageView {
  /** Unique in the view. */
  readonly id: string;
  /** `linux/arm64`, with the tag or the archive before it where that is needed to tell images apart. */
  readonly label: string;
  readonly platform: string;
  readonly tags: readonly string[];
  readonly manifestDigest?: string;
  readonly configDigest: string;
  /** Of all layers as they are stored. */
  readonly storedBytes: number;
  readonly layers: readonly ImageLayerView[];
}

/** One layer of an image. */
export interface ImageLayerView {
  readonly diffId: string;
  /** Of the stored bytes, where the archive claims one. */
  readonly digest?: string;
  readonly storedBytes: number;
  /** `gzip`, `zstd` or `none`. */
  readonly compression: string;
  /** What made it, as the history of the image tells. */
  readonly instruction?: string;
  /** Where that instruction stands, shown as a link: `Dockerfile:12`. */
  readonly line?: string;
  /** Other images of the view that hold it too, by label. */
  readonly sharedWith: readonly string[];
}

/** Which files are shown: all of an image, what one layer (from 0) did, what is wasted, or two images side by side. */
export interface FilesRequest {
  readonly image: string;
  readonly part: 'merged' | 'waste' | number;
  /** With `merged`: the image that is compared with it. */
  readonly against?: string;
}

/** One stretch of a table of files. Tables come in several, in order; `start` 0 begins a new one. */
export interface FilesView {
  readonly request: FilesRequest;
  readonly start: number;
  /** Rows of the whole table. */
  readonly total: number;
  readonly rows: FileColumns;
  readonly summary: FilesSummary;
}

/**
 * Rows by column, in preorder: a directory before what it holds. One letter a row in `kinds` (`d`irectory, `f`ile,
 * sym`l`ink, `c`haracter and `b`lock device, `p`ipe) and in `changes` (`a`dded, `c`hanged, `r`emoved, `-` none).
 */
export interface FileColumns {
  readonly names: readonly string[];
  /** From 0. */
  readonly depths: readonly number[];
  readonly kinds: string;
  readonly changes: string;
  /** Of a file its content, of a directory all that is below; of the second image where two are compared. */
  readonly sizes: readonly number[];
  /** Permissions; -1 where nothing is known. */
  readonly modes: readonly number[];
  /** `0:0`, by row. */
  readonly owners: readonly string[];
  /** The index of the layer that a row comes from; -1 where there is none. */
  readonly layers: readonly number[];
  /** Sizes in the first of two images that are compared; empty otherwise. */
  readonly sizesBefore: readonly number[];
  /** More to say of single rows, by their index in this stretch: a link's target, copies, what differs. */
  readonly remarks: Readonly<Record<number, string>>;
}

/** What is said above a table. */
export interface FilesSummary {
  readonly files: number;
  /** Of the content of all files. */
  readonly sizeBytes: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Bytes that a later layer overwrites or removes, with `waste`. */
  readonly wastedBytes?: number;
  /** 0 to 1, with `waste`. */
  readonly efficiency?: number;
  /** What else differs, where two images are compared: config, layers. */
  readonly differences?: readonly string[];
  readonly notes: readonly string[];
}

/** How far something is, in bytes: what was read, and what will be. */
export interface BytesView {
  readonly current: number;
  readonly total: number;
}

/** How far the work on a table is, in bytes of layers. */
export interface WorkView extends BytesView {
  readonly request: FilesRequest;
}

/** Messages to the webview, by name. */
export interface ToExplorer {
  readonly view: ExplorerView;
  /** How far an archive is unpacked that cannot be read as it is. */
  readonly opening: BytesView;
  readonly files: FilesView;
  readonly work: WorkView;
  /** The table that was asked for cannot be had; an empty message: the user has cancelled it. */
  readonly filesFailed: { readonly request: FilesRequest; readonly message: string };
}

/** A file of an image: of the merged image, or as the layer (from 0) left it. */
export interface FileReference {
  readonly image: string;
  readonly layer: number;
  readonly path: string;
}

/** Messages from the webview, by name. */
export interface FromExplorer {
  /** The webview has loaded and wants the whole view. */
  readonly ready: Readonly<Record<string, never>>;
  readonly cancelOpening: Readonly<Record<string, never>>;
  /** Send these files; the last request wins. */
  readonly showFiles: FilesRequest;
  readonly cancelFiles: Readonly<Record<string, never>>;
  readonly openFile: FileReference;
  /** Open the difference of a file between two images. */
  readonly openDifference: { readonly before: FileReference; readonly after: FileReference };
  readonly openLine: { readonly image: string; readonly layer: number };
  readonly copyText: { readonly text: string };
  /** Read the archive anew. */
  readonly refresh: Readonly<Record<string, never>>;
  readonly run: { readonly action: ExplorerAction };
}

/** What can be done with the archive that is shown. */
export type ExplorerAction = 'convert' | 'verify' | 'inspect' | 'compare' | 'reveal';

/** Names a request, to compare it with another. */
export function formatFilesRequest({ image, part, against }: FilesRequest): string {
  return JSON.stringify([image, part, against ?? null]);
}
