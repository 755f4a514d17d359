import type { Finding } from '../../core/finding/finding.js';

interface Entry {
  readonly findings: readonly Finding[];
  readonly live: boolean;
}

/**
 * The findings of every subject (a document or folder that was checked). Several subjects may speak of one file, a
 * recipe file and its Dockerfile for instance; the file shows what any of them found, each finding once.
 */
export class FindingStore {
  readonly #bySubject = new Map<string, Entry>();

  /**
   * Replaces what a subject found; returns the files whose findings may have changed. A `live` subject is checked
   * with every change of its text; about its file only live subjects are heard, the others may be out of date.
   */
  set(subject: string, findings: readonly Finding[], { live }: { live: boolean }): ReadonlySet<string> {
    const before = this.#bySubject.get(subject)?.findings ?? [];
    this.#bySubject.set(subject, { findings, live });
    return filesOf(subject, [...before, ...findings]);
  }

  /** Forgets a subject; returns the files whose findings may have changed. */
  delete(subject: string): ReadonlySet<string> {
    const before = this.#bySubject.get(subject)?.findings ?? [];
    this.#bySubject.delete(subject);
    return filesOf(subject, before);
  }

  /** All findings about a file (absolute path), without duplicates, in the order they were found. */
  ofFile(file: string): readonly Finding[] {
    const onlyLive = this.#bySubject.get(file)?.live === true;
    const entries = [...this.#bySubject.values()].filter(({ live }) => live || !onlyLive);
    const found = new Map<string, Finding>();
    for (const finding of entries.flatMap(({ findings }) => findings)) {
      if (finding.file === file) {
        found.set(identity(finding), finding);
      }
    }
    return [...found.values()];
  }
}

function filesOf(subject: string, findings: readonly Finding[]): ReadonlySet<string> {
  return new Set([subject, ...findings.map(({ file }) => file)]);
}

function identity({ rule, range: { start, end }, message, platform = '' }: Finding): string {
  return `${rule} ${start.line}:${start.character}-${end.line}:${end.character} ${platform} ${message}`;
}
