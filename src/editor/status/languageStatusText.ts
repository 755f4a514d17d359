import type { BranchView, SilenceReason, VoiceName, VoiceView } from '../../bridge/languageProtocol.js';

/** What is known of the document at hand. */
export interface LanguageStatusView {
  readonly branch?: BranchView;
  /** Sentences about what was not looked at. */
  readonly notes: readonly string[];
  readonly voices: readonly VoiceView[];
}

/** The words of the item, in the editor's language. */
export interface LanguageStatusWords {
  /** `static + BuildKit` */
  readonly checkedBy: (voices: string) => string;
  /** The same, with the name of the branch. */
  readonly checkedOn: (voices: string, branch: string) => string;
  readonly names: Readonly<Record<VoiceName, string>>;
  /** `BuildKit: linux/amd64, linux/arm64 in 1.2 s.` */
  readonly spoke: (name: string, platforms: string, duration: string) => string;
  /** The same for one who speaks for no platform in particular. */
  readonly spokeForAll: (name: string, duration: string) => string;
  readonly asksAfterSaving: string;
  /** `BuildKit looked no further: …` */
  readonly stopped: (name: string, reason: string) => string;
  readonly silent: Readonly<Record<Exclude<VoiceName, 'static'>, Readonly<Record<SilenceReason, string>>>>;
}

/** What the item shows. */
export interface LanguageStatusText {
  /** Short: it stands in a list with those of other extensions. */
  readonly text: string;
  readonly detail: string;
  /** Something was not looked at that should have been. */
  readonly isWarning: boolean;
}

/** Who checked the document, for which platforms, how long it took, and why someone else did not. */
export function formatLanguageStatus(
  { branch, notes, voices }: LanguageStatusView,
  words: LanguageStatusWords,
): LanguageStatusText {
  const others = voices.filter(({ name, state }) => state === 'spoke' && name !== 'static');
  const names = ['static' as const, ...others.map(({ name }) => name)]
    .map((name) => words.names[name])
    .join(' + ');
  const explanation = branch !== undefined && branch.name === undefined ? branch.explanation : undefined;
  // Why: what our own checks cannot know BuildKit does, where it speaks.
  const isAnswered = others.some(({ name }) => name === 'buildkit');
  const missed = isAnswered ? undefined : voices.find(({ name }) => name === 'static')?.detail;
  const parts = [...voices.map((voice) => sentenceOf(voice, words)), missed, explanation, ...notes];
  return {
    text: branch?.name === undefined ? words.checkedBy(names) : words.checkedOn(names, branch.name),
    detail: parts.filter((part) => part !== undefined).join(' '),
    isWarning: notes.length > 0 || voices.some(({ why }) => why === 'failed' || why === 'timeout'),
  };
}

function sentenceOf(voice: VoiceView, words: LanguageStatusWords): string | undefined {
  const { name, state, why } = voice;
  if (state === 'spoke') {
    return spokenSentence(voice, words);
  }
  if (state === 'waiting' || why === undefined || name === 'static') {
    return name === 'buildkit' ? words.asksAfterSaving : undefined;
  }
  return silentSentence(words.silent[name][why], voice);
}

function spokenSentence(
  { name, platforms, elapsedMs = 0, detail }: VoiceView,
  words: LanguageStatusWords,
): string {
  const duration = formatDuration(elapsedMs);
  const who = words.names[name];
  const sentence =
    platforms.length === 0
      ? words.spokeForAll(who, duration)
      : words.spoke(who, platforms.join(', '), duration);
  const isStopped = detail !== undefined && name !== 'static';
  return isStopped ? `${sentence} ${words.stopped(who, detail)}` : sentence;
}

/** A reason that is more exact than ours stands alone; of a failure both are told. */
function silentSentence(sentence: string, { why, detail }: VoiceView): string {
  if (detail === undefined || why === 'off' || why === 'restricted') {
    return sentence;
  }
  return why === 'absent' ? detail : `${sentence} ${detail}`;
}

function formatDuration(elapsedMs: number): string {
  return elapsedMs < 1000 ? `${elapsedMs} ms` : `${(elapsedMs / 1000).toFixed(1)} s`;
}
