import { createHash } from 'node:crypto';

/**
 * What Launchpad does with the files of a build, as far as it decides whether an artifact set is good. Written from
 * what its sources do, independently of the converter:
 * https://git.launchpad.net/launchpad/tree/lib/lp/oci/model/ocirecipebuildbehaviour.py (fetch),
 * https://git.launchpad.net/launchpad/tree/lib/lp/archiveuploader/ocirecipeupload.py (store),
 * https://git.launchpad.net/launchpad/tree/lib/lp/oci/model/ociregistryclient.py (push).
 */
export type BuildFiles = ReadonlyMap<string, Buffer>;

interface Section {
  readonly Config: string;
  readonly Layers: readonly string[];
}

type Digests = readonly Record<string, { digest: string; source: string; layer_id: string }>[];

/** The manifest that would be pushed to a registry, with the blobs it names. */
export interface PushedImage {
  readonly config: Buffer;
  readonly manifest: {
    readonly config: { readonly digest: string; readonly size: number };
    readonly layers: readonly { readonly digest: string; readonly size: number }[];
  };
  readonly blobs: ReadonlyMap<string, Buffer>;
}

/** Step A: the build manager fetches manifest.json, digests.json, each config by its whole name, and the layers. */
function fetchFiles(waiting: BuildFiles): BuildFiles {
  const fetched = new Map<string, Buffer>();
  const fetch = (name: string): Buffer => {
    const bytes = waiting.get(name);
    if (bytes === undefined) {
      throw new Error(`KeyError: ${name}`);
    }
    fetched.set(name, bytes);
    return bytes;
  };
  const sections = JSON.parse(fetch('manifest.json').toString()) as readonly Section[];
  const digests = JSON.parse(fetch('digests.json').toString()) as Digests;
  for (const section of sections) {
    for (const diffId of diffIdsOf(fetch(section.Config))) {
      for (const records of digests) {
        fetch(`${recordOf(records, diffId).layer_id.split('/')[0] ?? ''}.tar.gz`);
      }
    }
  }
  return fetched;
}

/** Step B: the upload processor stores each layer under its digest, then every file that ends in `.json`. */
function storeFiles(fetched: BuildFiles): BuildFiles {
  const stored = new Map<string, Buffer>();
  const digests = JSON.parse(required(fetched, 'digests.json').toString()) as Digests;
  for (const records of digests) {
    for (const { layer_id: layerId } of Object.values(records)) {
      stored.set(`${layerId}.tar.gz`, required(fetched, `${layerId}.tar.gz`));
    }
  }
  for (const [name, bytes] of fetched) {
    if (name.endsWith('.json')) {
      stored.set(name, bytes);
    }
  }
  if (![...stored.keys()].some((name) => name.endsWith('.tar.gz'))) {
    throw new Error('Build did not produce any layer files.');
  }
  return stored;
}

/** Step C: the registry client pushes each layer as the sha256 of its file and writes a manifest from digests.json. */
function pushImages(stored: BuildFiles): readonly PushedImage[] {
  const sections = JSON.parse(required(stored, 'manifest.json').toString()) as readonly Section[];
  const digests = JSON.parse(required(stored, 'digests.json').toString()) as Digests;
  return sections.map((section, index) => {
    const config = required(stored, section.Config);
    const diffIds = diffIdsOf(config);
    const records = digests[index] ?? {};
    const blobs = new Map<string, Buffer>();
    for (const diffId of diffIds) {
      const bytes = required(stored, `${recordOf(records, diffId).layer_id}.tar.gz`);
      blobs.set(`sha256:${sha256Hex(bytes)}`, bytes);
    }
    const layers = diffIds.map((diffId) => {
      const digest = `sha256:${recordOf(records, diffId).digest}`;
      return { digest, size: required(blobs, digest).length };
    });
    const manifest = { config: { digest: `sha256:${sha256Hex(config)}`, size: config.length }, layers };
    return { config, manifest, blobs };
  });
}

/** All three steps on the files of one platform. */
export function consume(waiting: BuildFiles): readonly PushedImage[] {
  return pushImages(storeFiles(fetchFiles(waiting)));
}

function diffIdsOf(config: Buffer): readonly string[] {
  return (JSON.parse(config.toString()) as { rootfs: { diff_ids: string[] } }).rootfs.diff_ids;
}

function recordOf(records: Digests[number], diffId: string): Digests[number][string] {
  const record = records[diffId];
  if (record === undefined) {
    throw new Error(`KeyError: ${diffId}`);
  }
  return record;
}

function required(files: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const bytes = files.get(name);
  if (bytes === undefined) {
    throw new Error(`KeyError: ${name}`);
  }
  return bytes;
}

function sha256Hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
