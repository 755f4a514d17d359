import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
const maxPackageBytes = 3 * 1024 * 1024;
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'package-'));
});

afterAll(() => rm(directory, { recursive: true }));

// Why not build here: other tests read dist/ at the same time. `npm run build` comes first, as in `npm run check`.
test('the package holds the bundles and what the manifest names, and nothing else', async () => {
  const listed = await listFiles({ cwd: root, packageManager: PackageManager.None });
  // Why: the parts of the command line are named by what is in them.
  const files = new Set(listed.map((file) => file.replace(/(?<=^dist\/cli\/).+-[A-Z0-9]{8}\.js$/, '*')));
  expect([...files].sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/assets/deflate.wasm',
    'dist/assets/explorerWorker.js',
    'dist/assets/layerWorker.js',
    'dist/assets/tree-sitter-bash.wasm',
    'dist/assets/tree-sitter.wasm',
    'dist/cli.js',
    'dist/cli/*',
    'dist/extension.js',
    'dist/imageExplorer.js',
    'dist/server.js',
    'dist/webview.js',
    'l10n/bundle.l10n.json',
    'media/explorer-dark.svg',
    'media/explorer-light.svg',
    'media/icon.png',
    'media/monitor-dark.svg',
    'media/monitor-light.svg',
    'package.json',
    'package.nls.json',
    'schemas/oci-recipe.schema.json',
    'syntaxes/ociRecipeLog.language.json',
    'syntaxes/ociRecipeLog.tmLanguage.json',
  ]);
});

test('the package stays small enough to be one for all systems', async () => {
  const packagePath = join(directory, 'oci-recipes.vsix');
  await createVSIX({ cwd: root, dependencies: false, packagePath, allowMissingRepository: false });
  const { size } = await stat(packagePath);
  expect(size).toBeLessThan(maxPackageBytes);
});

test('the icon is a square that a market place takes', async () => {
  const png = await readFile(join(root, 'media/icon.png'));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([png.toString('latin1', 1, 4), width === height && width >= 128]).toEqual(['PNG', true]);
});
