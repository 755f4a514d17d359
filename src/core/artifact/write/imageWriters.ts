import type { TargetFormat } from '../targetOptions.js';
import type { ImageWriter } from './imageWriter.js';
import { writeDockerArchive } from './writeDockerArchive.js';
import { writeLaunchpadSet } from './writeLaunchpadSet.js';
import { writeLegacyArchive } from './writeLegacyArchive.js';
import { ociWriter } from './writeOciTree.js';

/** What writes each format. */
export const imageWriters: Readonly<Record<TargetFormat, ImageWriter>> = {
  launchpad: writeLaunchpadSet,
  'docker-legacy': writeLegacyArchive,
  docker: writeDockerArchive,
  oci: ociWriter(),
  'oci-tar': ociWriter(),
};
