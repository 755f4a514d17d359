import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
const program = fileURLToPath(import.meta.resolve('vscode-tmgrammar-test/dist/unit.js'));

test('the grammar gives every part of a build log its scope', async () => {
  const grammar = 'syntaxes/ociRecipeLog.tmLanguage.json';
  const args = [program, '-g', grammar, 'test/syntaxes/*.oci-recipe-log'];
  // Why: a wrong scope makes the program fail, and what it prints then is in the error.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(stdout).toMatch(/running\.oci-recipe-log run success/);
});
