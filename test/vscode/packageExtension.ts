import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

import { execa } from 'execa';

let packaged: Promise<string> | undefined;

/** Packages the extension as it would be published, once a run, and returns the VSIX's path. */
export function packageExtension(): Promise<string> {
  packaged ??= packageOnce();
  return packaged;
}

async function packageOnce(): Promise<string> {
  const file = resolve('test-output/oci-recipes.vsix');
  await mkdir('test-output', { recursive: true });
  await execa('node', ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', file]);
  return file;
}
