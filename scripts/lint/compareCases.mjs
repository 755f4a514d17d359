import { standIn } from './labEngine.mjs';
import { askAboutMany } from './engineBatch.mjs';
import { findStatically, referencesOf, refusedStatically, takenImagesOf } from './staticFindings.mjs';

/** So many cases are asked about at once. */
const batchSize = 60;

/**
 * Compares our checks with BuildKit's own: for each `{ corpusCase, platform, args }` (args besides those of the case)
 * `{ name, platform, count, error, hasAnswer, differences }`; a difference is `{ side, rule, line, message }`, for
 * what is refused with the rule `error`. `error` is what BuildKit stopped at.
 */
export async function compareCases(jobs, { checks, env, engine }) {
  const results = [];
  for (let at = 0; at < jobs.length; at += batchSize) {
    const asked = jobs.slice(at, at + batchSize).map((job) => prepareCase(job, checks, engine));
    const answers = await askAboutMany(asked, env);
    asked.forEach((job, index) => results.push(compare(job, answers[index], checks)));
  }
  return results;
}

/** A case as BuildKit is asked about it, with what is known of its base images. */
export function prepareCase({ corpusCase, platform, args }, checks, engine) {
  const bases = referencesOf(checks, corpusCase, platform);
  const images = [...bases.map(({ reference }) => reference), ...takenImagesOf(checks, corpusCase)];
  return {
    corpusCase,
    platform,
    folder: corpusCase.folder,
    target: corpusCase.target,
    args: { ...args, ...corpusCase.args },
    references: [...new Set(images)].filter((name) => name !== standIn),
    facts: bases.map((base) => factsAbout(base, engine)),
  };
}

/** The stand-in has all that is asked for in Linux images, with the same config but for the processor. */
function factsAbout({ reference, platform }, engine) {
  const [os, architecture, variant] = (platform ?? engine.platform).split('/');
  const own = { reference, platform: platform ?? engine.platform, os, architecture };
  return { ...engine.image, ...own, ...(variant !== undefined && { variant }) };
}

function compare({ corpusCase, platform, facts }, answer, checks) {
  const { name } = corpusCase;
  if (answer.refusal !== undefined) {
    return { name, platform, count: 0, error: answer.refusal, hasAnswer: false, differences: [] };
  }
  const ours = findStatically(checks, corpusCase, { platform, facts });
  const refused = refusedStatically(checks, corpusCase, { platform, facts });
  const error = answer.error === undefined || isViolation(answer.error.message) ? undefined : answer.error;
  return {
    name,
    platform,
    count: answer.findings.length,
    error,
    hasAnswer: true,
    differences: [...differ(ours, answer.findings, error), ...differInErrors(refused, error)],
  };
}

/** `error=true` ends a check with an error too, but after everything was looked at. */
function isViolation(message) {
  return message.startsWith('lint violation found');
}

/** Where BuildKit stopped at an error, ours may say more. */
function differ(ours, theirs, error) {
  const missing = without(theirs, ours).map((finding) => ({ side: 'only BuildKit', ...finding }));
  const extra = without(ours, theirs).map((finding) => ({ side: 'only ours', ...finding }));
  return error === undefined ? [...missing, ...extra] : missing;
}

/** Why a set: BuildKit says the same of a line as often as it comes to it there, we say it once. */
function without(findings, others) {
  const left = new Set(others.map(keyOf));
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()].filter(
    (finding) => !left.has(keyOf(finding)),
  );
}

// Why: of several names that are equally near, BuildKit suggests any one for a FROM.
function keyOf({ rule, line, message }) {
  const text =
    rule === 'UndefinedArgInFrom' ? message.replace(/did you mean [^)?]*/, 'did you mean another') : message;
  return `${rule} ${line} ${text}`;
}

/** BuildKit stops at the first error; it is to be among ours. Without one ours are none. */
function differInErrors(ours, error) {
  if (error === undefined) {
    return ours.map((one) => ({ side: 'only ours', rule: 'error', ...one }));
  }
  const { line } = error;
  const message = ownWords(error.message);
  const isFound = ours.some(
    (one) => withoutSuggestion(one.message) === message && isSameLine(one.line, line, message),
  );
  return isFound || isUnreachable(message) ? [] : [{ side: 'only BuildKit', rule: 'error', line, message }];
}

/** Without where it stands, which is compared by itself, and in our words for what has words of ours. */
function ownWords(message) {
  const text = message
    .replace(/^(?:dockerfile parse error on line \d+: )+/, '')
    .replace(/^failed to parse check options: /, '')
    .replace(/^failed to parse check option "error=(.*)": strconv.*$/s, 'error=$1 is neither true nor false');
  return withoutSuggestion(text);
}

// Why: of several that are equally near, BuildKit suggests any one.
function withoutSuggestion(text) {
  return text.replace(/ \(did you mean [^)]*\)$/, '');
}

/** BuildKit names no line for some, and for directives the one before. */
function isSameLine(ours, theirs, message) {
  const isDirective = /parser directive can be used$|^invalid escape token/.test(message);
  return ours === undefined || theirs === undefined || ours === theirs + Number(isDirective);
}

/** What nobody can say without the network is no matter of the file. */
function isUnreachable(message) {
  return message.includes('failed to resolve source metadata');
}
