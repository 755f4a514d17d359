// Adds up the result files of a test run, prints the closing line, and fails when a test failed or none ran.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'test-output/results';
const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
const results = await Promise.all(
  names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
);

const sum = (key) => results.reduce((total, result) => total + (result[key] ?? 0), 0);
const [passed, failed, skipped] = [sum('numPassedTests'), sum('numFailedTests'), sum('numPendingTests')];

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
