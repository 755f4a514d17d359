import * as path from 'node:path';

import { CoreError } from '../../base/errors.js';
import type { Problem } from '../imageReport.js';

/** What is wrong inside an artifact set. */
type ProblemCode =
  /** A file that something names is not there. */
  | 'artifact-missing-file'
  /** A document is not what it should be. */
  | 'artifact-malformed'
  /** manifest.json and digests.json differ in their number of sections. */
  | 'artifact-sections'
  /** The config's name is of a form that Launchpad cannot keep or find. */
  | 'artifact-config-name'
  /** The config's name is not the digest of its bytes. */
  | 'artifact-config-digest'
  /** The directory is named for another processor than the config's. */
  | 'artifact-architecture'
  /** An entry of Layers is not of the form `<layer_id>/layer.tar`. */
  | 'artifact-layer-name'
  /** A layer_id of digests.json has a slash, so that Launchpad does not find its file. */
  | 'artifact-layer-id'
  /** There are more or fewer layers than diff_ids, or none. */
  | 'artifact-layer-count'
  /** A diff_id has no record in digests.json, or a record no diff_id. */
  | 'artifact-digest-record'
  /** A layer file is no intact gzip. */
  | 'artifact-layer-corrupt'
  /** A layer file's sha256 is not what digests.json says. */
  | 'artifact-layer-digest'
  /** A digest is written with `sha256:`, as launchpad-buildd does for pulled layers: its registry push fails. */
  | 'artifact-digest-prefixed'
  /** A layer's content is not what its diff_id says. */
  | 'artifact-diff-id'
  /** A file that does not belong. */
  | 'artifact-foreign-file';

/** Collects what is wrong in one directory, and what is merely remarkable. */
export interface ProblemList {
  add(code: ProblemCode, what: string, name: string): void;
  note(text: string): void;
  /** The value of `action`; undefined, with a problem added, when it fails with one of our errors. */
  attempt<Value>(code: ProblemCode, name: string, action: () => Value): Value | undefined;
  all(): readonly Problem[];
  notes(): readonly string[];
}

/** An empty list; names are those of files in `directory`. */
export function createProblemList(directory: string): ProblemList {
  const problems: Problem[] = [];
  const notes: string[] = [];
  const add: ProblemList['add'] = (code, what, name) => {
    const file = path.join(directory, name);
    problems.push({ code, message: `${file}: ${what.replace(/\.$/, '')}.`, file });
  };
  return {
    add,
    note: (text) => notes.push(text),
    attempt(code, name, action) {
      try {
        return action();
      } catch (error) {
        if (!(error instanceof CoreError)) {
          throw error;
        }
        add(code, error.message, name);
        return undefined;
      }
    },
    all: () => problems,
    notes: () => notes,
  };
}
