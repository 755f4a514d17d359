/**
 * Where we follow a newer BuildKit than the engines that can be had here: which check, in which cases, the version
 * that is followed, and what changed. Everything else that differs is a fault of ours.
 */
const differences = [
  {
    rule: 'SecretsUsedInArgOrEnv',
    cases: /^secrets-exceptions$/,
    version: '0.32',
    why: 'a name with the word file or version is taken for no secret',
  },
  {
    rule: 'CopyIgnoredFile',
    cases: /^(?:mixed-long-file-every-rule|platforms-.*|mixed-copy-.*)$/,
    version: '0.27',
    why: 'the check is no longer experimental',
  },
  {
    rule: 'CopyIgnoredFile',
    cases: /^copy-ignored-(?:folder|normalised-source|trailing-slash|everything-double-star)$/,
    version: '0.32',
    why: 'sources are cleaned of ./ and .. before they are compared, and shown so',
  },
  {
    rule: 'CopyIgnoredFile',
    cases: /^copy-ignored-(?:exception|exception-elsewhere)$/,
    version: '0.32',
    why: 'nothing is said where the ignore file has a pattern with !',
  },
  {
    rule: 'CopyIgnoredFile',
    cases: /^copy-ignored-(?:dot-pattern|root-not-listed)$/,
    version: '0.32',
    why: 'the context as a whole counts as left out by *, ** and **/* only',
  },
  {
    rule: /./,
    cases: /^check-(?:comment-|after-|unknown-directive-first$)/,
    version: '0.27',
    why: 'a check comment above an instruction counts',
  },
];

const used = new Set();

function matches(known, rule) {
  return typeof known === 'string' ? known === rule : known.test(rule);
}

/** Why a difference is known: the version and what changed; undefined for any other. */
export function explain(name, { rule }) {
  const found = differences.find((known) => matches(known.rule, rule) && known.cases.test(name));
  if (found === undefined) {
    return undefined;
  }
  used.add(found);
  return `BuildKit ${found.version}: ${found.why}`;
}

/** Entries that explained nothing: they are to be removed. */
export function unusedExplanations() {
  return differences
    .filter((known) => !used.has(known))
    .map(({ rule, cases }) => `${rule} in ${cases.source}`);
}
