/**
 * Compares our build checks with BuildKit's own on the corpus, and what we say that it refuses with what it does, and
 * prints every difference.
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

import { compareCases } from './compareCases.mjs';
import { readCases } from './corpus.mjs';
import { describeEngine, engineEnvironment } from './labEngine.mjs';
import { explain, unusedExplanations } from './knownDifferences.mjs';
import { loadChecks } from './staticFindings.mjs';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'docker28' },
    case: { type: 'string', default: '.' },
    json: { type: 'boolean', default: false },
  },
});

const checks = await loadChecks();
const env = engineEnvironment(options.engine === 'none' ? undefined : options.engine);
const engine = describeEngine(env);
const jobs = readCases(new RegExp(options.case)).flatMap((corpusCase) =>
  platformsOf(corpusCase).map((platform) => ({ corpusCase, platform, args: argsFor(corpusCase, platform) })),
);
const compared = await compareCases(jobs, { checks, env, engine });
report(
  compared.map((one) => ({
    ...one,
    differences: one.differences.map((each) => ({ ...each, known: explain(one.name, each) })),
  })),
);

/** The engine's own platform, and those Linux platforms of the case that arguments can stand for. */
function platformsOf({ platforms }) {
  const others = platforms.filter(
    (platform) => platform.startsWith('linux/') && platform !== engine.platform,
  );
  return [engine.platform, ...others];
}

/** Arguments can stand for a platform, and can turn on a check that is experimental in older engines. */
function argsFor({ name }, platform) {
  const [os, architecture, variant = ''] = platform.split('/');
  return {
    ...(platform !== engine.platform && {
      TARGETPLATFORM: platform,
      TARGETOS: os,
      TARGETARCH: architecture,
      TARGETVARIANT: variant,
    }),
    ...(name.startsWith('copy-ignored') && { BUILDKIT_DOCKERFILE_CHECK: 'experimental=CopyIgnoredFile' }),
  };
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
    stoppedByError: all.filter(({ error, hasAnswer }) => hasAnswer && error !== undefined).length,
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
