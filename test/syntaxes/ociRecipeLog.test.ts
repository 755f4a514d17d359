import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;

test('the grammar gives every part of a build log its scope', async () => {
  const program = `${root}node_modules/.bin/vscode-tmgrammar-test`;
  const grammar = 'syntaxes/ociRecipeLog.tmLanguage.json';
  const args = ['-g', grammar, 'test/syntaxes/*.oci-recipe-log'];
  // Why: a wrong scope makes the program fail, and what it prints then is in the error.
  const { stdout } = await promisify(execFile)(program, args, { cwd: root });
  expect(stdout).toMatch(/running\.oci-recipe-log run success/);
});
