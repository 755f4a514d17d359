/** Runs commands and measures them, start-up included. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const measure = path.join(import.meta.dirname, '..', 'measure.py');

/** What a command takes, `times` times: `{ wallMs, cpuMs, peakMB }` each, the programs that it starts included. */
export async function measureRuns(command, times, { accept = [0], env = {} } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'lint-bench-run-'));
  const result = path.join(folder, 'result.json');
  const runs = [];
  try {
    for (let time = 0; time < times; time += 1) {
      runOnce([measure, result, ...command], accept, env);
      const { wallSeconds, cpuSeconds, peakMiB } = JSON.parse(await readFile(result, 'utf8'));
      runs.push({ wallMs: wallSeconds * 1000, cpuMs: cpuSeconds * 1000, peakMB: peakMiB * 1.048576 });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return { runs };
}

function runOnce(args, accept, env) {
  try {
    execFileSync('python3', args, { stdio: 'ignore', env: { ...process.env, ...env } });
  } catch (error) {
    if (!accept.includes(error.status)) {
      throw error;
    }
  }
}

/** The value below which `share` (0 to 1) of the values lie. */
export function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
