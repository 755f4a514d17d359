import { isCoreError } from '../../base/errors.js';
import type { Problem } from '../imageReport.js';

/** What is wrong in an archive or a layout. Errors of the readers keep codes of their own (`archive-…`). */
type ImageProblemCode =
  /** A blob that something names is not there. */
  | 'blob-missing'
  /** A blob has another size than its descriptor says. */
  | 'blob-size'
  /** A blob's bytes have another digest than its name or its descriptor says. */
  | 'blob-digest'
  /** Something among the blobs has a name that is no digest. */
  | 'blob-name'
  /** A document or a layer is of another kind than its media type says. */
  | 'media-type'
  /** The file oci-layout is missing, or is of a version that nobody knows. */
  | 'layout-marker'
  /** An entry of an index says another platform than the image's config. */
  | 'index-platform'
  /** Indexes are nested too deep. */
  | 'index-depth'
  /** There are more or fewer layers than diff_ids. */
  | 'layer-count'
  /** The history tells of more or fewer layers than there are. */
  | 'history-count'
  /** A layer's compressed stream is damaged, or of a kind that no registry takes. */
  | 'layer-corrupt'
  /** A layer's uncompressed bytes are not what its diff_id says. */
  | 'layer-diff-id'
  /** A layer's table of contents is not what is said of it, or not the layer's. */
  | 'layer-toc'
  /** An attestation is about a manifest that is not there. */
  | 'attestation-subject'
  /** A file in a set of Launchpad's artifacts that nothing there names. */
  | 'artifact-foreign-file'
  /** There is no image. */
  | 'no-image';

/** One problem, told so that programs can compare too. */
interface ImageProblem {
  readonly code: ImageProblemCode;
  /** What it is about: a digest, or the name of a member. */
  readonly where: string;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly platform?: string;
}

/** Collects what is wrong, each thing once, and what is merely remarkable. */
export interface Findings {
  add(problem: ImageProblem): void;
  note(text: string): void;
  /** The value of `action`; undefined, with its error added under its own code, when it fails with one of ours. */
  attempt<Value>(where: string, action: () => Promise<Value>): Promise<Value | undefined>;
  all(): readonly Problem[];
  notes(): readonly string[];
}

/** Nothing found yet. */
export function createFindings(): Findings {
  const problems = new Map<string, Problem>();
  const notes = new Set<string>();
  const add = (problem: Problem): void => {
    problems.set(JSON.stringify(problem), problem);
  };
  return {
    add,
    note: (text) => notes.add(text),
    async attempt(where, action) {
      try {
        return await action();
      } catch (error) {
        if (!isCoreError(error)) {
          throw error;
        }
        add({ code: error.code, message: error.message, where });
        return undefined;
      }
    },
    all: () => [...problems.values()],
    notes: () => [...notes],
  };
}
