import type { DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import type { Finding } from '../../finding/finding.js';

/** What is asked for. */
export interface SilenceRequest {
  readonly document: DockerfileDocument;
  readonly finding: Finding;
  /** One line; empty for none. */
  readonly reason: string;
}

/** An edit in offsets, as all that write comments return them. */
export interface Insertion {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A comment or directive that silences a rule. */
export interface Written {
  readonly written: string;
  readonly edits: readonly Insertion[];
}
