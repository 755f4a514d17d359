/** Who else checks a Dockerfile: BuildKit's own check, and the validator of the editor's language service. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';

import { validate } from 'dockerfile-utils';

import { measureRuns } from './measureRuns.mjs';

/** `docker buildx build --call=check` with an engine that is up; undefined where none answers. */
export async function raceBuildx(folder, times) {
  const args = ['buildx', 'build', '--call=check,format=json', folder];
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return measureRuns(['docker', ...args], times, { accept: [0, 1] });
}

/** dockerfile-utils' validator, in this process and warm: what each pass takes. */
export async function raceValidator(file, times) {
  const text = await readFile(file, 'utf8');
  const runs = [];
  let findings = 0;
  for (let time = 0; time < times + 2; time += 1) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    findings = validate(text).length;
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ wallMs: performance.now() - start, cpuMs: (user + system) / 1000 });
  }
  return { runs: runs.slice(2), findings };
}
