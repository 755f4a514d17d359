import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { createVSIX } from '@vscode/vsce';

/** Packages an extension that does nothing, under the identity of one that ours makes room for; returns the VSIX. */
export async function packageNeighbour(publisher: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ocr-neighbour-'));
  const packagePath = resolve('test-output', `${publisher}.${name}.vsix`);
  try {
    const manifest = { name, publisher, version: '99.0.0', engines: { vscode: '^1.91.0' } };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'README.md'), 'It is only there.\n');
    const options = { dependencies: false, allowMissingRepository: true, skipLicense: true };
    await createVSIX({ cwd: folder, packagePath, ...options });
    return packagePath;
  } finally {
    await rm(folder, { recursive: true });
  }
}
