/**
 * Compares our build checks with BuildKit's own on the corpus, and prints every difference.
 *
 * usage: node scripts/lint/parity.mjs [--engine NAME|none] [--case PATTERN] [--json]
 *
 *   --engine  a lab engine (default docker28; it is started), or none for the docker in force
 *   --case    only the cases whose name this regular expression finds
 *   --json    print the result as JSON
 *
 * Ends with 1 when there is a difference that knownDifferences.mjs does not explain. BuildKit's check knows one
 * platform only, that of its builder; the others of a case are asked for through the arguments that stand for them.
 */
import { parseArgs } from 'node:util';

import { readCases } from './corpus.mjs';
import { askBuildKit, describeEngine, engineEnvironment } from './engineFindings.mjs';
import { explain, unusedExplanations } from './knownDifferences.mjs';
import { findStatically, loadChecks, referencesOf } from './staticFindings.mjs';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'docker28' },
    case: { type: 'string', default: '.' },
    json: { type: 'boolean', default: false },
  },
});

const atOnce = 3;

const checks = await loadChecks();
const env = engineEnvironment(options.engine === 'none' ? undefined : options.engine);
const engine = describeEngine(env);
const jobs = readCases(new RegExp(options.case)).flatMap((corpusCase) =>
  platformsOf(corpusCase).map((platform) => ({ corpusCase, platform })),
);
const results = await inTurn(jobs, compare);
report(results);

/** The engine's own platform, and those Linux platforms of the case that arguments can stand for. */
function platformsOf({ platforms }) {
  const others = platforms.filter(
    (platform) => platform.startsWith('linux/') && platform !== engine.platform,
  );
  return [engine.platform, ...others];
}

async function compare({ corpusCase, platform }) {
  const asked = referencesOf(checks, corpusCase, platform);
  const references = [...new Set(asked.map(({ reference }) => reference))];
  const facts = asked.map(factsAbout);
  const ours = findStatically(checks, corpusCase, { platform, facts });
  const theirs = await askBuildKit(corpusCase, { env, references, args: argsFor(corpusCase, platform) });
  const difference = theirs.findings === undefined ? [] : differ(ours, theirs);
  return {
    name: corpusCase.name,
    platform,
    count: theirs.findings?.length ?? 0,
    ...(theirs.error !== undefined && { error: theirs.error }),
    hasAnswer: theirs.findings !== undefined,
    differences: difference.map((one) => ({ ...one, known: explain(corpusCase.name, one) })),
  };
}

/** The stand-in has all that is asked for in Linux images, with the same config but for the processor. */
function factsAbout({ reference, platform = engine.platform }) {
  const [os, architecture, variant] = platform.split('/');
  return {
    ...engine.image,
    reference,
    platform,
    os,
    architecture,
    ...(variant !== undefined && { variant }),
  };
}

/** Arguments can stand for a platform, and can turn on a check that is experimental in older engines. */
function argsFor({ name, args }, platform) {
  const [os, architecture, variant = ''] = platform.split('/');
  return {
    ...(platform !== engine.platform && {
      TARGETPLATFORM: platform,
      TARGETOS: os,
      TARGETARCH: architecture,
      TARGETVARIANT: variant,
    }),
    ...(name.startsWith('copy-ignored') && { BUILDKIT_DOCKERFILE_CHECK: 'experimental=CopyIgnoredFile' }),
    ...args,
  };
}

/** Pairs of rule, line and message; where BuildKit stopped at an error, ours may say more. */
function differ(ours, { findings: theirs, error }) {
  const missing = without(theirs, ours).map((finding) => ({ side: 'only BuildKit', ...finding }));
  const extra = without(ours, theirs).map((finding) => ({ side: 'only ours', ...finding }));
  return error === undefined || isViolation(error) ? [...missing, ...extra] : missing;
}

/** `error=true` ends a check with an error too, but after everything was looked at. */
function isViolation(error) {
  return error.startsWith('lint violation found');
}

function without(findings, others) {
  const left = others.map(keyOf);
  return findings.filter((finding) => {
    const at = left.indexOf(keyOf(finding));
    if (at !== -1) {
      left.splice(at, 1);
    }
    return at === -1;
  });
}

// Why: of several names that are equally near, BuildKit suggests any one for a FROM.
function keyOf({ rule, line, message }) {
  const text =
    rule === 'UndefinedArgInFrom' ? message.replace(/did you mean \w+/, 'did you mean another') : message;
  return `${rule} ${line} ${text}`;
}

async function inTurn(items, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await work(items[at]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function report(all) {
  const differences = all.flatMap(({ name, platform, differences: found }) =>
    found.map((difference) => ({ name, platform, ...difference })),
  );
  const unexplained = differences.filter(({ known }) => known === undefined);
  const unused = options.case === '.' ? unusedExplanations() : [];
  const summary = {
    engine: engine.version,
    cases: new Set(all.map(({ name }) => name)).size,
    comparisons: all.length,
    findings: all.reduce((sum, { count }) => sum + count, 0),
    stoppedByError: all.filter(
      ({ error, hasAnswer }) => hasAnswer && error !== undefined && !isViolation(error),
    ).length,
    refused: all.filter(({ hasAnswer }) => !hasAnswer).length,
    explained: differences.length - unexplained.length,
    unexplained: unexplained.length,
    unused: unused.length,
  };
  if (options.json) {
    console.log(JSON.stringify({ summary, differences, unused }, undefined, 2));
  } else {
    print(summary, differences, unused);
  }
  process.exitCode = unexplained.length + unused.length === 0 ? 0 : 1;
}

function print(summary, differences, unused) {
  for (const { name, platform, side, rule, line, message, known } of differences) {
    const why = known === undefined ? '' : `\n    known: ${known}`;
    console.log(
      `${known === undefined ? 'DIFFERENCE' : 'known'} ${name} (${platform}) ${side}: ${rule} line ${line}: ${message}${why}`,
    );
  }
  for (const explanation of unused) {
    console.log(`UNUSED known difference: ${explanation}`);
  }
  console.log(
    Object.entries(summary)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
}
