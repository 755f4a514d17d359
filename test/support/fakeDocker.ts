import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Command } from '../../src/core/host/host.js';
import type { FakeRun } from './fakeHost.js';

const fixtures = join(import.meta.dirname, '../fixtures');

/**
 * The programs of a machine with Docker 28 and its containerd store, as recorded, and without git. `build` is what
 * `docker buildx build` and `bake` do; `more` is one more platform that the builder offers.
 */
export function fakeDocker(
  build: (command: Command) => FakeRun,
  more = 'linux/386',
): (command: Command) => FakeRun {
  const answers: Readonly<Record<string, () => FakeRun>> = {
    'docker version': () => ({ stdout: fixture('engine/docker28.version.json') }),
    'docker buildx version': () => ({ stdout: fixture('engine/docker28.buildxVersion.txt') }),
    'docker buildx inspect': () => ({
      stdout: fixture('buildxInspect/docker28.txt').replace(/^(Platforms:.*)$/m, `$1, ${more}`),
    }),
    'docker buildx build --help': () => ({ stdout: '--progress string  "auto", "plain", "rawjson"' }),
    'docker buildx bake --help': () => ({ stdout: '--allow stringArray' }),
  };
  return (command) => {
    const line = [command.program, ...command.args].join(' ');
    const key = Object.keys(answers).find((start) => line.startsWith(start));
    if (key !== undefined) {
      return answers[key]?.() ?? {};
    }
    return command.program === 'docker'
      ? build(command)
      : { exitCode: 128, stderr: 'fatal: not a git repository (or any of the parent directories): .git' };
  };
}

/** The value after an option, such as `--metadata-file`. */
export function optionValue(command: Command, option: string): string {
  return command.args[command.args.indexOf(option) + 1] ?? '';
}

function fixture(name: string): string {
  return readFileSync(join(fixtures, name), 'utf8');
}
