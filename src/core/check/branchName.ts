import { isTag } from './imageReference.js';
import { isUbuntuVersion, versionOfCodename } from './ubuntuSeries.js';

/** What Launchpad makes of a branch name (or ref) of an OCI recipe. */
export interface BranchJudgement {
  /** Launchpad's validator takes it. */
  readonly accepted: boolean;
  /** It is of the form the documentation gives: `v1.0-24.04`. */
  readonly documentedForm: boolean;
  /** The push tag made of it is one that registries take. */
  readonly tagValid: boolean;
  /** The one tag that a push gets; `edge` when the name is not accepted. */
  readonly pushTag: string;
  /** What stands before the Ubuntu version, when accepted: `v1.0`. */
  readonly version?: string;
  /** The Ubuntu version at its end, when accepted: `24.04`. */
  readonly series?: string;
  /** Why it is not accepted, or not of the documented form, as part of a sentence. */
  readonly reason?: string;
  /** Names of the documented form that may be meant, best first. */
  readonly suggestions: readonly string[];
}

/** What else is known that helps to suggest a name. */
export interface BranchHints {
  /** Ubuntu version of the base image. */
  readonly series?: string;
}

const risks = ['stable', 'candidate', 'beta', 'edge'];

// Why: Launchpad compares with Python's \d, which takes every Unicode decimal digit, and only at the start.
const seriesStart = /^\p{Nd}{2}\.\p{Nd}{2}/u;

const documented = /^v[0-9]+(?:\.[0-9]+)*-([0-9]{2}\.[0-9]{2})$/;

/**
 * Decides as Launchpad's `validate_oci_branch_name` does, odd cases included, and says what tag a push would get.
 * https://git.launchpad.net/launchpad/tree/lib/lp/app/validators/validation.py
 */
export function judgeBranchName(name: string, hints: BranchHints = {}): BranchJudgement {
  const short = withoutPrefix(name);
  const parts = short.split('-');
  const last = parts.at(-1) ?? '';
  const refusal = refusalOf(parts, last);
  const pushTag = refusal === undefined ? `${short}_edge` : 'edge';
  const base = { pushTag, tagValid: isTag(pushTag) };
  if (refusal !== undefined) {
    const suggestions = suggestionsFor(short, hints);
    return { ...base, accepted: false, documentedForm: false, reason: refusal, suggestions };
  }
  const series = seriesStart.exec(last)?.[0] ?? '';
  const accepted = { ...base, accepted: true, version: parts.slice(0, -1).join('-'), series } as const;
  return isUbuntuVersion(documented.exec(short)?.[1] ?? '')
    ? { ...accepted, documentedForm: true, suggestions: [] }
    : {
        ...accepted,
        documentedForm: false,
        reason: oddity(short, last),
        suggestions: suggestionsFor(short, hints),
      };
}

/** The name without one leading `refs/tags/` or else `refs/heads/`. */
export function withoutPrefix(name: string): string {
  return name.replace(/^refs\/(?:tags|heads)\//, '');
}

function refusalOf(parts: readonly string[], last: string): string | undefined {
  if (parts.length < 2) {
    return 'it has no "-" between a version and an Ubuntu version';
  }
  if (!seriesStart.test(last)) {
    return `what follows the last "-" does not start with an Ubuntu version such as 24.04`;
  }
  const before = parts.slice(0, -1);
  const risk = before.find((part) => risks.includes(part));
  if (risk !== undefined) {
    return `"${risk}" names a risk, which Launchpad adds itself`;
  }
  return before.some((part) => part.includes('/')) ? 'its version part contains "/"' : undefined;
}

function oddity(short: string, last: string): string {
  if (!/^[0-9]{2}\.[0-9]{2}$/.test(last)) {
    return `"${last}" is more than an Ubuntu version such as 24.04`;
  }
  if (!isUbuntuVersion(last)) {
    return `Ubuntu has no version ${last}`;
  }
  return `"${short.slice(0, -last.length - 1)}" is not a version such as v1.0`;
}

function suggestionsFor(short: string, hints: BranchHints): readonly string[] {
  const series = seriesIn(short) ?? hints.series;
  if (series === undefined) {
    return [];
  }
  const suggestion = `${versionIn(short, series)}-${series}`;
  return judgeBranchName(suggestion).documentedForm ? [suggestion] : [];
}

/** The last Ubuntu version or codename in a name; `24.4` is taken as `24.04`. */
function seriesIn(short: string): string | undefined {
  const numbers = [...short.matchAll(/(?<![0-9.])([0-9]{2})\.(04|4|10)(?![0-9])/g)];
  const last = numbers.at(-1);
  if (last !== undefined) {
    return `${last[1] ?? ''}.${(last[2] ?? '').padStart(2, '0')}`;
  }
  const codename = short
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.findLast((word) => versionOfCodename(word) !== undefined);
  return codename === undefined ? undefined : versionOfCodename(codename);
}

/** The first version number that is not the Ubuntu version; `v1.0` when the name has none. */
function versionIn(short: string, series: string): string {
  const unpadded = series.replace('.0', '.');
  const numbers = [...short.matchAll(/(?<![A-Za-z0-9.])[vV]?([0-9]+(?:\.[0-9]+)*)(?![0-9])/g)];
  const version = numbers
    .map((match) => match[1] ?? '')
    .find((found) => found !== series && found !== unpadded);
  return `v${version ?? '1.0'}`;
}
