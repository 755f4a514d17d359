// Bundles the four programs of the product into dist/. Only the extension may leave `vscode` unresolved:
// an import of it from the server, the command line or the webview fails here.
//
// usage: node esbuild.mjs [--dev] [--assets | --cli FOLDER]
//        --assets  only dist/assets, what the programs load while they run
//        --cli     only the command line, into FOLDER; it needs `assets` beside it
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { main as compileAssembly } from 'assemblyscript/asc';
import { build, transform } from 'esbuild';

const { values: options } = parseArgs({
  options: { dev: { type: 'boolean' }, assets: { type: 'boolean' }, cli: { type: 'string' } },
});
const production = options.dev !== true;

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

if (options.cli !== undefined) {
  await buildCommandLine(options.cli);
} else {
  await mkdir('dist/assets', { recursive: true });
  await Promise.all([copyShellParser(), buildDeflate(), buildWorkers()]);
  await (options.assets ? undefined : buildPrograms());
}

/**
 * The command line in parts, so that a command reads and runs only what it needs. Why in two steps: esbuild parts only
 * ES modules, and the libraries within ask for `require`.
 */
async function buildCommandLine(outdir) {
  const sourcemap = production ? false : 'inline';
  const { outputFiles } = await build({
    ...node,
    format: 'esm',
    splitting: true,
    sourcemap,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir,
    chunkNames: 'cli/[name]-[hash]',
    write: false,
  });
  // Why: the names of parts change with what is in them.
  await rm(path.join(outdir, 'cli'), { recursive: true, force: true });
  await mkdir(path.join(outdir, 'cli'), { recursive: true });
  for (const { path: file, text } of outputFiles) {
    const banner = path.basename(file) === 'cli.js' ? '#!/usr/bin/env node' : '';
    // Why: Node would read all the parts once more to find what they export. Not esbuild's own way around it, which
    // takes the `require` that a library made for itself for the module's.
    const required = text.replaceAll(/\bimport\(("\.\.?\/[^"]+")\)/g, 'Promise.resolve(require($1))');
    const { code } = await transform(required, {
      ...{ format: 'cjs', platform: 'node', target: node.target, sourcemap, banner },
      ...{ minifySyntax: production, minifyWhitespace: production, legalComments: 'inline' },
    });
    await writeFile(file, code);
  }
}

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
    buildCommandLine('dist'),
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
