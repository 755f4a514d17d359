import { execFile } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** Bundles the command line as the product does, but into `folder`; gives the path of the program. */
export async function bundleCli(folder: string): Promise<string> {
  const dist = join(folder, 'dist');
  await mkdir(dist, { recursive: true });
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'dist/assets'), join(dist, 'assets'));
  await promisify(execFile)(process.execPath, ['esbuild.mjs', '--cli', dist], { cwd: root });
  return join(dist, 'cli.js');
}
