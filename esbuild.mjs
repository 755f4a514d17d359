// Bundles the four programs of the product into dist/. Only the extension may leave `vscode` unresolved:
// an import of it from the server, the command line or the webview fails here.
//
// usage: node esbuild.mjs [--dev] [--assets]   --assets: only dist/assets, what the programs load while they run
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { main as compileAssembly } from 'assemblyscript/asc';
import { build } from 'esbuild';

const production = !process.argv.includes('--dev');
const onlyAssets = process.argv.includes('--assets');

const shared = {
  bundle: true,
  minifySyntax: production,
  minifyWhitespace: production,
  // Why not identifiers: traces of errors keep their names, with no call for each function that is made.
  sourcemap: production ? false : 'linked',
  legalComments: 'eof',
  logLevel: 'warning',
};
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // Why: libraries that are ES modules make a `require` of their own from it, and CommonJS has no such thing.
  define: { 'import.meta.url': '__filename' },
};

/** The shell parser and its grammar of bash. */
async function copyShellParser() {
  const { resolve } = createRequire(import.meta.url);
  for (const name of ['tree-sitter.wasm', 'tree-sitter-bash.wasm']) {
    await copyFile(resolve(`@vscode/tree-sitter-wasm/wasm/${name}`), `dist/assets/${name}`);
  }
}

/** Our own deflate encoder. */
async function buildDeflate() {
  const options = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--memoryBase', '1024'];
  const { error, stderr } = await compileAssembly([
    'src/core/deflate/assembly/index.ts',
    ...['--outFile', 'dist/assets/deflate.wasm'],
    ...options,
  ]);
  if (error !== null) {
    throw new Error(stderr.toString(), { cause: error });
  }
}

/** The scripts of worker threads. */
function buildWorkers() {
  return build({
    ...node,
    entryPoints: ['src/core/image/layer/layerWorker.ts', 'src/editor/explorer/explorerWorker.ts'],
    entryNames: '[name]',
    outdir: 'dist/assets',
  });
}

await mkdir('dist/assets', { recursive: true });
await Promise.all([copyShellParser(), buildDeflate(), buildWorkers()]);
await (onlyAssets ? undefined : buildPrograms());

function buildPrograms() {
  return Promise.all([
    build({
      ...node,
      entryPoints: ['src/editor/extension.ts'],
      outfile: 'dist/extension.js',
      external: ['vscode'],
      // Why: zod asks for it, and VS Code's extension host logs an error for whoever does.
      // https://aka.ms/vscode-extensions/navigator
      define: { ...node.define, navigator: 'undefined' },
    }),
    build({ ...node, entryPoints: ['src/server/main.ts'], outfile: 'dist/server.js' }),
    build({
      ...node,
      entryPoints: ['src/cli/main.ts'],
      outfile: 'dist/cli.js',
      banner: { js: '#!/usr/bin/env node' },
    }),
    build({
      ...shared,
      platform: 'browser',
      target: 'chrome122',
      format: 'iife',
      entryPoints: { webview: 'webview/main.ts', imageExplorer: 'webview/imageExplorer/main.ts' },
      outdir: 'dist',
      loader: { '.css': 'text' },
    }),
  ]);
}
