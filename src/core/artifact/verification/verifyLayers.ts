import * as path from 'node:path';

import { digestHex } from '../../base/digest.js';
import type { Digest } from '../../base/digest.js';
import type { OpenFile } from '../../host/host.js';
import type { LayerFacts } from '../../image/layer/layerInspector.js';
import { measureLayers } from '../../image/layer/measureLayers.js';
import type { LayerFile } from '../../image/layer/measureLayers.js';
import { digestsFile, layerFileOf, manifestFile } from '../artifactFormat.js';
import type { DigestRecord, DigestRecords, ManifestSection } from '../artifactFormat.js';
import type { LayerReport } from '../imageReport.js';
import type { SetUnderTest } from './setUnderTest.js';

/** What a section says of its layers; what could not be read is absent. */
export interface LayerStatements {
  readonly section: ManifestSection;
  readonly records: DigestRecords | undefined;
  readonly diffIds: readonly Digest[] | undefined;
  /** The other sections of digests.json. */
  readonly otherRecords: readonly DigestRecords[];
  /** The diff_ids of all sections; undefined when they are not known. */
  readonly allDiffIds: ReadonlySet<Digest> | undefined;
}

/** Checks everything that is said of a section's layers; the reports are of the files that could be read. */
export async function verifyLayers(
  set: SetUnderTest,
  statements: LayerStatements,
  options: ReadOptions,
): Promise<readonly LayerReport[]> {
  const layerIds = layerIdsOf(set, statements.section);
  checkCounts(set, statements);
  const files = filesToRead(set, layerIds, statements);
  const contents = await readLayers(set, files, options);
  const diffIds = statements.diffIds ?? [];
  checkRecords(set, statements, contents);
  checkContents(set, layerIds, diffIds, contents);
  return diffIds.flatMap((diffId, index) => {
    const layerId = layerIds[index];
    const source = statements.records?.get(diffId)?.source ?? '';
    return layerId === undefined ? [] : reportOf(diffId, layerId, source, contents);
  });
}

/** The layer ids in their order; undefined for an entry of another form. */
function layerIdsOf(set: SetUnderTest, section: ManifestSection): readonly (string | undefined)[] {
  return section.Layers.map((layer) => {
    const [, layerId] = /^([^/\\]+)\/layer\.tar$/.exec(layer) ?? [];
    if (layerId === undefined) {
      set.problems.add(
        'artifact-layer-name',
        `"${layer}" is not of the form <layer_id>/layer.tar`,
        manifestFile,
      );
    }
    return layerId;
  });
}

function checkCounts(set: SetUnderTest, { section, diffIds }: LayerStatements): void {
  if (section.Layers.length === 0) {
    set.problems.add(
      'artifact-layer-count',
      'it names no layer, and Launchpad takes no image without one',
      manifestFile,
    );
  }
  if (diffIds !== undefined && section.Layers.length !== diffIds.length) {
    set.problems.add(
      'artifact-layer-count',
      `it names ${section.Layers.length} layers, but the config has ${diffIds.length} diff_ids`,
      manifestFile,
    );
  }
}

/** Launchpad goes from each diff_id to its record, and from there to the layer file. */
function checkRecords(
  set: SetUnderTest,
  { records, diffIds, otherRecords, allDiffIds }: LayerStatements,
  contents: Contents,
): void {
  if (records === undefined) {
    return;
  }
  for (const diffId of new Set(diffIds)) {
    const record = records.get(diffId);
    if (record === undefined) {
      set.problems.add('artifact-digest-record', `there is no record for the diff_id ${diffId}`, digestsFile);
    } else {
      checkRecord(set, diffId, record, contents);
    }
    // Why: Launchpad looks for every diff_id of every image in every section before it fetches anything.
    if (otherRecords.some((other) => !other.has(diffId))) {
      set.problems.add('artifact-digest-record', `not every section has a record for ${diffId}`, digestsFile);
    }
  }
  for (const diffId of records.keys()) {
    if (allDiffIds?.has(diffId) === false) {
      const what = otherRecords.length === 0 ? 'the config' : 'any config';
      set.problems.add('artifact-digest-record', `${diffId} is no diff_id of ${what}`, digestsFile);
    }
  }
}

function checkRecord(set: SetUnderTest, diffId: Digest, record: DigestRecord, contents: Contents): void {
  if (/[/\\]/.test(record.layer_id)) {
    set.problems.add(
      'artifact-layer-id',
      `the layer_id of ${diffId} is "${record.layer_id}", but Launchpad takes it up to the slash in one place and whole in another; write ${recordedId(record)}`,
      digestsFile,
    );
  }
  const file = layerFileOf(recordedId(record));
  const content = contents.get(file);
  if (content === undefined) {
    return;
  }
  checkDigest(set, diffId, record, content);
  if (content.content !== undefined && content.content.digest !== diffId) {
    set.problems.add(
      'artifact-digest-record',
      `the record of ${diffId} leads to ${file}, whose uncompressed bytes are ${content.content.digest}`,
      digestsFile,
    );
  }
}

/** Launchpad takes what stands before the first slash. */
function recordedId(record: DigestRecord): string {
  return record.layer_id.split('/')[0] ?? '';
}

function checkContents(
  set: SetUnderTest,
  layerIds: readonly (string | undefined)[],
  diffIds: readonly Digest[],
  contents: Contents,
): void {
  for (const [index, diffId] of diffIds.entries()) {
    const file = layerFileOf(layerIds[index] ?? '');
    const inflated = contents.get(file)?.content;
    if (inflated !== undefined && inflated.digest !== diffId) {
      set.problems.add(
        'artifact-diff-id',
        `as layer ${index + 1} its uncompressed bytes should be ${diffId}, but they are ${inflated.digest}`,
        file,
      );
    }
  }
}

/** Every layer file that manifest.json or digests.json names; what is missing becomes a problem. */
function filesToRead(
  set: SetUnderTest,
  layerIds: readonly (string | undefined)[],
  { records }: LayerStatements,
): readonly string[] {
  const recorded = [...(records?.values() ?? [])].map(recordedId);
  const named = [...layerIds.filter((layerId) => layerId !== undefined), ...recorded];
  const files = [...new Set(named.map(layerFileOf))];
  for (const file of files) {
    set.unnamed.delete(file);
    if (!set.names.has(file)) {
      set.problems.add('artifact-missing-file', 'the layer file is missing', file);
    }
  }
  return files.filter((file) => set.names.has(file));
}

type Contents = ReadonlyMap<string, LayerFacts>;

/** How reading is stopped and watched. */
type ReadOptions = Parameters<typeof measureLayers>[2];

async function readLayers(
  set: SetUnderTest,
  names: readonly string[],
  options: ReadOptions,
): Promise<Contents> {
  const { files } = set.host;
  const layers = names.map(async (name): Promise<LayerFile> => {
    const file = path.join(set.directory, name);
    const open = async (): Promise<OpenFile> => {
      const opened = await files.open(file);
      await noteHeader(set, name, opened);
      return opened;
    };
    return { name, sizeBytes: (await files.status(file))?.sizeBytes ?? 0, open };
  });
  const facts = await measureLayers(await Promise.all(layers), set.host, options);
  const contents = new Map(facts.map((found, index) => [names[index] ?? '', found]));
  for (const [name, { damage, paddingBytes }] of contents) {
    if (damage !== undefined) {
      set.problems.add('artifact-layer-corrupt', damage, name);
    } else if (paddingBytes > 0) {
      set.problems.note(
        `${path.join(set.directory, name)}: ${paddingBytes} zero bytes follow its gzip stream; readers ignore them`,
      );
    }
  }
  return contents;
}

const nameFlag = 8;

/** launchpad-buildd writes the name of a temporary file and the time; harmless, but no two runs are alike. */
async function noteHeader(set: SetUnderTest, name: string, file: OpenFile): Promise<void> {
  const header = await file.read(0, Math.min(file.sizeBytes, 10));
  const hasName = ((header[3] ?? 0) & nameFlag) !== 0;
  const hasTime = header.subarray(4, 8).some((byte) => byte !== 0);
  if (hasName || hasTime) {
    set.problems.note(
      `${path.join(set.directory, name)}: its gzip header carries a file name or a time, so packing it again gives another digest`,
    );
  }
}

function reportOf(
  diffId: Digest,
  layerId: string,
  source: string,
  contents: Contents,
): readonly LayerReport[] {
  const file = layerFileOf(layerId);
  const content = contents.get(file);
  if (content === undefined) {
    return [];
  }
  const { digest, sizeBytes } = content;
  return [{ diffId, digest, sizeBytes, layerId, source, file }];
}

function checkDigest(set: SetUnderTest, diffId: Digest, record: DigestRecord, content: LayerFacts): void {
  const actual = digestHex(content.digest);
  if (record.digest.startsWith('sha256:')) {
    set.problems.add(
      'artifact-digest-prefixed',
      `the digest of ${diffId} is "${record.digest}", with "sha256:", as launchpad-buildd writes it for a pulled layer; Launchpad's push to a registry needs the bare digest of the file, ${actual}`,
      digestsFile,
    );
  } else if (record.digest !== actual) {
    set.problems.add(
      'artifact-layer-digest',
      `the digest of ${diffId} is ${record.digest}, but the file ${layerFileOf(recordedId(record))} is ${actual}`,
      digestsFile,
    );
  }
}
