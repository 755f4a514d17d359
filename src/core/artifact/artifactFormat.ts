import * as z from 'zod';

import { digestHex, isDigest } from '../base/digest.js';
import type { Digest } from '../base/digest.js';
import type { LayerReport } from './imageReport.js';

/** The file that lists the sections of an artifact set, in the form of `docker save`. */
export const manifestFile = 'manifest.json';
/** The file that says which layer file holds which diff_id. */
export const digestsFile = 'digests.json';

/** One image in manifest.json. */
export interface ManifestSection {
  readonly Config: string;
  readonly RepoTags: readonly string[] | null;
  /** `<layer_id>/layer.tar` each, lowest first. */
  readonly Layers: readonly string[];
}

/** What digests.json says of one diff_id. */
export interface DigestRecord {
  /** The bare hexadecimal sha256 of the layer file. */
  readonly digest: string;
  readonly source: string;
  readonly layer_id: string;
}

/** One section of digests.json. */
export type DigestRecords = ReadonlyMap<Digest, DigestRecord>;

/** The name of a config file; Launchpad keeps it only because it ends in `.json`, and finds it by this very name. */
export function configFileOf(digest: Digest): string {
  return `${digestHex(digest)}.json`;
}

/** The name of a layer's file. */
export function layerFileOf(layerId: string): string {
  return `${layerId}.tar.gz`;
}

/** The id of a layer: its diff_id, so that equal layers, which digests.json holds once, are one file as well. */
export function layerIdOf(diffId: Digest): string {
  return digestHex(diffId);
}

/** What manifest.json says of one image. */
export interface SectionFacts {
  readonly configDigest: Digest;
  readonly tags: readonly string[];
  readonly layers: readonly LayerReport[];
}

/** manifest.json as `docker save` writes it: one section an image. */
export function formatManifest(images: readonly SectionFacts[]): string {
  const sections = images.map(({ configDigest, tags, layers }): ManifestSection => ({
    Config: configFileOf(configDigest),
    RepoTags: tags.length === 0 ? null : tags,
    Layers: layers.map((layer) => `${layer.layerId}/layer.tar`),
  }));
  return `${JSON.stringify(sections)}\n`;
}

/**
 * digests.json as launchpad-buildd writes it: one object a section of the manifest, in the form of Python's
 * json.dump, without a line end. Each holds the layers of all images, since Launchpad looks for every diff_id of
 * every image in every section.
 */
export function formatDigests(images: readonly SectionFacts[]): string {
  const layers = images.flatMap((image) => image.layers);
  const records = new Map(
    layers.map((layer) => [
      layer.diffId,
      { digest: digestHex(layer.digest), source: layer.source, layer_id: layer.layerId },
    ]),
  );
  return formatPythonJson(images.map(() => Object.fromEntries(records)));
}

type PlainJson = string | readonly PlainJson[] | { readonly [key: string]: PlainJson };

/** JSON with a space after each comma and colon, and nothing but ASCII. */
function formatPythonJson(value: PlainJson): string {
  if (typeof value === 'string') {
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escapeCharacter);
  }
  if (value instanceof Array) {
    return `[${value.map(formatPythonJson).join(', ')}]`;
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${formatPythonJson(key)}: ${formatPythonJson(member)}`,
  );
  return `{${members.join(', ')}}`;
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Decodes manifest.json of an artifact set; a key that Docker does not write is a mistyped one. */
export const manifestSchema: z.ZodType<readonly ManifestSection[]> = z
  .array(
    z.strictObject({
      Config: z.string().min(1),
      RepoTags: z.array(z.string()).nullable().default(null),
      Layers: z.array(z.string()),
      Parent: z.string().optional(),
      LayerSources: z.unknown().optional(),
    }),
  )
  .min(1);

/** Decodes digests.json of an artifact set. */
export const digestsSchema: z.ZodType<readonly DigestRecords[]> = z.array(
  z
    .record(
      z.string().refine(isDigest, { message: 'a key must be sha256: and 64 hexadecimal digits' }),
      z.strictObject({ digest: z.string(), source: z.string(), layer_id: z.string().min(1) }),
    )
    .transform((records) => new Map(Object.entries(records)) as DigestRecords),
);
