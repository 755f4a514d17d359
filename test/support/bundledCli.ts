import { build } from 'esbuild';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Bundles the command line as the product does, but into `folder`; gives the path of the program. */
export async function bundleCli(folder: string): Promise<string> {
  const program = join(folder, 'dist', 'cli.js');
  await mkdir(folder, { recursive: true });
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  await mkdir(join(folder, 'dist'), { recursive: true });
  await symlink(join(root, 'dist/assets'), join(folder, 'dist/assets'));
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: program,
    bundle: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': '__filename' },
    logLevel: 'silent',
  });
  return program;
}
