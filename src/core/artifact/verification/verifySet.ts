import * as path from 'node:path';

import type { Digest } from '../../base/digest.js';
import { CoreError } from '../../base/errors.js';
import type { Files } from '../../host/host.js';
import { digestOf } from '../../image/layer/digestCheck.js';
import { imageConfigSchema } from '../../image/format/imageConfig.js';
import type { ImageConfig } from '../../image/format/imageConfig.js';
import { decodeJson, readSmallBlob } from '../../image/format/jsonBlob.js';
import type { PackHost, PackLayersOptions } from '../../image/layer/packTask.js';
import { formatPlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import { toLaunchpadProcessor } from '../../platform/processor.js';
import { configFileOf, digestsFile, digestsSchema, manifestFile, manifestSchema } from '../artifactFormat.js';
import type { ManifestSection } from '../artifactFormat.js';
import type { ImageReport, LayerReport } from '../imageReport.js';
import { createProblemList } from './problemList.js';
import type { ProblemList } from './problemList.js';
import type { SetUnderTest } from './setUnderTest.js';
import type { SetResult } from './setResult.js';
import type { LayerStatements } from './verifyLayers.js';
import { verifyLayers } from './verifyLayers.js';

/** How one set is verified; `processor` is the name its directory claims. */
export interface SetOptions extends Pick<PackLayersOptions, 'signal' | 'onRead'> {
  readonly processor?: string;
}

/** Verifies the artifact set in one directory; everything wrong is a problem, nothing is thrown but aborts. */
export async function verifySet(directory: string, host: PackHost, options: SetOptions): Promise<SetResult> {
  const problems = createProblemList(directory);
  const names = await listFiles(directory, host.files, problems);
  const set: SetUnderTest = { directory, host, problems, names, unnamed: new Set(names) };
  const manifest = await readDocument(set, manifestFile, manifestSchema);
  const digests = await readDocument(set, digestsFile, digestsSchema);
  checkSections(set, manifest, digests);
  const sections: ReadSection[] = [];
  for (const section of manifest ?? []) {
    sections.push({ section, read: await readConfig(set, section) });
  }
  const allDiffIds = diffIdsOf(sections);
  const images: ImageReport[] = [];
  for (const [index, section] of sections.entries()) {
    const records = digests?.[index];
    const otherRecords = (digests ?? []).filter((other) => other !== records);
    images.push(...(await verifySection(set, section, { records, otherRecords, allDiffIds }, options)));
  }
  // Why only then: without a readable manifest nobody knows which files belong.
  if (manifest !== undefined) {
    for (const name of set.unnamed) {
      problems.add('artifact-foreign-file', `nothing in the set names this file`, name);
    }
  }
  return { images, problems: problems.all(), notes: problems.notes() };
}

/** A section, and its config where that could be read. */
interface ReadSection {
  readonly section: ManifestSection;
  readonly read: ReadConfig | undefined;
}

/** The diff_ids of all images; undefined when one of them is not known. */
function diffIdsOf(sections: readonly ReadSection[]): ReadonlySet<Digest> | undefined {
  const all = sections.map(({ read }) => read?.config.diffIds);
  return all.includes(undefined) ? undefined : new Set(all.flatMap((diffIds) => diffIds ?? []));
}

async function listFiles(
  directory: string,
  files: Files,
  problems: ProblemList,
): Promise<ReadonlySet<string>> {
  const entries = await files.list(directory);
  for (const { name, kind } of entries) {
    if (kind !== 'file') {
      const what = kind === 'other' ? 'what is no regular file' : `a ${kind}`;
      problems.add('artifact-foreign-file', `${what} has no place in an artifact set`, name);
    }
  }
  return new Set(entries.filter(({ kind }) => kind === 'file').map(({ name }) => name));
}

async function readDocument<Value>(
  set: SetUnderTest,
  name: string,
  schema: Parameters<typeof decodeJson<Value>>[1],
): Promise<Value | undefined> {
  const bytes = await readFile(set, name);
  if (bytes === undefined) {
    return undefined;
  }
  return set.problems.attempt('artifact-malformed', name, () => decodeJson(bytes, schema, name));
}

/** The bytes of a small file; undefined, with a problem noted, when they cannot be had. */
async function readFile(set: SetUnderTest, name: string): Promise<Uint8Array | undefined> {
  if (!set.names.has(name)) {
    set.problems.add('artifact-missing-file', 'the file is missing', name);
    return undefined;
  }
  set.unnamed.delete(name);
  const file = await set.host.files.open(path.join(set.directory, name));
  try {
    return await readSmallBlob(file, name);
  } catch (error) {
    if (error instanceof CoreError) {
      set.problems.add('artifact-malformed', error.message, name);
      return undefined;
    }
    throw error;
  } finally {
    await file.close();
  }
}

function checkSections(
  set: SetUnderTest,
  manifest: readonly ManifestSection[] | undefined,
  digests: readonly unknown[] | undefined,
): void {
  if (manifest !== undefined && digests !== undefined && manifest.length !== digests.length) {
    set.problems.add(
      'artifact-sections',
      `it has ${digests.length} sections, but ${manifestFile} has ${manifest.length}`,
      digestsFile,
    );
  }
}

async function verifySection(
  set: SetUnderTest,
  { section, read: config }: ReadSection,
  digests: Pick<LayerStatements, 'records' | 'otherRecords' | 'allDiffIds'>,
  options: SetOptions,
): Promise<readonly ImageReport[]> {
  const layers = await verifyLayers(set, { section, ...digests, diffIds: config?.config.diffIds }, options);
  if (config === undefined) {
    return [];
  }
  checkProcessor(set, config.config.platform, section.Config, options.processor);
  return [imageReport(set, config, layers)];
}

interface ReadConfig {
  readonly config: ImageConfig;
  readonly digest: Digest;
}

async function readConfig(set: SetUnderTest, section: ManifestSection): Promise<ReadConfig | undefined> {
  const name = section.Config;
  if (/[/\\]/.test(name)) {
    set.problems.add(
      'artifact-config-name',
      `Config is "${name}", but Launchpad looks the file up by this whole text and keeps it without directories`,
      manifestFile,
    );
    return undefined;
  }
  const bytes = await readFile(set, name);
  if (bytes === undefined) {
    return undefined;
  }
  const digest = digestOf(bytes);
  if (name !== configFileOf(digest)) {
    set.problems.add(
      /^[0-9a-f]{64}\.json$/.test(name) ? 'artifact-config-digest' : 'artifact-config-name',
      `the config should be named ${configFileOf(digest)} after its bytes, but Config is "${name}"`,
      name,
    );
  }
  const config = set.problems.attempt('artifact-malformed', name, () =>
    decodeJson(bytes, imageConfigSchema, name),
  );
  return config === undefined ? undefined : { config, digest };
}

function checkProcessor(
  set: SetUnderTest,
  platform: Platform,
  configFile: string,
  processor: string | undefined,
): void {
  const actual = set.problems.attempt('artifact-architecture', configFile, () =>
    toLaunchpadProcessor(platform),
  );
  if (processor !== undefined && actual !== undefined && actual !== processor) {
    set.problems.add(
      'artifact-architecture',
      `the config says ${formatPlatform(platform)}, which is ${actual} to Launchpad, but the directory is named ${processor}`,
      configFile,
    );
  }
}

function imageReport(set: SetUnderTest, read: ReadConfig, layers: readonly LayerReport[]): ImageReport {
  return {
    platform: formatPlatform(read.config.platform),
    configDigest: read.digest,
    layers,
    directory: set.directory,
  };
}
