import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

const entry = `
  export { buildkitRules } from './src/core/check/buildkit/buildkitRules.js';
  export { checkRecipe } from './src/core/check/checkRecipe.js';
  export { baseImageReferences } from './src/core/check/buildkit/baseImageReferences.js';
  export { readDockerfile } from './src/core/check/readDockerfile.js';
  export { emptyTarget } from './src/core/recipe/emptyTarget.js';
  export { parsePlatform } from './src/core/platform/platform.js';
`;

/** The product's checks, bundled from the sources as they are now. */
export async function loadChecks() {
  const folder = mkdtempSync(join(tmpdir(), 'oci-recipe-parity-'));
  try {
    const outfile = join(folder, 'checks.mjs');
    await build({
      stdin: { contents: entry, resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      outfile,
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The images that the case builds on, each with the platform it is asked for. */
export function referencesOf(checks, corpusCase, platform) {
  const recipe = recipeOf(checks, corpusCase, platform);
  const { document, builds } = checks.readDockerfile(recipe, corpusCase.text);
  return checks.baseImageReferences({ recipe, document, builds, subject: { nativePlatform: platform } });
}

/**
 * What a check of the case for one platform finds under the names of BuildKit's checks, as `{ line, rule, message }`,
 * lines from 1. `facts` is what is known of its base images.
 */
export function findStatically(checks, corpusCase, { platform, facts }) {
  const names = new Set(checks.buildkitRules.map(({ name }) => name));
  const recipe = recipeOf(checks, corpusCase, platform);
  return checks
    .checkRecipe(recipe, subjectOf(corpusCase, { platform, facts }))
    .findings.filter(({ rule }) => names.has(rule))
    .map(({ range, rule, message }) => ({ line: range.start.line + 1, rule, message }));
}

function recipeOf(checks, { name, folder, args, target }, platform) {
  return {
    name,
    source: { kind: 'dockerfile', file: join(folder, 'Dockerfile'), keyRanges: {} },
    directory: folder,
    dependencies: {},
    target: {
      ...checks.emptyTarget,
      args,
      ...(target !== undefined && { target }),
      platforms: [checks.parsePlatform(platform)],
    },
  };
}

function subjectOf({ folder, text, ignoreFile }, { platform, facts }) {
  const path = join(folder, 'Dockerfile');
  return {
    dockerfileText: text,
    dockerfilePath: path,
    repository: { kind: 'none' },
    context: {
      context: { kind: 'directory', path: folder, realPath: folder },
      dockerfile: { path, realPath: path },
      sources: new Map(),
    },
    launchpad: 'never',
    nativePlatform: platform,
    baseImages: facts,
    ...(ignoreFile !== undefined && { ignoreFile }),
  };
}
