import type { FileReference, FilesRequest, FilesSummary, FilesView } from '../../bridge/explorerProtocol.js';
import type { Host } from '../../core/host/host.js';
import { findNode } from '../../core/image/contents/imageTree.js';
import type { ImageTree } from '../../core/image/contents/imageTree.js';
import type { LayerContents } from '../../core/image/contents/layerEntry.js';
import { mergeContents, treeOfLayer } from '../../core/image/contents/mergeContents.js';
import { readLayerFile } from '../../core/image/contents/readLayerFile.js';
import { wastedSpace } from '../../core/image/contents/wastedSpace.js';
import { ImageError } from '../../core/image/imageError.js';
import { comparedRows } from './comparedRows.js';
import type { ExplorerCalls, FileText } from './explorerMessages.js';
import type { FileRow } from './fileRow.js';
import { toColumns } from './fileRow.js';
import { toFileText } from './fileText.js';
import { imageDifferences } from './imageDifferences.js';
import { ImageShelf } from './imageShelf.js';
import type { ShelvedImage } from './imageShelf.js';
import { LayerShelf } from './layerShelf.js';
import { toImageViews } from './toImageViews.js';
import { layerRows, mergedRows, wasteRows } from './treeRows.js';

/** How a call is stopped and watched. Bytes are those of layers as they are stored. */
export interface ReadingOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: { readonly current: number; readonly total: number }) => void;
}

/** Rows of one stretch: small enough that the page stays responsive while it takes it. */
const stretchRows = 5_000;

/** A text larger than this is of no use in an editor. */
const maxTextBytes = 8 * 1024 * 1024;

/**
 * Reads images for the explorer: the list of images from the archive's index alone, layers only when their files are
 * asked for, each once. Errors: those of the readers; a cancelled call fails with the signal's reason.
 */
export class ImageReader {
  readonly #images: ImageShelf;
  readonly #layers = new LayerShelf();

  constructor(host: Host) {
    this.#images = new ImageShelf(host);
  }

  async open(
    sources: readonly string[],
    { signal }: ReadingOptions,
  ): Promise<ExplorerCalls['open']['result']> {
    const images = await this.#images.images(sources, signal);
    const notes = new Set(images.flatMap(({ source }) => source.notes));
    return { images: toImageViews(images), notes: [...notes] };
  }

  /** The table that is asked for, in stretches. */
  async *files(
    sources: readonly string[],
    request: FilesRequest,
    options: ReadingOptions,
  ): AsyncGenerator<FilesView> {
    const images = await this.#images.images(sources, options.signal);
    const table = await this.#table(images, request, options);
    const { summary } = table;
    for (let start = 0; start === 0 || start < table.rows.length; start += stretchRows) {
      options.signal.throwIfAborted();
      const rows = toColumns(table.rows.slice(start, start + stretchRows));
      yield { request, start, total: table.rows.length, rows, summary };
    }
  }

  /** The text of a file as the layer left it. */
  async readFile(
    sources: readonly string[],
    { image: id, layer, path }: FileReference,
    options: ReadingOptions,
  ): Promise<FileText> {
    const shelved = imageOf(await this.#images.images(sources, options.signal), id);
    const layers = await this.#contents([shelved], { ...options, through: layer });
    const tree = mergeContents(layers[0] ?? [], layer);
    const node = findNode(tree, path);
    const stored = node && shelved.image.layers[node.layer];
    if (node?.entry === undefined || node.change === 'removed' || stored === undefined) {
      return { kind: 'refused', reason: `${path} is not in the image after this layer.` };
    }
    if (node.kind !== 'file') {
      return { kind: 'refused', reason: `${path} is no regular file and has no text.` };
    }
    if (node.sizeBytes > maxTextBytes) {
      return { kind: 'refused', reason: `${path} has ${node.sizeBytes} bytes, too many for an editor.` };
    }
    const { signal } = options;
    return toFileText(path, await readLayerFile(stored, node.entry, { maxBytes: maxTextBytes, signal }));
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    this.#layers.clear();
    await this.#images.close();
  }

  async #table(
    images: readonly ShelvedImage[],
    { image: id, part, against }: FilesRequest,
    options: ReadingOptions,
  ): Promise<Table> {
    const shelved = imageOf(images, id);
    if (against !== undefined) {
      return this.#comparison(shelved, imageOf(images, against), options);
    }
    const through = typeof part === 'number' ? part : shelved.image.layers.length - 1;
    const [layers = []] = await this.#contents([shelved], { ...options, through });
    const notes = wrongLayers(shelved, layers);
    if (part === 'waste') {
      const waste = wastedSpace(layers);
      const { wastedBytes, efficiency } = waste;
      const rows = wasteRows(waste);
      return { rows, summary: { ...summaryOf(rows, wastedBytes, notes), wastedBytes, efficiency } };
    }
    const tree = part === 'merged' ? mergeContents(layers) : treeOfLayer(layers, part);
    const rows = part === 'merged' ? mergedRows(tree) : layerRows(tree);
    return { rows, summary: summaryOf(rows, tree.root.totalBytes, [...notes, ...tree.notes]) };
  }

  async #comparison(before: ShelvedImage, after: ShelvedImage, options: ReadingOptions): Promise<Table> {
    const layers = await this.#contents([before, after], { ...options, hashFiles: true });
    const [left, right]: readonly (ImageTree | undefined)[] = layers.map((each) => mergeContents(each));
    if (left === undefined || right === undefined) {
      throw new Error('Two images have two trees.');
    }
    const rows = comparedRows(left, right);
    const notes = [...wrongLayers(before, layers[0] ?? []), ...wrongLayers(after, layers[1] ?? [])];
    const differences = imageDifferences(before.image, after.image);
    return { rows, summary: { ...summaryOf(rows, right.root.totalBytes, notes), differences } };
  }

  /** The contents of each image's layers, up to `through` (default: the last). */
  async #contents(
    images: readonly ShelvedImage[],
    { signal, onProgress, through, hashFiles }: ContentsOptions,
  ): Promise<readonly (readonly LayerContents[])[]> {
    const wanted = images.map((shelved) => ({
      shelved,
      layers: shelved.image.layers.slice(0, (through ?? Infinity) + 1),
    }));
    const all = wanted.flatMap(({ layers }) => layers);
    const total = all.reduce((sum, { blob }) => sum + blob.sizeBytes, 0);
    let current = 0;
    const onRead = (bytes: number): void => {
      current += bytes;
      onProgress?.({ current, total });
    };
    const read: LayerContents[][] = [];
    for (const { shelved, layers } of wanted) {
      const contents: LayerContents[] = [];
      for (const layer of layers) {
        signal.throwIfAborted();
        const key = `${shelved.source.file}\0${shelved.source.stamp}\0${layer.name}\0${layer.diffId}`;
        contents.push(await this.#layers.read(key, layer, { signal, onRead, hashFiles: hashFiles ?? false }));
      }
      read.push(contents);
    }
    return read;
  }
}

interface Table {
  readonly rows: readonly FileRow[];
  readonly summary: FilesSummary;
}

interface ContentsOptions extends ReadingOptions {
  readonly through?: number;
  readonly hashFiles?: boolean;
}

function imageOf(images: readonly ShelvedImage[], id: string): ShelvedImage {
  const found = images.find((image) => image.id === id);
  if (found === undefined) {
    throw new ImageError('archive-no-image', 'The archive has changed; this image is not in it any more.');
  }
  return found;
}

/** Why said and not refused: who looks into an image wants to see what is there, and to know that it is not right. */
function wrongLayers({ image }: ShelvedImage, contents: readonly LayerContents[]): readonly string[] {
  return contents.flatMap(({ diffId, notes }, index) => {
    const claimed = image.layers[index]?.diffId;
    const wrong = `Layer ${index + 1} is ${diffId}, but the config says ${String(claimed)}: the image is damaged.`;
    return [...(diffId === claimed ? [] : [wrong]), ...notes];
  });
}

function summaryOf(rows: readonly FileRow[], sizeBytes: number, notes: readonly string[]): FilesSummary {
  const files = rows.filter(({ kind }) => kind !== 'd');
  const count = (letter: string): number => files.filter(({ change }) => change === letter).length;
  return {
    files: files.length - count('r'),
    sizeBytes,
    added: count('a'),
    changed: count('c'),
    removed: count('r'),
    notes,
  };
}
