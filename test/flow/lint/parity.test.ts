import { join } from 'node:path';
import { expect, test } from 'vitest';

import { runProgram } from '../../support/programRun.js';

const root = join(import.meta.dirname, '../../..');

/** What the command prints with --json, as far as the test looks at it. */
interface ParityJson {
  readonly summary: Readonly<
    Record<'cases' | 'comparisons' | 'findings' | 'stoppedByError' | 'errors' | 'refused', number>
  >;
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
  expect(result.summary.stoppedByError).toBeGreaterThan(40);
  // Why: most of the corpus has to be looked at to its end.
  expect(result.summary.stoppedByError + result.summary.refused).toBeLessThan(80);
}, 600_000);

test.each(['odd', 'mutated'])(
  'on Dockerfiles made by chance both find the same, and refuse the same: %s ones',
  async (kind) => {
    const command = join(root, 'scripts', 'lint', 'randomParity.mjs');

    const run = await runProgram(command, ['--kind', kind, '--count', '120', '--json'], { cwd: root });

    const { summary, differences } = JSON.parse(run.stdout) as ParityJson;
    expect(differences).toEqual([]);
    expect(summary.refused).toBe(0);
    expect(summary.comparisons).toBeGreaterThan(100);
    expect(summary.findings).toBeGreaterThan(50);
    expect(summary.errors).toBeGreaterThan(50);
  },
  600_000,
);

test('after each fix BuildKit itself no longer says what it said, and nothing new', async () => {
  const command = join(root, 'scripts', 'lint', 'fixParity.mjs');

  const run = await runProgram(command, ['--json'], { cwd: root });

  const { summary, problems } = JSON.parse(run.stdout) as {
    readonly summary: Readonly<Record<'fixes' | 'rules' | 'unheard', number>>;
    readonly problems: readonly unknown[];
  };
  expect(problems).toEqual([]);
  expect(summary.fixes).toBeGreaterThan(200);
  expect(summary.rules).toBeGreaterThan(12);
  expect(summary.unheard).toBeLessThan(30);
}, 600_000);
