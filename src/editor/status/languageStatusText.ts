import type { BranchView, SilenceReason, VoiceName, VoiceView } from '../../bridge/languageProtocol.js';

/** What is known of the document at hand. */
export interface LanguageStatusView {
  readonly branch?: BranchView;
  /** Sentences about what was not looked at. */
  readonly notes: readonly string[];
  readonly voices: readonly VoiceView[];
}

/** The words of the lines, in the editor's language. */
export interface LanguageStatusWords {
  /** `OCI Recipe: static + BuildKit` */
  readonly checkedBy: (voices: string) => string;
  readonly names: Readonly<Record<VoiceName, string>>;
  /** `amd64, arm64 in 1.2 s` */
  readonly spoke: (platforms: string, duration: string) => string;
  /** `BuildKit looked no further: …` */
  readonly stopped: (reason: string) => string;
  /** Stands for what there is no room for. */
  readonly notAll: string;
  readonly afterSaving: string;
  readonly afterTyping: string;
  readonly silent: Readonly<Record<SilenceReason, string>>;
}

/** One line of the language status: each is drawn in one line, so it is short. */
export interface LanguageStatusLine {
  readonly name: VoiceName;
  readonly text: string;
  readonly detail: string;
  /** All there is to say, where the line has no room for it. */
  readonly whole?: string;
  /** Something was not looked at that should have been. */
  readonly isWarning: boolean;
}

/**
 * A line for each who checks the document: for which platforms, how long it took, or why not. The first is about our
 * own checks and names all who spoke.
 */
export function formatLanguageStatus(
  { branch, notes, voices }: LanguageStatusView,
  words: LanguageStatusWords,
): readonly [LanguageStatusLine, ...LanguageStatusLine[]] {
  const others = voices.filter(({ name }) => name !== 'static');
  const own = voices.find(({ name }) => name === 'static');
  const spoke = others.filter(({ state }) => state === 'spoke').map(({ name }) => name);
  const names = (['static', ...spoke] as const).map((name) => words.names[name]).join(' + ');
  const explanation = branch?.name === undefined ? branch?.explanation : undefined;
  // Why: what our own checks cannot know BuildKit does, where it speaks.
  const missed = spoke.includes('buildkit') ? undefined : own?.detail;
  const spoken = own?.state === 'spoke' ? spokenText(own, words) : undefined;
  return [
    {
      name: 'static',
      text: words.checkedBy(names),
      ...fitted([spoken, ...notes, explanation], missed, words.notAll),
      isWarning: notes.length > 0,
    },
    ...others.map((voice) => toLine(voice, words)),
  ];
}

/** The editor cuts off what the window has no room for. */
const longestDetail = 60;

/** Why only what is missed is left out: what is told before it is of this very file, and may be what is wrong. */
function fitted(
  told: readonly (string | undefined)[],
  missed: string | undefined,
  notAll: string,
): Pick<LanguageStatusLine, 'detail' | 'whole'> {
  const join = (...parts: readonly (string | undefined)[]): string =>
    parts.filter((part) => part !== undefined).join(' · ');
  const whole = join(...told, missed);
  return missed === undefined || whole.length <= longestDetail
    ? { detail: whole }
    : { detail: join(...told, notAll), whole };
}

function toLine(voice: VoiceView, words: LanguageStatusWords): LanguageStatusLine {
  const { name, why } = voice;
  return {
    name,
    text: words.names[name],
    detail: detailOf(voice, words),
    isWarning: why === 'failed' || why === 'timeout',
  };
}

function detailOf(voice: VoiceView, words: LanguageStatusWords): string {
  const { name, state, why, detail } = voice;
  if (state === 'spoke') {
    const spoken = spokenText(voice, words);
    return detail === undefined ? spoken : `${spoken}. ${words.stopped(detail)}`;
  }
  if (state === 'waiting' || why === undefined) {
    return name === 'buildkit' ? words.afterSaving : words.afterTyping;
  }
  const isTold = detail === undefined || why === 'off' || why === 'restricted' || name === 'shellcheck';
  return isTold ? words.silent[why] : detail;
}

function spokenText({ platforms, elapsedMs = 0 }: VoiceView, words: LanguageStatusWords): string {
  const duration = elapsedMs < 1000 ? `${elapsedMs} ms` : `${(elapsedMs / 1000).toFixed(1)} s`;
  const names = platforms.map((platform) => platform.replace(/^linux\//, ''));
  return names.length === 0 ? duration : words.spoke(names.join(', '), duration);
}
