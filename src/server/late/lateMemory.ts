import type { VoiceName, VoiceView } from '../../bridge/languageProtocol.js';
import type { Finding } from '../../core/finding/finding.js';
import type { LateAnswer } from './lateCheck.js';
import { moveFindings } from './moveFindings.js';

type LateName = Exclude<VoiceName, 'static'>;

interface Entry {
  readonly answer: LateAnswer;
  /** The texts that it looked at, by absolute path, of the files it found something in. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What late checks said last of each subject, so that it stays on the screen while the text is edited. */
export class LateMemory {
  readonly #subjects = new Map<string, Map<LateName, Entry>>();

  /** Replaces what one of them said. */
  set(subject: string, name: LateName, entry: Entry): void {
    const entries = this.#subjects.get(subject) ?? new Map<LateName, Entry>();
    entries.set(name, entry);
    this.#subjects.set(subject, entries);
  }

  /** Forgets what was said of a subject. */
  delete(subject: string): void {
    this.#subjects.delete(subject);
  }

  /** What was found and still holds for the texts as they are now (`textOf`; undefined: as they were). */
  findings(
    subject: string,
    name: LateName,
    textOf: (file: string) => string | undefined,
  ): readonly Finding[] {
    const entry = this.#subjects.get(subject)?.get(name);
    if (entry?.answer.kind !== 'spoke') {
      return [];
    }
    let { findings } = entry.answer;
    for (const [file, before] of entry.texts) {
      findings = moveFindings(findings, file, { before, after: textOf(file) ?? before });
    }
    return findings;
  }

  /** What can be told of one of them. */
  voice(subject: string, name: LateName): VoiceView {
    const answer = this.#subjects.get(subject)?.get(name)?.answer;
    if (answer === undefined) {
      return { name, state: 'waiting', platforms: [] };
    }
    if (answer.kind === 'spoke') {
      const { platforms, elapsedMs, stoppedBy } = answer;
      return {
        name,
        state: 'spoke',
        platforms,
        elapsedMs: Math.round(elapsedMs),
        ...(stoppedBy !== undefined && { detail: stoppedBy }),
      };
    }
    const { why, detail } = answer;
    return { name, state: 'silent', platforms: [], why, ...(detail !== undefined && { detail }) };
  }
}
