import { formatPlatform, parsePlatform } from '../platform/platform.js';

/** What BuildKit says in the name of a vertex. */
export interface StepName {
  /** `linux/arm64`: the platform that the step works for, an internal step too; absent where the name carries none. */
  readonly platform?: string;
  /** `build 3/4`, or `3/4` in a stage without a name; absent for internal steps. */
  readonly stage?: string;
  /** `RUN make`, or the whole name of an internal step, without its platform. */
  readonly name: string;
}

const bracketed = /^\[([^\]]*)\]\s*(.*)$/s;
const fraction = /^\d+\/\d+$/;
const platformWord = /^([a-z]+\/[a-z0-9_]+(?:\/v?[0-9.]+)?)(?:->(\S+))?$/;
const systemWord = /^(linux|windows|darwin|freebsd|wasip1)\//;
const metadataStep = /^\[((?:\S+ )?)internal\] (?=load metadata for )/;

/**
 * Reads the name of a vertex: `[linux/arm64 build 3/4] RUN make`, `[linux/amd64->arm64 build 1/2] …` (the step runs on
 * amd64 for arm64), `[app linux/arm64 2/4] …` (bake with several targets), `[build 3/4] …`, `[internal] …`,
 * `[linux/arm64 internal] …`.
 * https://github.com/moby/buildkit/blob/v0.25.0/frontend/dockerfile/dockerfile2llb/convert.go (prefixCommand)
 */
export function parseStepName(text: string): StepName {
  const match = bracketed.exec(text);
  const words = (match?.[1] ?? '').split(/\s+/).filter((word) => word !== '');
  if (match === null || !fraction.test(words.at(-1) ?? '')) {
    return parseInternal(text, words, match?.[2] ?? '');
  }
  const at = words.findIndex((word) => platformWord.test(word) && !fraction.test(word));
  const platform = targetPlatform(words[at] ?? '');
  const stage = words.filter((_word, index) => index !== at).join(' ');
  return { ...(platform !== undefined && { platform }), stage, name: match[2] ?? '' };
}

/** `[app linux/arm64 internal] load …`: what BuildKit does for one platform before its first step. */
function parseInternal(text: string, words: readonly string[], rest: string): StepName {
  // Why: a named context may look like a platform (`[context team/app]`), but not with a system's name.
  const at = words.findIndex((word) => platformWord.test(word) && systemWord.test(word));
  const platform = targetPlatform(words[at] ?? '');
  const others = words.filter((_word, index) => index !== at).join(' ');
  return platform === undefined ? { name: text } : { platform, name: `[${others}] ${rest}` };
}

/** The name with the platform that BuildKit leaves out when a build has only one. */
export function withPlatform(text: string, platform: string): string {
  if (metadataStep.test(text)) {
    return text.replace(metadataStep, `[$1${platform} internal] `);
  }
  const parsed = parseStepName(text);
  return parsed.stage === undefined || parsed.platform !== undefined
    ? text
    : `[${platform} ${parsed.stage}] ${parsed.name}`;
}

function targetPlatform(word: string): string | undefined {
  const match = platformWord.exec(word);
  if (match?.[1] === undefined) {
    return undefined;
  }
  const [, base, target] = match;
  // Why: after the arrow the operating system is left out when it is the same.
  const os = base.split('/', 1)[0] ?? 'linux';
  const full = target === undefined ? base : systemWord.test(target) ? target : `${os}/${target}`;
  return formatPlatform(parsePlatform(full));
}
