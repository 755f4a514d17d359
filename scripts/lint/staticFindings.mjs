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
  export { readCheckDirectives } from './src/core/check/buildkit/checkDirective.js';
  export { dockerfileProblems } from './src/core/check/dockerfileProblems.js';
  export { applyEdits } from './src/core/finding/applyEdits.js';
  export { sourcesIn, stageTable } from './src/core/dockerfile/stageSources.js';
  export { parseDockerfile } from './src/core/dockerfile/parseDockerfile.js';
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
  return checks
    .baseImageReferences({ recipe, document, builds, subject: { nativePlatform: platform } })
    .filter(({ reference }) => isPlainName(reference));
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
    .map(({ range, rule, message }) => ({ line: lineIn(corpusCase.text, range.start), rule, message }));
}

/** What each fix for one of BuildKit's checks makes of the case, as `{ rule, line, message, title, text }`. */
export function fixedTexts(checks, corpusCase, { platform, facts }) {
  const names = new Set(checks.buildkitRules.map(({ name }) => name));
  const recipe = recipeOf(checks, corpusCase, platform);
  const { findings } = checks.checkRecipe(recipe, {
    ...subjectOf(corpusCase, { platform, facts }),
    policy: { preset: 'recommended', rules: { InvalidDefinitionDescription: 'warning' } },
  });
  return findings
    .filter(({ rule }) => names.has(rule))
    .flatMap(({ rule, range, message, fixes }) =>
      fixes
        .filter(({ kind }) => kind === 'edit')
        .map(({ title, edits }) => ({
          rule,
          line: lineIn(corpusCase.text, range.start),
          message,
          title,
          text: checks.applyEdits(corpusCase.text, edits),
        })),
    );
}

/** The images that COPY and mounts take from, as far as they are names of images. */
export function takenImagesOf(checks, corpusCase) {
  const { document } = checks.readDockerfile(recipeOf(checks, corpusCase, 'linux/amd64'), corpusCase.text);
  const table = checks.stageTable(document);
  return document.instructions
    .flatMap((instruction) => [instruction, ...(instruction.trigger ? [instruction.trigger] : [])])
    .flatMap((instruction) => checks.sourcesIn(table, instruction))
    .filter(({ stage, name }) => stage === undefined && name !== 'scratch' && isPlainName(name))
    .map(({ name }) => name);
}

/** Why: another one would end the question for all cases that are asked about with it. */
function isPlainName(name) {
  return /^[a-z0-9]+(?:[.:/_-]+[a-z0-9]+)*$/i.test(name) && !/^\d+$/.test(name);
}

/** What we say that a builder refuses, as `{ line, message }`; lines from 1 are those that its instruction begins on. */
export function refusedStatically(checks, corpusCase, { platform, facts }) {
  const recipe = recipeOf(checks, corpusCase, platform);
  const read = checks.readDockerfile(recipe, corpusCase.text);
  const subject = subjectOf(corpusCase, { platform, facts });
  const problems = checks.dockerfileProblems({ recipe, subject, ...read });
  const { problems: misread } = checks.readCheckDirectives(read.document, corpusCase.args);
  return [...misread, ...problems].map(({ message, range }) => ({
    message: message
      .replace(/^(?:The builder|BuildKit's check|This check|The build arg)[^:]*: /, '')
      .replace(/\.$/, ''),
    line: range === undefined ? undefined : instructionLine(read.document, range.start),
  }));
}

function instructionLine({ instructions, text, lines }, { line, character }) {
  const own = text.slice(0, (lines.starts[line] ?? 0) + character).split('\n').length - 1;
  const found = instructions.find(({ startLine, endLine }) => startLine <= own && own <= endLine);
  return (found?.startLine ?? own) + 1;
}

/** Why: BuildKit does not end a line at a lone return, as editors do. */
function lineIn(text, { line }) {
  const before = text.split(/\r\n|\r|\n/).slice(0, line);
  let at = 0;
  before.forEach((each) => {
    at += each.length;
    at += text.startsWith('\r\n', at) ? 2 : 1;
  });
  return text.slice(0, at).split('\n').length;
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
