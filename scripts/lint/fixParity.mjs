/**
 * Applies every fix that we offer for BuildKit's checks in the corpus, and has BuildKit itself look at the result: the
 * finding must be gone, none may be new, and what was built before must not be refused. Prints what is not so.
 *
 * usage: node scripts/lint/fixParity.mjs [--engine NAME|none] [--case PATTERN] [--json]
 *
 * Ends with 1 when a fix does not hold. Fixes for what only newer versions of BuildKit say are counted as unheard.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { prepareCase } from './compareCases.mjs';
import { readCases } from './corpus.mjs';
import { askAboutMany } from './engineBatch.mjs';
import { describeEngine, engineEnvironment } from './labEngine.mjs';
import { fixedTexts, loadChecks } from './staticFindings.mjs';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'docker28' },
    case: { type: 'string', default: '.' },
    json: { type: 'boolean', default: false },
  },
});

const batchSize = 60;
/** Not of the file: what is found is to fail the check, or an image that the stand-in does not take the place of. */
const harmless = /^lint violation found|failed to resolve source metadata/;
const checks = await loadChecks();
const env = engineEnvironment(options.engine === 'none' ? undefined : options.engine);
const engine = describeEngine(env);
const folder = mkdtempSync(join(tmpdir(), 'oci-recipe-fix-parity-'));
try {
  report(await judgeAll(readCases(new RegExp(options.case))));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function judgeAll(cases) {
  const args = { BUILDKIT_DOCKERFILE_CHECK: 'experimental=InvalidDefinitionDescription' };
  const jobs = cases.flatMap((corpusCase) => {
    const hasOwn = /check\s*=/i.test(corpusCase.text);
    const job = prepareCase(
      { corpusCase, platform: engine.platform, args: hasOwn ? {} : args },
      checks,
      engine,
    );
    return fixedTexts(checks, corpusCase, job).map((fix) => ({ ...job, fix }));
  });
  const before = await ask(jobs);
  const after = await ask(jobs.map((job, index) => ({ ...job, folder: writeFixed(job, index) })));
  return jobs.map(({ corpusCase, fix }, index) => ({
    name: corpusCase.name,
    rule: fix.rule,
    title: fix.title,
    text: fix.text,
    ...judge(fix, before[index], after[index]),
  }));
}

function writeFixed({ corpusCase, fix }, index) {
  const own = join(folder, `${index}`);
  cpSync(corpusCase.folder, own, { recursive: true });
  writeFileSync(join(own, 'Dockerfile'), fix.text);
  return own;
}

async function ask(jobs) {
  const answers = [];
  for (let at = 0; at < jobs.length; at += batchSize) {
    answers.push(...(await askAboutMany(jobs.slice(at, at + batchSize), env)));
  }
  return answers;
}

function judge({ rule, line, message }, before, after) {
  const count = (answer, name) => (answer.findings ?? []).filter((one) => one.rule === name).length;
  const wasSaid = (before.findings ?? []).some(
    (one) => one.rule === rule && one.line === line && one.message === message,
  );
  if (!wasSaid) {
    return { isHeard: false, problems: [] };
  }
  const rules = new Set((after.findings ?? []).map((one) => one.rule));
  const grown = [...rules].filter((name) => name !== rule && count(after, name) > count(before, name));
  return {
    isHeard: true,
    problems: [
      ...(count(after, rule) < count(before, rule) ? [] : [`${rule} is still said`]),
      // Why: what follows an error is not looked at, so that it says nothing of the fix.
      ...(before.error === undefined ? grown.map((name) => `${name} is new`) : []),
      ...(isWorse(before, after) ? [`refused: ${after.error?.message ?? after.refusal}`] : []),
    ],
  };
}

function isWorse(before, after) {
  const isRefused = ({ error, refusal }) =>
    refusal !== undefined || (error !== undefined && !harmless.test(error.message));
  return isRefused(after) && !isRefused(before);
}

function report(results) {
  const heard = results.filter(({ isHeard }) => isHeard);
  const problems = heard.flatMap(({ problems: found, ...one }) =>
    found.map((problem) => ({ name: one.name, rule: one.rule, title: one.title, problem, text: one.text })),
  );
  const summary = {
    engine: engine.version,
    fixes: heard.length,
    rules: new Set(heard.map(({ rule }) => rule)).size,
    unheard: results.length - heard.length,
    problems: problems.length,
  };
  if (options.json) {
    console.log(JSON.stringify({ summary, problems }, undefined, 2));
  } else {
    problems.forEach(({ name, rule, title, problem, text }) => {
      console.log(`PROBLEM ${name}: ${rule}, "${title}": ${problem}\n    ${JSON.stringify(text)}`);
    });
    const parts = Object.entries(summary).map(([name, value]) => `${name} ${value}`);
    console.log(parts.join(', '));
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}
