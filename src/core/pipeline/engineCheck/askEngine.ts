import { mergePlatforms } from '../../check/mergePlatforms.js';
import { createLineTable } from '../../dockerfile/lineTable.js';
import type { LineTable } from '../../dockerfile/lineTable.js';
import type { Finding } from '../../finding/finding.js';
import type { Host } from '../../host/host.js';
import { formatPlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import { toBakeJson } from '../../recipe/bakeFile.js';
import type { Recipe, Target } from '../../recipe/recipe.js';
import { recipePaths } from '../readContextFacts.js';
import { askDocker, lastWords } from './askDocker.js';
import type { CheckAnswer, EngineWarning } from './checkAnswer.js';
import { parseCheckAnswer } from './checkAnswer.js';

/** How an engine is asked. */
export interface AskOptions {
  /** Default: those of the recipe. */
  readonly platforms?: readonly Platform[];
  /** The name of a builder; absent: the one that buildx would use. */
  readonly builder?: string;
  /** The program; default `docker`. */
  readonly docker?: string;
  /** For all platforms together; default 20 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What the engine's own BuildKit found in the saved files. */
export interface EngineFindings {
  readonly findings: readonly Finding[];
  /** The platforms it was asked for; empty: its own. */
  readonly platforms: readonly string[];
  readonly elapsedMs: number;
  /** Why BuildKit looked no further, in its words, where it stopped: a syntax error, a base image it cannot get. */
  readonly stoppedBy?: string;
}

/** Why there is no answer, a sentence. */
export interface NoAnswer {
  readonly reason: string;
}

/**
 * Has BuildKit itself check the recipe as it is saved: its context, Dockerfile, arguments, target and named contexts.
 * Nothing is built, and no base image is pulled but its config. An engine that is absent, too old or hangs is a reason;
 * it rejects only when aborted.
 */
export async function askEngine(
  recipe: Recipe,
  host: Pick<Host, 'processes' | 'clock'>,
  options: AskOptions = {},
): Promise<EngineFindings | NoAnswer> {
  const { timeoutMs = 20_000, platforms = recipe.target.platforms } = options;
  const start = host.clock.nowMs();
  const file = recipePaths(recipe).dockerfile ?? recipe.source.file;
  const names = platforms.map(formatPlatform);
  const findings: Finding[] = [];
  let stoppedBy: string | undefined;
  for (const platform of platforms.length === 0 ? [undefined] : platforms) {
    const leftMs = Math.max(1, timeoutMs - (host.clock.nowMs() - start));
    const answer = await askFor(recipe, platform, host, { ...options, timeoutMs: leftMs });
    if ('reason' in answer) {
      return answer;
    }
    stoppedBy ??= answer.stoppedBy;
    findings.push(...toFindings(recipe, answer, { file, platform }));
  }
  return {
    findings: mergePlatforms(findings, platforms.length === 0 ? [undefined] : names),
    platforms: names,
    elapsedMs: host.clock.nowMs() - start,
    ...(stoppedBy !== undefined && { stoppedBy }),
  };
}

async function askFor(
  recipe: Recipe,
  platform: Platform | undefined,
  host: Pick<Host, 'processes'>,
  options: AskOptions & { readonly timeoutMs: number },
): Promise<CheckAnswer | NoAnswer> {
  const { builder, docker, timeoutMs, signal } = options;
  const target = checkedTarget(recipe.target, platform);
  const args = [
    'buildx',
    'bake',
    ...(builder === undefined ? [] : ['--builder', builder]),
    // Why: on stdin, so that arguments are seen neither in a file nor by other users.
    '--file',
    '-',
    '--call=check,format=json',
    '--progress=quiet',
    recipe.name,
  ];
  const answer = await askDocker(host, {
    args,
    timeoutMs,
    signal,
    docker,
    input: JSON.stringify(toBakeJson({ ...recipe, target })),
    workingDirectory: recipe.directory,
    // Why: nothing is built from the folders that it may read, and no one is there to be asked.
    environment: { BUILDX_BAKE_ENTITLEMENTS_FS: '0' },
  });
  if ('reason' in answer) {
    return answer;
  }
  const { stdout, stderr } = answer.completed;
  return parseCheckAnswer(stdout, recipe.name) ?? { reason: refusalOf(stderr) };
}

/** What a check needs of a target, and nothing that would have it ask for more. */
function checkedTarget(target: Target, platform: Platform | undefined): Target {
  const next: { -readonly [Key in keyof Target]: Target[Key] } = {
    ...target,
    // Why: BuildKit's check knows the builder's platform only; these arguments stand for another one.
    args: { ...(platform === undefined ? {} : platformArgs(platform)), ...target.args },
    platforms: [],
    tags: [],
    output: [],
    cacheFrom: [],
    cacheTo: [],
    secret: [],
    ssh: [],
    attest: [],
    entitlements: [],
  };
  delete next.call;
  return next;
}

function platformArgs(platform: Platform): Readonly<Record<string, string>> {
  return {
    TARGETPLATFORM: formatPlatform(platform),
    TARGETOS: platform.os,
    TARGETARCH: platform.architecture,
    TARGETVARIANT: platform.variant ?? '',
  };
}

function refusalOf(stderr: string): string {
  const words = lastWords(stderr);
  if (stderr.includes('unknown flag: --call')) {
    return 'This buildx has no --call=check; version 0.15 and later have it.';
  }
  return words === '' ? 'BuildKit gave no answer to the check.' : `BuildKit did not check: ${words}`;
}

function toFindings(
  recipe: Recipe,
  { warnings, text }: CheckAnswer,
  { file, platform }: { readonly file: string; readonly platform: Platform | undefined },
): readonly Finding[] {
  const lines = createLineTable(text);
  const isInline = recipe.target.dockerfileInline !== undefined;
  const inlineRange = recipe.source.keyRanges['dockerfile-inline'] ?? recipe.source.nameRange;
  return warnings
    .filter((warning) => isMeant(warning, text, platform))
    .map((warning) => ({
      rule: warning.rule,
      severity: 'warning',
      message: warning.message,
      file,
      range: isInline && inlineRange !== undefined ? inlineRange : wholeLines(lines, warning, text),
      ...(platform !== undefined && { platform: formatPlatform(platform) }),
      fixes: [],
    }));
}

/**
 * Whether BuildKit speaks of the platform that it was asked about: which image it takes for a FROM without a platform
 * is decided by its own one, whatever the arguments say.
 */
function isMeant(
  { rule, message, startLine, endLine }: EngineWarning,
  text: string,
  platform: Platform | undefined,
): boolean {
  const expected = /expected "([^"]*)"/.exec(message)?.[1];
  const from = text
    .split('\n')
    .slice(startLine, endLine + 1)
    .join('\n');
  return (
    rule !== 'InvalidBaseImagePlatform' ||
    platform === undefined ||
    expected === formatPlatform(platform) ||
    from.includes('--platform')
  );
}

function wholeLines(
  { starts, length }: LineTable,
  { startLine, endLine }: EngineWarning,
  text: string,
): Finding['range'] {
  const last = Math.max(0, Math.min(endLine, starts.length - 1));
  const from = starts[last] ?? 0;
  const line = text.slice(from, starts[last + 1] ?? length).replace(/[\r\n]+$/, '');
  const first = Math.min(startLine, last);
  return { start: { line: first, character: 0 }, end: { line: last, character: line.length } };
}
