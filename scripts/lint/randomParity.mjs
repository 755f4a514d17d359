/**
 * Compares our build checks with BuildKit's own on Dockerfiles made by chance, and prints every difference with the
 * seed and the text that it is found with.
 *
 * usage: node scripts/lint/randomParity.mjs [--engine NAME|none] [--kind odd|mutated] [--from SEED] [--count N] [--json]
 *
 *   --engine  a lab engine (default docker28; it is started), or none for the docker in force
 *   --kind    odd: put together from odd words; mutated: the corpus with a few changes (default: odd)
 *   --from    the first seed (default 1); the same seeds make the same texts
 *   --count   how many seeds (default 200)
 *   --json    print the result as JSON
 *
 * Where BuildKit stops at an error, the instruction is taken out and the rest is compared once more, twice at most.
 * Ends with 1 when there is a difference.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { compareCases } from './compareCases.mjs';
import { createDice } from './dice.mjs';
import { describeEngine, engineEnvironment } from './labEngine.mjs';
import { mutatedDockerfile } from './mutatedDockerfiles.mjs';
import { oddDockerfile } from './oddDockerfiles.mjs';
import { loadChecks } from './staticFindings.mjs';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'docker28' },
    kind: { type: 'string', default: 'odd' },
    from: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});

const makers = { odd: oddDockerfile, mutated: mutatedDockerfile };
const rounds = 3;

/** Why: newer versions of BuildKit than those that can be had here take these otherwise. */
const newerOnly = [
  /\n[^\n]*\n\s*#\s*check\s*=/i,
  /^\s*\n\s*#\s*check\s*=/i,
  /--(?:security|parents|exclude)/,
];
/** Why: another frontend would have to be fetched. */
const syntax = /#\s*syntax\s*=/i;

const checks = await loadChecks();
const env = engineEnvironment(options.engine === 'none' ? undefined : options.engine);
const engine = describeEngine(env);
const folder = mkdtempSync(join(tmpdir(), 'oci-recipe-random-parity-'));
try {
  const first = Number(options.from);
  const seeds = Array.from({ length: Number(options.count) }, (_unset, index) => first + index);
  report(await compareAll(seeds));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compareAll(seeds) {
  const make = makers[options.kind];
  let cases = seeds.map((seed) => ({ seed, text: make(createDice(seed)) }));
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    cases = cases.filter(({ text }) => !syntax.test(text) && !newerOnly.some((one) => one.test(text)));
    const jobs = cases.map((one) => toJob(one, round));
    const compared = await compareCases(jobs, { checks, env, engine });
    results.push(...compared.map((one, index) => ({ ...one, ...cases[index] })));
    cases = compared.flatMap(({ error }, index) => withoutError(cases[index], error));
  }
  return results;
}

function toJob({ seed, text }, round) {
  const own = join(folder, `${seed}-${round}`);
  mkdirSync(own);
  writeFileSync(join(own, 'Dockerfile'), text);
  const corpusCase = { name: `seed ${seed}`, folder: own, text, args: {}, target: undefined };
  return { corpusCase, platform: engine.platform, args: {} };
}

/** The text without the instruction that was refused, where it was one and no FROM. */
function withoutError({ seed, text }, error) {
  const refused = checks
    .parseDockerfile(text)
    .instructions.find(({ startLine }) => startLine + 1 === error?.line);
  if (refused === undefined || refused.keyword === 'FROM') {
    return [];
  }
  const count = refused.endLine - refused.startLine + 1;
  return [{ seed, text: text.split('\n').toSpliced(refused.startLine, count).join('\n') }];
}

function report(results) {
  const differences = results.flatMap(({ seed, text, differences: found }) =>
    found.map((one) => ({ seed, ...one, text })),
  );
  const summary = {
    engine: engine.version,
    kind: options.kind,
    comparisons: results.filter(({ hasAnswer }) => hasAnswer).length,
    findings: results.reduce((sum, { count }) => sum + count, 0),
    errors: results.filter(({ hasAnswer, error }) => hasAnswer && error !== undefined).length,
    refused: results.filter(({ hasAnswer }) => !hasAnswer).length,
    differences: differences.length,
  };
  if (options.json) {
    console.log(JSON.stringify({ summary, differences }, undefined, 2));
  } else {
    print(summary, differences);
  }
  process.exitCode = differences.length === 0 ? 0 : 1;
}

function print(summary, differences) {
  for (const { seed, side, rule, line, message, text } of differences) {
    console.log(
      `DIFFERENCE seed ${seed} ${side}: ${rule} line ${line}: ${message}\n    ${JSON.stringify(text)}`,
    );
  }
  const parts = Object.entries(summary).map(([name, value]) => `${name} ${value}`);
  console.log(parts.join(', '));
}
