import type { FileReference, FilesRequest, FilesSummary, FilesView } from '../../bridge/explorerProtocol.js';
import type { ByteSource } from '../../core/base/byteSource.js';
import type { Host } from '../../core/host/host.js';
import { findNode } from '../../core/image/contents/imageTree.js';
import type { ImageTree } from '../../core/image/contents/imageTree.js';
import type { LayerListing } from '../../core/image/contents/layerEntry.js';
import { mergeContents, treeOfLayer } from '../../core/image/contents/mergeContents.js';
import { readLayerFile } from '../../core/image/contents/readLayerFile.js';
import { wastedSpace } from '../../core/image/contents/wastedSpace.js';
import type { Layer } from '../../core/image/image.js';
import { ImageError } from '../../core/image/imageError.js';
import { comparedRows } from './comparedRows.js';
import type { ExplorerCalls, FileText } from './explorerMessages.js';
import type { FileRow } from './fileRow.js';
import { toColumns } from './fileRow.js';
import { toFileText } from './fileText.js';
import { imageDifferences } from './imageDifferences.js';
import { ImageShelf } from './imageShelf.js';
import type { OpenSource, ShelvedImage } from './imageShelf.js';
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

  async open(sources: readonly string[], options: ReadingOptions): Promise<ExplorerCalls['open']['result']> {
    const images = await this.#images.images(sources, options);
    const notes = new Set(images.flatMap(({ source }) => source.notes));
    return { images: toImageViews(images), notes: [...notes] };
  }

  /** The table that is asked for, in stretches. */
  async *files(
    sources: readonly string[],
    request: FilesRequest,
    options: ReadingOptions,
  ): AsyncGenerator<FilesView> {
    const images = await this.#images.images(sources, options);
    const table = await this.#table(images, request, options);
    const { summary, rowCount: total } = table;
    let start = 0;
    let rows: FileRow[] = [];
    for (const row of table.rows()) {
      rows.push(row);
      if (rows.length === stretchRows) {
        options.signal.throwIfAborted();
        yield { request, start, total, rows: toColumns(rows), summary };
        start += rows.length;
        rows = [];
      }
    }
    if (rows.length > 0 || start === 0) {
      yield { request, start, total, rows: toColumns(rows), summary };
    }
  }

  /** The text of a file as the layer left it. */
  async readFile(
    sources: readonly string[],
    { image: id, layer, path }: FileReference,
    options: ReadingOptions,
  ): Promise<FileText> {
    const shelved = imageOf(await this.#images.images(sources, options), id);
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
    const layerRead = { ...stored, blob: watchedBlob(stored.blob, options) };
    return toFileText(path, await readLayerFile(layerRead, node.entry, { maxBytes: maxTextBytes, signal }));
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
      const table = tableOf(() => wasteRows(waste), wastedBytes, notes);
      return { ...table, summary: { ...table.summary, wastedBytes, efficiency } };
    }
    const tree = part === 'merged' ? mergeContents(layers) : treeOfLayer(layers, part);
    const rows = part === 'merged' ? mergedRows : layerRows;
    return tableOf(() => rows(tree), tree.root.totalBytes, [...notes, ...tree.notes]);
  }

  async #comparison(before: ShelvedImage, after: ShelvedImage, options: ReadingOptions): Promise<Table> {
    const layers = await this.#contents([before, after], { ...options, hashFiles: true });
    const [left, right]: readonly (ImageTree | undefined)[] = layers.map((each) => mergeContents(each));
    if (left === undefined || right === undefined) {
      throw new Error('Two images have two trees.');
    }
    const notes = [...wrongLayers(before, layers[0] ?? []), ...wrongLayers(after, layers[1] ?? [])];
    const differences = imageDifferences(before.image, after.image);
    const table = tableOf(() => comparedRows(left, right), right.root.totalBytes, notes);
    return { ...table, summary: { ...table.summary, differences } };
  }

  /** The contents of each image's layers, up to `through` (default: the last); progress is of those not here yet. */
  async #contents(
    images: readonly ShelvedImage[],
    { signal, onProgress, through = Infinity, hashFiles = false }: ContentsOptions,
  ): Promise<readonly (readonly LayerListing[])[]> {
    const wanted = images.map(({ source, image }) =>
      image.layers.slice(0, through + 1).map((layer) => ({ layer, key: keyOf(source, layer) })),
    );
    const missing = new Map(
      wanted.flat().flatMap(({ layer, key }) => (this.#layers.has(key, hashFiles) ? [] : [[key, layer]])),
    );
    const total = [...missing.values()].reduce((sum, { blob }) => sum + blob.sizeBytes, 0);
    let current = 0;
    const onRead = (bytes: number): void => {
      current += bytes;
      onProgress?.({ current, total });
    };
    const read: LayerListing[][] = [];
    for (const layers of wanted) {
      const contents: LayerListing[] = [];
      for (const { layer, key } of layers) {
        signal.throwIfAborted();
        contents.push(await this.#layers.read(key, layer, { signal, onRead, hashFiles }));
      }
      read.push(contents);
    }
    return read;
  }
}

/** Names a layer of an archive as it is now. */
function keyOf({ file, stamp }: OpenSource, { name, diffId }: Layer): string {
  return [file, stamp, name, diffId].join('\0');
}

/** Why: a file at the end of a large compressed layer is there only when all before it has been unpacked. */
function watchedBlob(blob: ByteSource, { onProgress }: ReadingOptions): ByteSource {
  return {
    sizeBytes: blob.sizeBytes,
    read: (offset, length) => blob.read(offset, length),
    stream: async function* () {
      let current = 0;
      for await (const chunk of blob.stream()) {
        current += chunk.length;
        onProgress?.({ current, total: blob.sizeBytes });
        yield chunk;
      }
    },
  };
}

interface Table {
  /** The rows, made anew each time. */
  readonly rows: () => Iterable<FileRow>;
  readonly rowCount: number;
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
function wrongLayers({ image }: ShelvedImage, contents: readonly LayerListing[]): readonly string[] {
  return contents.flatMap(({ diffId, notes }, index) => {
    const claimed = image.layers[index]?.diffId;
    const isRight = diffId === undefined || diffId === claimed;
    const wrong = `Layer ${index + 1} is ${String(diffId)}, but the config says ${String(claimed)}: the image is damaged.`;
    return [...(isRight ? [] : [wrong]), ...notes];
  });
}

function tableOf(rows: () => Iterable<FileRow>, sizeBytes: number, notes: readonly string[]): Table {
  const counts = { all: 0, files: 0, a: 0, c: 0, r: 0 };
  for (const { kind, change } of rows()) {
    counts.all += 1;
    if (kind !== 'd') {
      counts.files += 1;
      if (change === 'a' || change === 'c' || change === 'r') {
        counts[change] += 1;
      }
    }
  }
  const files = counts.files - counts.r;
  const changes = { added: counts.a, changed: counts.c, removed: counts.r };
  return { rows, rowCount: counts.all, summary: { files, sizeBytes, ...changes, notes } };
}
