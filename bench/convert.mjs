/**
 * Races our conversion against other tools on images made of Debian packages, in one run and in turn.
 *
 * usage: node bench/convert.mjs [--sizes small,medium,large,single] [--races raw,gzip,legacy,verify,builder]
 *                               [--pairs N] [--only NAME,…] [--json]
 *
 * Needs `npm run build`, root (real Docker engines make the images, once) and what scripts/lab/prerequisites.sh
 * installs. Every output is inflated and hashed before its time counts. Ratios are those of ours to the other's median.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

import { builderRace, gzipRace, legacyRace, rawRace, verifyRace } from './contestants.mjs';

const races = { raw: rawRace, gzip: gzipRace, legacy: legacyRace, builder: builderRace };
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: 'small,medium,large,single' },
    races: { type: 'string', default: 'raw,gzip,legacy,verify' },
    pairs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const directory = await mkdtemp(path.join(tmpdir(), 'oci-recipes-bench-'));
const say = (text) => (options.json ? console.error(text) : console.log(text));

try {
  const results = [];
  for (const size of options.sizes.split(',')) {
    const input = await readInput(size);
    for (const race of options.races.split(',')) {
      results.push(await run(race, input));
    }
  }
  if (options.json) {
    console.log(JSON.stringify({ cores: cpus().length, processor: cpus()[0]?.model, results }, undefined, 2));
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function readInput(size) {
  const script = path.join(import.meta.dirname, 'inputs.sh');
  const stdio = ['ignore', 'pipe', 'inherit'];
  const folder = execFileSync(script, [size], { encoding: 'utf8', stdio }).trim();
  const classic = path.join(folder, 'classic.tar');
  const member = (name) => JSON.parse(execFileSync('tar', ['-xOf', classic, name], { encoding: 'utf8' }));
  const [{ Config, Layers }] = member('manifest.json');
  return {
    size,
    classic,
    containerd: path.join(folder, 'containerd.tar'),
    bytes: (await stat(classic)).size,
    layers: Layers.length,
    diffIds: member(Config).rootfs.diff_ids,
  };
}

async function run(race, input) {
  say(`\n${race}, ${input.size}: ${megabytes(input.bytes)} MB, ${input.layers} layers`);
  const all = race === 'verify' ? verifyRace(await makeSet(input)) : races[race](input);
  const wanted = options.only.split(',').filter((name) => name !== '');
  const contestants = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const runs = new Map(contestants.map(({ name }) => [name, []]));
  for (let pair = 0; pair < Number(options.pairs); pair += 1) {
    for (const contestant of pair % 2 === 0 ? contestants : contestants.toReversed()) {
      runs.get(contestant.name).push(await runOnce(contestant));
    }
  }
  const rows = contestants.map(({ name }) => summary(name, runs.get(name)));
  for (const row of rows) {
    say(describe(row, rows[0]));
  }
  return { race, size: input.size, bytes: input.bytes, layers: input.layers, rows };
}

async function makeSet(input) {
  const output = path.join(directory, 'set');
  await rm(output, { recursive: true, force: true });
  const [our] = rawRace(input);
  const [program, ...args] = our.command(output);
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [platform] = await readdir(output);
  return path.join(output, platform);
}

async function runOnce({ command, check, prepare, finish }) {
  const scratch = await mkdtemp(path.join(directory, 'run-'));
  const output = path.join(scratch, 'output');
  const result = path.join(scratch, 'result.json');
  try {
    await prepare?.(output);
    execFileSync('python3', [path.join(import.meta.dirname, 'measure.py'), result, ...command(output)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return { ...JSON.parse(await readFile(result, 'utf8')), outputBytes: await check(output) };
  } finally {
    await finish?.();
    await rm(scratch, { recursive: true, force: true });
  }
}

function summary(name, runs) {
  const of = (key) => median(runs.map((run) => run[key]));
  return {
    name,
    wallSeconds: of('wallSeconds'),
    cpuSeconds: of('cpuSeconds'),
    peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
    outputBytes: of('outputBytes'),
    runs,
  };
}

function describe(row, ours) {
  const ratio = (key) => (ours[key] / row[key]).toFixed(2);
  return [
    row.name.padEnd(24),
    `${row.wallSeconds.toFixed(2)} s`.padStart(9),
    `CPU ${row.cpuSeconds.toFixed(2)} s`.padStart(13),
    `${row.peakMiB.toFixed(0)} MiB`.padStart(9),
    `${megabytes(row.outputBytes)} MB`.padStart(11),
    `  ours/this: wall ${ratio('wallSeconds')}, CPU ${ratio('cpuSeconds')}, size ${(ours.outputBytes / row.outputBytes).toFixed(3)}`,
  ].join(' ');
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function median(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
