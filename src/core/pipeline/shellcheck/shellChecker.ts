import { hasCode, isCoreError } from '../../base/errors.js';
import type { Range } from '../../base/text.js';
import type { RunScript, ShellDialect } from '../../check/hadolint/runScripts.js';
import { findRunScripts } from '../../check/hadolint/runScripts.js';
import type { DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { documentOffset } from '../../dockerfile/joinedText.js';
import { positionAt } from '../../dockerfile/lineTable.js';
import type { Finding, Severity } from '../../finding/finding.js';
import type { Host } from '../../host/host.js';
import { runTasks } from '../../artifact/taskPool.js';
import type { ShellComment, ShellText } from './runShellcheck.js';
import { runShellcheck } from './runShellcheck.js';

/** What came of asking ShellCheck. */
export type ShellcheckResult =
  | {
      readonly kind: 'checked';
      readonly findings: readonly Finding[];
      /** Which scripts it was not asked about, and why. */
      readonly skipped?: string;
    }
  /** It is not there or does not work; `reason` is for a person and says what to do. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Asks ShellCheck about the shell in Dockerfiles and remembers what it said of each script. */
export interface ShellChecker {
  /**
   * The findings in a Dockerfile, under ShellCheck's own codes (`SC2086`), at their places. `file` is the absolute
   * path they carry. Rejects only with the reason of an abort and what is no failure of ShellCheck.
   */
  check(document: DockerfileDocument, file: string, signal?: AbortSignal): Promise<ShellcheckResult>;
  /** Looks for the program again the next time, and asks it everything anew. */
  forget(): void;
}

/** How it is asked. */
export interface ShellCheckerOptions {
  /** A name on PATH or an absolute path; default `shellcheck`. */
  readonly program?: string;
}

/** Scripts that ShellCheck gets at once, processes at once, and scripts remembered, at most. */
const batchLength = 50;
const maxProcesses = 2;
const maxRemembered = 2000;
/** What is longer takes ShellCheck many seconds, and gigabytes. */
const maxScriptLength = 50_000;

const dialects: readonly ShellDialect[] = ['sh', 'bash', 'dash', 'ksh'];

const severities: Readonly<Record<ShellComment['level'], Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
};

/** A checker that has asked nothing yet. */
export function createShellChecker(
  host: Pick<Host, 'files' | 'processes' | 'system'>,
  { program = 'shellcheck' }: ShellCheckerOptions = {},
): ShellChecker {
  const remembered = new Map<string, readonly ShellComment[]>();
  let absent: string | undefined;

  async function ask(texts: readonly ShellText[], signal?: AbortSignal): Promise<void> {
    const unknown = new Map(texts.map((text) => [keyOf(text), text]));
    unknown.forEach((_, key) => remembered.has(key) && unknown.delete(key));
    const scripts = [...unknown.values()];
    const batches = dialects.flatMap((dialect) =>
      inBatches(scripts.filter((one) => one.dialect === dialect)),
    );
    const tasks = batches.map((batch) => async (taskSignal: AbortSignal) => {
      const answers = await runShellcheck(batch, { host, program }, taskSignal);
      batch.forEach((text, index) => remembered.set(keyOf(text), answers[index] ?? []));
    });
    await runTasks(tasks, maxProcesses, signal);
  }

  async function check(
    document: DockerfileDocument,
    file: string,
    signal?: AbortSignal,
  ): Promise<ShellcheckResult> {
    const all = findRunScripts(document);
    const scripts = all.filter(({ joined }) => joined.text.length <= maxScriptLength);
    const texts = scripts.map(toShellText);
    if (absent !== undefined) {
      return { kind: 'unavailable', reason: absent };
    }
    try {
      await ask(texts, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isCoreError(error)) {
        throw error;
      }
      const isMissing = hasCode(error, 'program-not-found');
      const reason = isMissing ? missingReason(program) : error.message;
      absent = isMissing ? reason : undefined;
      return { kind: 'unavailable', reason };
    }
    const findings = scripts.flatMap((script, index) => {
      const text = texts[index] ?? { dialect: script.dialect, text: '' };
      const comments = remembered.get(keyOf(text)) ?? [];
      return comments.flatMap((comment) => toFinding(comment, { script, text, document, file }));
    });
    trim(remembered, texts);
    const skipped = skippedReason(all.length - scripts.length);
    return { kind: 'checked', findings, ...(skipped !== undefined && { skipped }) };
  }

  return {
    check,
    forget: () => {
      absent = undefined;
      remembered.clear();
    },
  };
}

function skippedReason(count: number): string | undefined {
  const which = count === 1 ? 'One RUN is' : `${count} RUNs are`;
  return count === 0
    ? undefined
    : `${which} too long for ShellCheck (over ${maxScriptLength} characters), and not checked by it.`;
}

function missingReason(program: string): string {
  return program === 'shellcheck'
    ? 'ShellCheck is not on PATH, so the shell of RUN is not checked by it. Install it: apt-get install shellcheck.'
    : `There is no program ${program}, so the shell of RUN is not checked by ShellCheck. Correct its path.`;
}

/** The script with its variables declared, so that ShellCheck takes them for set. */
function toShellText({ dialect, variables, joined }: RunScript): ShellText {
  return { dialect, text: `${variables.map((name) => `export ${name}=1\n`).join('')}${joined.text}\n` };
}

function keyOf({ dialect, text }: ShellText): string {
  return `${dialect}\n${text}`;
}

function inBatches(scripts: readonly ShellText[]): readonly (readonly ShellText[])[] {
  const count = Math.ceil(scripts.length / batchLength);
  return Array.from({ length: count }, (_, index) =>
    scripts.slice(index * batchLength, (index + 1) * batchLength),
  );
}

/** Forgets what was asked for longest ago, never the scripts at hand. */
function trim(remembered: Map<string, readonly ShellComment[]>, texts: readonly ShellText[]): void {
  for (const key of texts.map(keyOf)) {
    const comments = remembered.get(key) ?? [];
    remembered.delete(key);
    remembered.set(key, comments);
  }
  for (const key of remembered.keys()) {
    if (remembered.size <= Math.max(maxRemembered, texts.length)) {
      return;
    }
    remembered.delete(key);
  }
}

interface CommentedScript {
  readonly script: RunScript;
  readonly text: ShellText;
  readonly document: DockerfileDocument;
  readonly file: string;
}

function toFinding(comment: ShellComment, place: CommentedScript): readonly Finding[] {
  const { script, file } = place;
  const range = rangeOf(comment, place);
  if (range === undefined) {
    return [];
  }
  return [
    {
      rule: `SC${comment.code}`,
      severity: severities[comment.level],
      message: comment.message,
      file,
      range,
      instructionLine: script.instruction.startLine,
      fixes: [],
    },
  ];
}

/** Where a comment's stretch is in the document; undefined for the declarations put before the script. */
function rangeOf(
  { line, column, endLine, endColumn }: ShellComment,
  { script, text, document }: CommentedScript,
): Range | undefined {
  const declared = text.text.length - script.joined.text.length - 1;
  const start = offsetIn(text.text, line, column) - declared;
  const end = Math.max(start, offsetIn(text.text, endLine, endColumn) - declared);
  if (start < 0) {
    return undefined;
  }
  const last = script.joined.text.length;
  const from = documentOffset(
    document.lines,
    script.joined,
    Math.min(start, last),
    start < last ? 'start' : 'end',
  );
  const to = start === end ? from : documentOffset(document.lines, script.joined, Math.min(end, last), 'end');
  return { start: positionAt(document.lines, from), end: positionAt(document.lines, Math.max(from, to)) };
}

/** The offset of a line and column as ShellCheck counts them; outside the text, the nearest one in it. */
function offsetIn(text: string, line: number, column: number): number {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) {
      return text.length;
    }
    start = end + 1;
  }
  let offset = start;
  for (let current = 1; current < column && offset < text.length && text[offset] !== '\n'; current += 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
