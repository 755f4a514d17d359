import type { Host } from '../../host/host.js';
import { digestHex } from '../../base/digest.js';
import { indexSchema } from '../../image/format/ociSchema.js';
import { openImages } from '../../image/openImages.js';
import { formatPlatform } from '../../platform/platform.js';
import { byteCounter } from '../byteProgress.js';
import type { ByteWorkOptions } from '../byteProgress.js';
import type { ImageReport } from '../imageReport.js';
import type { ConversionInput } from '../openInput.js';
import { verifyArtifacts } from '../verifyArtifacts.js';
import type { Verification } from '../verifyArtifacts.js';
import { withInput } from '../withInput.js';
import type { ArchiveUnderTest } from './archiveUnderTest.js';
import { findBlob, readDocument } from './archiveUnderTest.js';
import { createFindings } from './findings.js';
import { isArtifactFolder, toFolder } from './inputKind.js';
import { watchNames } from './namedBlobs.js';
import { skopeoArchive } from './skopeoArchive.js';
import type { ArchiveForm } from './unnamedWalk.js';
import { verifyClaims } from './verifyClaims.js';
import { verifyEntries, verifyMarker } from './verifyIndexes.js';
import { verifyTables } from './verifyTables.js';
import { verifySections } from './verifySections.js';
import { verifyUnnamed } from './verifyUnnamed.js';

/**
 * Checks every statement that an image in any form makes: digests, sizes, diff_ids, media types against the bytes,
 * counts of layers, entries of indexes. Folders of Launchpad's artifacts are held to what Launchpad takes as well. All
 * problems are told, none is thrown. Errors: those of `openInput` and `verifyArtifacts`, for what is no image at all.
 */
export async function verifyInput(
  input: ConversionInput,
  host: Host,
  options: ByteWorkOptions = {},
): Promise<Verification> {
  const folder = typeof input === 'string' ? toFolder(input) : undefined;
  if (folder !== undefined && (await isArtifactFolder(folder, host.files))) {
    return verifyArtifacts(folder, host, options);
  }
  return withInput(
    input,
    host,
    async ({ archive, notes }) => {
      const { watched, named } = watchNames(archive);
      const test: ArchiveUnderTest = { archive: watched, findings: createFindings(), claims: [], images: [] };
      notes.forEach((note) => {
        test.findings.note(note);
      });
      const form = await collect(test);
      if (form !== undefined) {
        await verifyUnnamed(test, { archive, named, form });
      }
      return finish(test, host, options);
    },
    options.signal,
  );
}

/** Verifies all that is named, and says what form it is in; undefined where nobody knows what belongs there. */
async function collect(test: ArchiveUnderTest): Promise<ArchiveForm | undefined> {
  const { archive, findings } = test;
  const skopeo = await findings.attempt('manifest.json', () => skopeoArchive(archive));
  if (skopeo !== undefined) {
    await verifyEntries({ ...test, archive: skopeo.archive }, [skopeo.entry]);
    return 'skopeo';
  }
  if (await isThere(test, 'digests.json')) {
    return findings.attempt('digests.json', () => collectOpened(test));
  }
  return collectWritten(test);
}

/** What an archive says in the form of a layout, of docker, or of both. */
async function collectWritten(test: ArchiveUnderTest): Promise<ArchiveForm> {
  const isLayout = await isThere(test, 'index.json');
  const isDocker = await isThere(test, 'manifest.json');
  if (isLayout) {
    await verifyLayout(test);
  }
  if (isDocker) {
    await verifySections(test);
    return 'docker';
  }
  if (!isLayout) {
    // Why: the readers know best what to say of what is no image; sets of Launchpad in an archive are one to them.
    return collectOpened(test);
  }
  return 'layout';
}

async function isThere({ archive, findings }: ArchiveUnderTest, name: string): Promise<boolean> {
  return (await findings.attempt(name, async () => (await archive.find(name)) !== undefined)) ?? false;
}

async function verifyLayout(test: ArchiveUnderTest): Promise<void> {
  await verifyMarker(test);
  const where = 'index.json';
  const blob = await findBlob(test, where, { where });
  const document = blob && (await readDocument(test, blob, { where, schema: indexSchema }));
  await verifyEntries(test, document?.value.manifests ?? []);
}

/** Launchpad's artifacts in an archive, by what their reader makes of them. */
async function collectOpened(test: ArchiveUnderTest): Promise<'set'> {
  const search = await openImages(test.archive);
  for (const { missing } of search.incomplete) {
    missing.forEach((where) => {
      test.findings.add({ code: 'blob-missing', where, message: `${where} is not there.` });
    });
  }
  for (const image of search.images) {
    const platform = formatPlatform(image.platform);
    for (const { blob, name, claim, diffId } of image.layers) {
      test.claims.push({
        blob,
        where: name,
        ...(claim && { digest: claim.digest }),
        layer: { diffId },
        platform,
      });
    }
    const layers = image.layers.map(({ diffId, blob, name }) => ({ diffId, blob, where: name }));
    test.images.push({ platform, configDigest: image.configDigest, layers });
  }
  return 'set';
}

async function finish(test: ArchiveUnderTest, host: Host, options: ByteWorkOptions): Promise<Verification> {
  const { archive, findings, claims } = test;
  const sizes = new Map(claims.map(({ blob }) => [blob, blob.sizeBytes]));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const onRead = byteCounter(total, options);
  const { signal } = options;
  const facts = await verifyClaims(test, host, { onRead, ...(signal !== undefined && { signal }) });
  await verifyTables(test, facts, signal);
  if (test.images.length === 0 && findings.all().length === 0) {
    findings.add({ code: 'no-image', where: archive.name, message: `${archive.name} holds no image.` });
  }
  const images = test.images.map(({ layers, ...image }): ImageReport => ({
    ...image,
    directory: archive.name,
    layers: layers.flatMap(({ diffId, blob, where }) => {
      const found = facts.get(blob);
      const { digest, sizeBytes } = found ?? {};
      return digest === undefined || sizeBytes === undefined
        ? []
        : [{ diffId, digest, sizeBytes, layerId: digestHex(diffId), source: '', file: where }];
    }),
  }));
  archive.notes().forEach((note) => {
    findings.note(note);
  });
  return { images, problems: findings.all(), notes: findings.notes() };
}
