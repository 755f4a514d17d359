import type { VoiceView } from '../../bridge/languageProtocol.js';
import type { Finding } from '../../core/finding/finding.js';
import type { Host } from '../../core/host/host.js';
import { createCheckMemory } from '../../core/pipeline/checkMemory.js';
import { formatPlatform } from '../../core/platform/platform.js';
import { uriOfPath } from '../documentPaths.js';
import type { RememberingFiles } from '../host/rememberingFiles.js';
import { rememberFiles } from '../host/rememberingFiles.js';
import type { LateAnswer, LateCheck } from '../late/lateCheck.js';
import { LateMemory } from '../late/lateMemory.js';
import type { OpenDocuments } from '../openDocuments.js';
import type { SettingsCache } from '../settings/settingsCache.js';
import { CheckSchedule } from './checkSchedule.js';
import { FindingStore } from './findingStore.js';
import { mergeFindings } from './mergeFindings.js';
import type { RecipeCheck } from './recipeCheck.js';
import { checkRecipesOf } from './recipeCheck.js';
import { typingDelayMs } from './typingDelay.js';

/** What a checker works with and whom it tells. */
export interface RecipeCheckerOptions {
  readonly host: Host;
  readonly open: OpenDocuments;
  readonly settings: SettingsCache;
  readonly isTrusted: () => boolean;
  /** Asked after saving, and when the user asks for a check. */
  readonly afterSave: LateCheck;
  /** Asked when typing pauses. */
  readonly afterTyping: LateCheck;
  /** The findings of these files (absolute paths) may have changed. */
  readonly onDidFind: (files: ReadonlySet<string>) => void;
  /** A subject was checked, or one of those who check it has spoken. */
  readonly onDidCheck: (subject: string) => void;
  readonly onError: (error: unknown) => void;
  /** Factor of every delay; tests have 0. Default: 1. */
  readonly patience?: number;
}

/** What is asked of a subject besides our own checks; a second request of the same kind replaces the first. */
const shellDelayMs = 350;
const engineDelayMs = 50;
/** What depends on a changed text but does not show it may wait a little longer. */
const dependentDelayMs = 150;

/**
 * Keeps subjects (open documents, and files and folders checked on request) checked. Our own checks run after every
 * change, from memory; what asks other programs follows when there is time, and its answer is added.
 */
export class RecipeChecker {
  readonly findings = new FindingStore();
  readonly #options: RecipeCheckerOptions;
  readonly #files: RememberingFiles;
  readonly #host: Host;
  readonly #memory = createCheckMemory();
  readonly #late = new LateMemory();
  /** What the last check of a subject saw, so that other questions cost no second look. */
  readonly #seen = new Map<string, RecipeCheck>();
  readonly #asked = new Set<string>();
  readonly #fast: CheckSchedule;
  readonly #shell: CheckSchedule;
  readonly #engine: CheckSchedule;

  constructor(options: RecipeCheckerOptions) {
    this.#options = options;
    this.#files = rememberFiles(options.host.files);
    this.#host = { ...options.host, files: this.#files.files };
    const schedule = (run: (path: string, signal: AbortSignal) => Promise<unknown>): CheckSchedule =>
      new CheckSchedule({
        run: async (path, signal) => {
          await run(path, signal);
        },
        onError: options.onError,
      });
    this.#fast = schedule((path, signal) => this.#check(path, signal));
    this.#shell = schedule((path, signal) => this.#ask(options.afterTyping, path, signal));
    this.#engine = schedule((path, signal) => this.#ask(options.afterSave, path, signal));
  }

  /** A text was opened or changed: it is checked, and then whatever else depends on it. */
  textChanged(path: string): void {
    if (this.#options.open.isChecked(path)) {
      this.#request(path, 0);
    }
    for (const subject of this.#dependents(path)) {
      this.#request(subject, dependentDelayMs);
    }
  }

  /** A document was written to the disk. */
  saved(path: string): void {
    const subjects = [path, ...this.#dependents(path)];
    this.diskChanged();
    for (const subject of subjects.filter((one) => this.#options.open.isChecked(one))) {
      this.#engine.request(subject, this.#delay(engineDelayMs));
    }
  }

  /** Files changed on disk: what is remembered of it no longer holds. */
  diskChanged(): void {
    this.#files.forget();
    this.#memory.forget();
    this.checkAll();
  }

  /** Checks every subject again. */
  checkAll(): void {
    for (const path of new Set([...this.#options.open.paths(), ...this.#asked])) {
      this.#request(path, 0);
    }
  }

  /** A document was closed; what a user asked to have checked stays. */
  closed(path: string): void {
    if (this.#asked.has(path)) {
      return;
    }
    for (const schedule of [this.#fast, this.#shell, this.#engine]) {
      schedule.cancel(path);
    }
    this.#seen.delete(path);
    this.#memory.dockerfiles.delete(path);
    this.#late.delete(path);
    this.#options.onDidFind(this.findings.delete(path));
  }

  /** Checks a file or a folder now because the user asks for it, and keeps it checked. */
  async checkNow(path: string, signal: AbortSignal): Promise<RecipeCheck> {
    this.#asked.add(path);
    this.#files.forget();
    this.#memory.forget();
    const checked = await this.#check(path, signal);
    this.#engine.request(path, this.#delay(engineDelayMs));
    return checked;
  }

  /** What is known of a subject; looked at now when it was not yet. */
  async lookAt(path: string, signal: AbortSignal): Promise<RecipeCheck> {
    return this.#seen.get(path) ?? this.#look(path, signal);
  }

  /** What was seen of a subject when it was last checked. */
  lastCheck(path: string): RecipeCheck | undefined {
    return this.#seen.get(path);
  }

  /** Who checked a subject, and how. */
  voices(path: string): readonly VoiceView[] {
    const { afterSave, afterTyping } = this.#options;
    const seen = this.#seen.get(path);
    const platforms = (seen?.recipes ?? []).flatMap(({ target }) => target.platforms.map(formatPlatform));
    const missed = new Set(seen?.checks.flatMap(({ notChecked }) => notChecked));
    const own: VoiceView = {
      name: 'static',
      state: seen === undefined ? 'waiting' : 'spoke',
      platforms: [...new Set(platforms)],
      ...(seen !== undefined && { elapsedMs: Math.round(seen.elapsedMs) }),
      ...(missed.size > 0 && { detail: [...missed].join(' ') }),
    };
    return [own, ...[afterSave, afterTyping].map(({ name }) => this.#late.voice(path, name))];
  }

  /** Settles when the findings of a file are those of its text as it is now. */
  async settle(path: string): Promise<void> {
    const subjects = [path, ...this.#dependents(path)];
    await Promise.all(subjects.map((subject) => this.#fast.hurry(subject)));
  }

  /** What our own checks would say of a file if it had this text. */
  async findingsWith(path: string, text: string, signal: AbortSignal): Promise<readonly Finding[]> {
    const { open, settings, isTrusted } = this.#options;
    const { findings } = await checkRecipesOf(path, this.#host, {
      signal,
      trusted: isTrusted(),
      settings: await settings.get(uriOfPath(path)),
      read: (file) => (file === path ? text : open.textOf(file)),
      // Why its own: what is remembered is of the text that the editor holds.
      memory: createCheckMemory(),
    });
    return findings.filter(({ file }) => file === path);
  }

  /** Stops everything. */
  dispose(): void {
    for (const schedule of [this.#fast, this.#shell, this.#engine]) {
      schedule.dispose();
    }
  }

  #request(path: string, extraMs: number): void {
    const length = this.#options.open.textOf(path)?.length ?? 0;
    const delayMs = typingDelayMs(length, this.#seen.get(path)?.elapsedMs);
    this.#fast.request(path, this.#delay(delayMs + extraMs));
  }

  #delay(delayMs: number): number {
    return delayMs * (this.#options.patience ?? 1);
  }

  /** The subjects whose last check read a text, itself left out. */
  #dependents(path: string): readonly string[] {
    return [...this.#seen]
      .filter(([subject, { files }]) => subject !== path && files.has(path))
      .map(([subject]) => subject);
  }

  async #check(path: string, signal: AbortSignal): Promise<RecipeCheck> {
    const checked = await this.#look(path, signal);
    signal.throwIfAborted();
    this.#seen.set(path, checked);
    this.#tell(path);
    this.#shell.request(path, this.#delay(shellDelayMs));
    return checked;
  }

  async #look(path: string, signal: AbortSignal): Promise<RecipeCheck> {
    const { open, settings, isTrusted } = this.#options;
    return checkRecipesOf(path, this.#host, {
      signal,
      trusted: isTrusted(),
      settings: await settings.get(uriOfPath(path)),
      read: (file) => open.textOf(file),
      memory: this.#memory,
    });
  }

  async #ask(late: LateCheck, path: string, signal: AbortSignal): Promise<void> {
    const { open, settings, isTrusted } = this.#options;
    const answer = await late.ask({
      path,
      check: await this.lookAt(path, signal),
      settings: await settings.get(uriOfPath(path)),
      host: this.#host,
      memory: this.#memory,
      isTrusted: isTrusted(),
      read: (file) => open.textOf(file),
      signal,
    });
    const texts = await this.#textsOf(answer, late.basis);
    signal.throwIfAborted();
    this.#late.set(path, late.name, { answer, texts });
    // Why: what our own checks found may be of the text before; the check that is to come tells of both.
    if (!this.#fast.isAsked(path)) {
      this.#tell(path);
    }
  }

  async #textsOf(answer: LateAnswer, basis: LateCheck['basis']): Promise<ReadonlyMap<string, string>> {
    const files = answer.kind === 'spoke' ? new Set(answer.findings.map(({ file }) => file)) : [];
    const texts = new Map<string, string>();
    for (const file of files) {
      const held = basis === 'editor' ? this.#options.open.textOf(file) : undefined;
      const text = held ?? (await this.#host.files.readText(file).catch(() => undefined));
      if (text !== undefined) {
        texts.set(file, text);
      }
    }
    return texts;
  }

  /** Publishes what our own checks and the late ones found of a subject. */
  #tell(path: string): void {
    const { open, onDidFind, onDidCheck, afterSave, afterTyping } = this.#options;
    const textOf = (file: string): string | undefined => open.textOf(file);
    const late = [afterSave, afterTyping].map(({ name }) => this.#late.findings(path, name, textOf));
    const found: readonly Finding[] = mergeFindings(this.#seen.get(path)?.findings ?? [], late.flat());
    const files = this.findings.set(path, found, { live: open.isOpen(path) });
    // Why not all: what is known of a file that waits for its own check may be of its text before; that check tells.
    onDidFind(new Set([...files].filter((file) => file === path || !this.#fast.isAsked(file))));
    onDidCheck(path);
  }
}
