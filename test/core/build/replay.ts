import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildEvent } from '../../../src/core/build/buildEvent.js';
import type { BuildStatus } from '../../../src/core/build/buildStatus.js';
import { RawjsonDecoder } from '../../../src/core/build/rawjson.js';
import { initialStatus, reduceStatus } from '../../../src/core/build/reduceStatus.js';

const folder = path.join(import.meta.dirname, '..', '..', 'fixtures', 'rawjson');

/** Versions of buildx whose output was recorded. */
export const recordedVersions = ['0.13.1', '0.29.1'] as const;

/** The events of a recorded build (test/fixtures/rawjson). */
export function replay(version: string, name: string): readonly BuildEvent[] {
  const text = readFileSync(path.join(folder, `buildx-${version}.${name}.jsonl`), 'utf8');
  return decodeText(text);
}

/** The events of what buildx wrote. */
export function decodeText(text: string): readonly BuildEvent[] {
  const decoder = new RawjsonDecoder();
  return [...text.split('\n').flatMap((line) => decoder.push(line)), ...decoder.finish()];
}

/** The status after these events of a build for amd64 and arm64, or for the platforms given. */
export function statusAfter(
  events: readonly BuildEvent[],
  platforms: readonly string[] = ['linux/amd64', 'linux/arm64'],
): BuildStatus {
  return events.reduce(reduceStatus, initialStatus('sample', platforms));
}
