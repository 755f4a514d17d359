import type { Archive } from '../../image/archive/archive.js';
import type { ArchiveUnderTest } from './archiveUnderTest.js';
import type { NamedBlobs } from './namedBlobs.js';
import type { UnnamedList } from './unnamedList.js';

/** What an archive was found to be: it says which names have a meaning. */
export type ArchiveForm = 'layout' | 'docker' | 'skopeo' | 'set';

/** An archive in which all that is named was found. */
export interface SearchedArchive {
  readonly archive: Archive;
  readonly named: NamedBlobs;
  readonly form: ArchiveForm;
}

/** A look at what nothing names. */
export interface UnnamedWalk extends SearchedArchive {
  readonly test: ArchiveUnderTest;
  readonly list: UnnamedList;
}
