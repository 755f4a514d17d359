import { join } from 'node:path';
import { expect, test } from 'vitest';

import { runProgram } from '../../support/programRun.js';

const root = join(import.meta.dirname, '../../..');

/** What the command prints with --json, as far as the test looks at it. */
interface ParityJson {
  readonly summary: Readonly<Record<'cases' | 'findings' | 'stoppedByError' | 'refused', number>>;
  readonly differences: readonly { readonly name: string; readonly known?: string }[];
  readonly unused: readonly string[];
}

test("our build checks and BuildKit's own find the same on the whole corpus, but for newer versions", async () => {
  const command = join(root, 'scripts', 'lint', 'parity.mjs');

  const run = await runProgram(command, ['--json'], { cwd: root });

  const result = JSON.parse(run.stdout) as ParityJson;
  expect(result.differences.filter(({ known }) => known === undefined)).toEqual([]);
  expect(result.unused).toEqual([]);
  expect(run.exitCode).toBe(0);
  expect(result.summary.cases).toBeGreaterThan(400);
  expect(result.summary.findings).toBeGreaterThan(500);
  // Why: most of the corpus has to be looked at to its end.
  expect(result.summary.stoppedByError + result.summary.refused).toBeLessThan(30);
}, 600_000);
