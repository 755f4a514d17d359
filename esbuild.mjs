// Bundles the four programs of the product into dist/. Only the extension may leave `vscode` unresolved:
// an import of it from the server, the command line or the webview fails here.
import { build } from 'esbuild';

const production = !process.argv.includes('--dev');

const shared = {
  bundle: true,
  minify: production,
  keepNames: true,
  sourcemap: production ? false : 'linked',
  legalComments: 'eof',
  logLevel: 'warning',
};
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] };

await Promise.all([
  build({
    ...node,
    entryPoints: ['src/editor/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    // Why: zod asks for it, and VS Code's extension host logs an error for whoever does.
    // https://aka.ms/vscode-extensions/navigator
    define: { navigator: 'undefined' },
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
    entryPoints: ['webview/main.ts'],
    outfile: 'dist/webview.js',
    loader: { '.css': 'text' },
  }),
]);
