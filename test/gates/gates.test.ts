import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ESLint } from 'eslint';
import { execa } from 'execa';
import { expect, test } from 'vitest';

/** The rules that ESLint reports for a text as if it stood in the file. */
async function lintRules(file: string, text: string): Promise<readonly string[]> {
  const [result] = await new ESLint().lintText(text, { filePath: file });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

async function inTemporaryFolder(
  files: Readonly<Record<string, string>>,
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gate-'));
  try {
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
    await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('lint refuses the editor API, the process and a floating promise in core', async () => {
  const text = `import * as vscode from 'vscode';\nvscode.window.show();\nprocess.exit();\nPromise.resolve(1);\n`;
  const rules = await lintRules('src/core/base/errors.ts', text);
  expect(rules).toContain('@typescript-eslint/no-restricted-imports');
  expect(rules).toContain('no-restricted-globals');
  expect(rules).toContain('@typescript-eslint/no-floating-promises');
});

test('the type check refuses an unchecked index and a missing override', async () => {
  const program = {
    'tsconfig.json': JSON.stringify({
      extends: join(process.cwd(), 'tsconfig.json'),
      compilerOptions: { outDir: 'out', types: [] },
      include: ['*.ts'],
    }),
    'wrong.ts': `export const first: string = (['a'] as string[])[0];\nexport enum Colour { Red }\n`,
  };
  await inTemporaryFolder(program, async (folder) => {
    const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    const { stdout, exitCode } = await execa('node', [tsc, '-p', folder], { reject: false });
    expect(exitCode).not.toBe(0);
    expect(stdout).toMatch(/TS2322/);
    expect(stdout).toMatch(/TS1294/);
  });
});

test('the search for unused code finds an unused export and file', async () => {
  const program = {
    'package.json': JSON.stringify({ name: 'planted', main: './main.js' }),
    'main.js': `import { used } from './part.js';\nused();\n`,
    'part.js': `export const used = () => 1;\nexport const unused = () => 2;\n`,
    'alone.js': `export const alone = 1;\n`,
  };
  await inTemporaryFolder(program, async (folder) => {
    const knip = join(process.cwd(), 'node_modules/knip/bin/knip.js');
    const { stdout, exitCode } = await execa('node', [knip, '--directory', folder], { reject: false });
    expect(exitCode).not.toBe(0);
    expect(stdout).toMatch(/alone\.js/);
    expect(stdout).toMatch(/unused\b.*part\.js/);
  });
});

test('the formatter refuses an unformatted text', async () => {
  const prettier = join(process.cwd(), 'node_modules/prettier/bin/prettier.cjs');
  await inTemporaryFolder({ 'wrong.ts': `export const a   = "x"` }, async (folder) => {
    const { exitCode } = await execa('node', [prettier, '--check', join(folder, 'wrong.ts')], {
      reject: false,
    });
    expect(exitCode).toBe(1);
  });
});
