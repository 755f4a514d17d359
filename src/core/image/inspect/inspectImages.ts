import type { Digest } from '../../base/digest.js';
import { formatPlatform } from '../../platform/platform.js';
import type { LayerContents } from '../contents/layerEntry.js';
import { instructionsOfLayers, layerInstructions } from '../contents/layerInstructions.js';
import type { LayerInstruction } from '../contents/layerInstructions.js';
import { readLayerContents } from '../contents/readLayerContents.js';
import type { Attestation, Image, ImageSearch, IncompleteImage, Layer } from '../image.js';
import type { Compression } from '../layer/compression.js';
import type { LayerFacts } from '../layer/layerInspector.js';
import type { PackHost } from '../layer/packTask.js';
import { findToc } from '../toc/tocPlace.js';
import type { TocPlace } from '../toc/tocPlace.js';
import { readConfigFields } from './configFields.js';
import type { ConfigFields } from './configFields.js';
import { measureBlobs } from './measureBlobs.js';
import type { MeasureOptions } from './measureBlobs.js';

/** What an archive or a layout holds, every size and digest of layers measured. */
export interface Inspection {
  readonly images: readonly InspectedImage[];
  readonly attestations: readonly InspectedAttestation[];
  readonly incomplete: readonly IncompleteImage[];
  /** What was found and is no image, and oddities, in words. */
  readonly leftAside: readonly string[];
}

/** An image of one platform. */
export interface InspectedImage {
  /** `linux/arm64` */
  readonly platform: string;
  readonly tags: readonly string[];
  /** Absent where the image comes without a manifest of its own. */
  readonly manifest?: InspectedDocument;
  readonly config: InspectedDocument;
  /** The index that the image was found in, where that is a blob. */
  readonly index?: InspectedDocument;
  readonly fields: ConfigFields;
  readonly history: readonly LayerInstruction[];
  readonly layers: readonly InspectedLayer[];
}

/** A document of an image as a blob. */
export interface InspectedDocument {
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly mediaType?: string;
  readonly annotations: ReadonlyMap<string, string>;
}

/** A layer, as it is stored and as it is. */
export interface InspectedLayer {
  /** As the config says. */
  readonly diffId: Digest;
  /** Of the stored bytes, measured. */
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Of the uncompressed bytes, measured; absent when they cannot be had. */
  readonly contentSizeBytes?: number;
  readonly compression: Compression;
  /** The table of contents that its bytes end with, by which engines fetch it in parts. */
  readonly toc?: TocPlace['kind'];
  readonly mediaType?: string;
  readonly annotations: ReadonlyMap<string, string>;
  /** The instruction that made it, where the history tells. */
  readonly instruction?: LayerInstruction;
  /** The repository that it was pulled from, or empty. */
  readonly source: string;
  /** The other platforms whose images have the very same layer. */
  readonly sharedWith: readonly string[];
  /** What is said of the layer and is not true, in words. */
  readonly problems: readonly string[];
  /** There when they were asked for. */
  readonly contents?: LayerContents;
}

/** A statement about an image. */
export interface InspectedAttestation {
  readonly digest: Digest;
  readonly subject?: Digest;
  /** The types of the statements, such as `https://slsa.dev/provenance/v0.2`. */
  readonly predicateTypes: readonly string[];
  readonly sizeBytes: number;
}

/** How an inspection is stopped and watched, and what is wanted of it. */
export interface InspectOptions extends MeasureOptions {
  readonly withFiles?: boolean;
}

/** Reads every layer of images that were found, and says what they are. Errors are those of the layers' files. */
export async function inspectImages(
  search: ImageSearch,
  host: PackHost,
  { withFiles = false, ...options }: InspectOptions,
): Promise<Inspection> {
  const facts = await measureBlobs(
    search.images.flatMap(({ layers }) => layers),
    host,
    options,
  );
  const images: InspectedImage[] = [];
  const platforms = platformsByLayer(search.images);
  const tocs = await findTocs(search.images);
  for (const image of search.images) {
    const contents = withFiles ? await readContents(image.layers, options) : [];
    images.push(inspectImage(image, { facts, platforms, tocs, contents }));
  }
  const attested = new Set((search.attestations ?? []).map(({ words }) => words));
  return {
    images,
    attestations: (search.attestations ?? []).map(inspectAttestation),
    incomplete: search.incomplete,
    leftAside: search.leftAside.filter((words) => !attested.has(words)),
  };
}

async function findTocs(images: readonly Image[]): Promise<Found['tocs']> {
  const tocs = new Map<Layer['blob'], TocPlace['kind']>();
  for (const layer of images.flatMap(({ layers }) => layers)) {
    const toc = await findToc(layer);
    if (toc !== undefined) {
      tocs.set(layer.blob, toc.kind);
    }
  }
  return tocs;
}

async function readContents(
  layers: readonly Layer[],
  { signal }: MeasureOptions,
): Promise<readonly LayerContents[]> {
  const contents: LayerContents[] = [];
  for (const layer of layers) {
    contents.push(await readLayerContents(layer, signal === undefined ? {} : { signal }));
  }
  return contents;
}

function platformsByLayer(images: readonly Image[]): ReadonlyMap<Digest, ReadonlySet<string>> {
  const platforms = new Map<Digest, Set<string>>();
  for (const image of images) {
    for (const { diffId } of image.layers) {
      const known = platforms.get(diffId) ?? new Set();
      platforms.set(diffId, known.add(formatPlatform(image.platform)));
    }
  }
  return platforms;
}

interface Found {
  readonly facts: ReadonlyMap<Layer['blob'], LayerFacts>;
  readonly platforms: ReadonlyMap<Digest, ReadonlySet<string>>;
  readonly tocs: ReadonlyMap<Layer['blob'], TocPlace['kind']>;
  readonly contents: readonly LayerContents[];
}

function inspectImage(image: Image, found: Found): InspectedImage {
  const { manifest, manifestDigest, index, configBytes } = image;
  const history = layerInstructions(configBytes);
  const platform = formatPlatform(image.platform);
  const instructions = instructionsOfLayers(history, image.layers.length);
  return {
    platform,
    tags: image.tags,
    ...(manifest !== undefined &&
      manifestDigest !== undefined && {
        manifest: {
          digest: manifestDigest,
          sizeBytes: manifest.bytes.length,
          mediaType: manifest.mediaType,
          annotations: new Map([...(image.entry?.annotations ?? []), ...manifest.document.annotations]),
        },
      }),
    ...(index !== undefined && {
      index: {
        digest: index.digest,
        sizeBytes: index.bytes.length,
        mediaType: index.mediaType,
        annotations: index.annotations,
      },
    }),
    config: inspectConfig(image),
    fields: readConfigFields(configBytes),
    history,
    layers: image.layers.map((layer, place) => ({
      ...inspectLayer(layer, found),
      sharedWith: [...(found.platforms.get(layer.diffId) ?? [])].filter((other) => other !== platform),
      ...optional('instruction', instructions[place]),
      ...optional('contents', found.contents[place]),
    })),
  };
}

function inspectConfig({ configDigest, configBytes, manifest }: Image): InspectedDocument {
  return {
    digest: configDigest,
    sizeBytes: configBytes.length,
    ...optional('mediaType', manifest?.document.config.mediaType),
    annotations: manifest?.document.config.annotations ?? new Map(),
  };
}

type MeasuredLayer = Omit<InspectedLayer, 'instruction' | 'sharedWith' | 'contents'>;

function inspectLayer(layer: Layer, { facts, tocs }: Found): MeasuredLayer {
  const found = facts.get(layer.blob);
  if (found === undefined) {
    throw new Error(`${layer.name} was not measured.`);
  }
  const { diffId, compression, descriptor, source } = layer;
  return {
    diffId,
    digest: found.digest,
    sizeBytes: found.sizeBytes,
    ...optional('contentSizeBytes', found.content?.sizeBytes),
    compression,
    ...optional('toc', tocs.get(layer.blob)),
    ...optional('mediaType', descriptor?.mediaType),
    annotations: descriptor?.annotations ?? new Map(),
    source,
    problems: problemsOf(layer, found),
  };
}

function problemsOf({ claim, diffId }: Layer, facts: LayerFacts): readonly string[] {
  const { content, damage } = facts;
  return [
    ...(damage === undefined ? [] : [damage]),
    ...(claim !== undefined && claim.sizeBytes !== facts.sizeBytes
      ? [`should have ${claim.sizeBytes} bytes, but has ${facts.sizeBytes}`]
      : []),
    ...(claim !== undefined && claim.digest !== facts.digest
      ? [`should be ${claim.digest}, but its bytes are ${facts.digest}`]
      : []),
    ...(content !== undefined && content.digest !== diffId
      ? [`uncompressed it should be ${diffId}, but it is ${content.digest}`]
      : []),
  ];
}

function inspectAttestation({ entry, subject, manifestBytes, blobs }: Attestation): InspectedAttestation {
  return {
    digest: entry.digest,
    ...optional('subject', subject),
    predicateTypes: predicateTypes(manifestBytes),
    sizeBytes: manifestBytes.length + blobs.reduce((total, { blob }) => total + blob.sizeBytes, 0),
  };
}

/** https://github.com/moby/buildkit/blob/v0.25.0/docs/attestations/attestation-storage.md */
function predicateTypes(manifestBytes: Uint8Array): readonly string[] {
  const document = JSON.parse(new TextDecoder().decode(manifestBytes)) as {
    readonly layers?: readonly { readonly annotations?: Readonly<Record<string, string>> | null }[] | null;
  };
  const types = (document.layers ?? []).map(({ annotations }) => annotations?.['in-toto.io/predicate-type']);
  return types.filter((type) => type !== undefined);
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
