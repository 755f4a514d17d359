import * as path from 'node:path';

import * as z from 'zod';

import { isCoreError } from '../../base/errors.js';
import type { Files } from '../../host/host.js';
import { decodeJson, readSmallBlob } from '../../image/format/jsonBlob.js';
import { digestsFile, manifestFile } from '../artifactFormat.js';

const partNames: readonly string[] = [manifestFile, digestsFile, 'index.json', 'oci-layout'];

/** A file that makes a folder an image stands for the folder. */
export function toFolder(input: string): string {
  return partNames.includes(path.basename(input)) ? path.dirname(input) : input;
}

/**
 * Whether a path is a folder that is to be a set of Launchpad's artifacts, or of sets: anything but a layout, skopeo's
 * folder, and a docker archive that was unpacked, which say themselves what they are.
 */
export async function isArtifactFolder(input: string, files: Files): Promise<boolean> {
  if ((await files.status(input))?.kind !== 'directory') {
    return false;
  }
  const names = (await files.list(input)).map(({ name }) => name);
  if (names.includes(digestsFile)) {
    return true;
  }
  if (names.includes('index.json') || names.includes('oci-layout')) {
    return false;
  }
  return !names.includes(manifestFile) || !(await isOther(input, files));
}

const skopeoSchema = z.looseObject({ schemaVersion: z.literal(2) });
const dockerSchema = z.array(z.looseObject({ Layers: z.array(z.string()).nullish() }));

/** Whether the manifest.json of a folder is skopeo's, or docker's with the layers beside it. */
async function isOther(folder: string, files: Files): Promise<boolean> {
  const manifest = await readJson(path.join(folder, manifestFile), files);
  if (skopeoSchema.safeParse(manifest).success) {
    return true;
  }
  const sections = dockerSchema.safeParse(manifest);
  for (const name of sections.success ? sections.data.flatMap(({ Layers }) => Layers ?? []) : []) {
    const isInside = !path.isAbsolute(name) && !name.split('/').includes('..');
    if (isInside && (await files.linkStatus(path.join(folder, name))) !== undefined) {
      return true;
    }
  }
  return false;
}

/** Undefined when it is no JSON, which whoever verifies the folder tells of. */
async function readJson(file: string, files: Files): Promise<unknown> {
  const opened = await files.open(file);
  try {
    return decodeJson(await readSmallBlob(opened, file), z.unknown(), file);
  } catch (error) {
    if (isCoreError(error)) {
      return undefined;
    }
    throw error;
  } finally {
    await opened.close();
  }
}
