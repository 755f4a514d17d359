import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

const entry = `
  export { buildkitRules } from './src/core/check/buildkit/buildkitRules.js';
  export { isSkipped, readCheckDirectives } from './src/core/check/buildkit/checkDirective.js';
  export { baseImageReferences } from './src/core/check/buildkit/baseImageReferences.js';
  export { readDockerfile } from './src/core/check/readDockerfile.js';
  export { parseIgnoreFile } from './src/core/dockerfile/ignoreFile.js';
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
  return checks.baseImageReferences(inputOf(checks, corpusCase, { platform }));
}

/**
 * What our checks say of a case for one platform, as `{ line, rule, message }`, lines from 1, in BuildKit's order of
 * nothing in particular. `facts` is what is known of its base images.
 */
export function findStatically(checks, corpusCase, { platform, facts }) {
  const input = inputOf(checks, corpusCase, { platform, facts });
  const directives = checks.readCheckDirectives(input.document, corpusCase.args);
  return checks.buildkitRules.flatMap((rule) =>
    isSilent(checks, directives, rule)
      ? []
      : rule.check(input).map(({ range, message }) => ({ line: range.start.line + 1, rule: rule.name, message })),
  );
}

// Why: `experimental` wins over `skip`, and the one experimental rule asks for itself.
function isSilent(checks, directives, { name }) {
  return name !== 'InvalidDefinitionDescription' && checks.isSkipped(directives, name);
}

function inputOf(checks, corpusCase, { platform, facts }) {
  const recipe = {
    name: corpusCase.name,
    source: { kind: 'dockerfile', file: join(corpusCase.folder, 'Dockerfile'), keyRanges: {} },
    directory: corpusCase.folder,
    dependencies: {},
    target: {
      ...checks.emptyTarget,
      args: corpusCase.args,
      ...(corpusCase.target !== undefined && { target: corpusCase.target }),
      platforms: [checks.parsePlatform(platform)],
    },
  };
  const { document, builds } = checks.readDockerfile(recipe, corpusCase.text);
  const { ignoreFile } = corpusCase;
  return {
    recipe,
    document,
    builds,
    sources: [],
    isLaunchpadMeant: false,
    ...(ignoreFile !== undefined && { ignore: checks.parseIgnoreFile(ignoreFile.text) }),
    subject: {
      dockerfilePath: recipe.source.file,
      nativePlatform: platform,
      ...(ignoreFile !== undefined && { ignoreFile }),
      ...(facts !== undefined && { baseImages: facts }),
    },
  };
}
