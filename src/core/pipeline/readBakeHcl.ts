import { basename, dirname } from 'node:path';

import type { Range } from '../base/text.js';
import type { Finding } from '../finding/finding.js';
import type { Completed, Host } from '../host/host.js';
import { HostError } from '../host/hostError.js';
import { BakePrintError, decodeBakePrint } from '../recipe/bakePrint.js';
import type { HclLabel } from '../recipe/hclLabels.js';
import { findHclTargets } from '../recipe/hclLabels.js';
import type { Recipe } from '../recipe/recipe.js';
import { parseRecipeFile } from '../recipe/recipeFile.js';

/** What reading needs besides the file. */
export interface ReadBakeHclOptions {
  readonly signal?: AbortSignal;
  readonly allowPrograms: boolean;
  readonly read?: (file: string) => string | undefined;
}

interface BakeHclResult {
  readonly recipes: readonly Recipe[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

const timeoutMs = 60_000;
const positionPattern = /^ERROR: (.*?):(\d+),(\d+)-(?:(\d+),)?(\d+): (.*)$/m;

/**
 * The recipes of a `docker-bake.hcl`, evaluated by `docker buildx bake --print` in the file's folder (no engine is
 * needed). What buildx refuses becomes a finding at its place; where it cannot run, a note says why.
 */
export async function readBakeHcl(
  file: string,
  host: Host,
  options: ReadBakeHclOptions,
): Promise<BakeHclResult> {
  const name = basename(file);
  if (!options.allowPrograms) {
    return note(
      `${name} is not read: evaluating HCL runs docker, which waits until the workspace is trusted.`,
    );
  }
  const text = options.read?.(file) ?? (await host.files.readText(file));
  const labels = findHclTargets(text).filter(({ label }) => !label.startsWith('_'));
  if (labels.length === 0) {
    return note(`${name} has no target.`);
  }
  const unsaved = options.read?.(file);
  const isStale = unsaved !== undefined && unsaved !== (await savedText(file, host));
  const result = await print(file, labels, host, options);
  const notes = isStale ? [`${name} has unsaved changes; docker reads what is saved.`] : [];
  return 'note' in result ? note(result.note, notes) : decode(file, labels, result.completed, notes);
}

function note(text: string, others: readonly string[] = []): BakeHclResult {
  return { recipes: [], findings: [], notes: [...others, text] };
}

async function savedText(file: string, host: Host): Promise<string | undefined> {
  return (await host.files.status(file)) === undefined ? undefined : host.files.readText(file);
}

async function print(
  file: string,
  labels: readonly HclLabel[],
  host: Host,
  { signal }: ReadBakeHclOptions,
): Promise<{ readonly completed: Completed } | { readonly note: string }> {
  const wayOut = `install Docker with buildx, or write the targets into oci-recipe.yaml, which needs neither.`;
  try {
    const completed = await host.processes.run(
      {
        program: 'docker',
        args: [
          'buildx',
          'bake',
          '--file',
          basename(file),
          '--print',
          ...new Set(labels.map(({ label }) => label)),
        ],
        workingDirectory: dirname(file),
      },
      { timeoutMs, ...(signal !== undefined && { signal }) },
    );
    const hasBuildx =
      completed.exitCode === 0 ||
      !/not a docker command|unknown command|unknown shorthand flag|unknown flag: --file/.test(
        completed.stderr,
      );
    return hasBuildx
      ? { completed }
      : { note: `${basename(file)} cannot be read: this docker has no buildx; ${wayOut}` };
  } catch (error) {
    if (error instanceof HostError) {
      return { note: `${basename(file)} cannot be read without docker (${error.message}); ${wayOut}` };
    }
    throw error;
  }
}

function decode(
  file: string,
  labels: readonly HclLabel[],
  completed: Completed,
  notes: readonly string[],
): BakeHclResult {
  if (completed.exitCode !== 0) {
    return { recipes: [], findings: [toFinding(file, completed.stderr)], notes };
  }
  try {
    const { text, groups } = decodeBakePrint(completed.stdout);
    const owners = ownersOf(labels, groups);
    const parsed = parseRecipeFile({
      text,
      file: `${file}.json`,
      directory: dirname(file),
      environment: {},
    });
    const recipes = parsed.recipes.map((recipe) => locate(recipe, file, owners));
    const findings = parsed.findings.map((finding) => ({
      ...finding,
      file,
      range: startOf(labels),
      fixes: [],
    }));
    return { recipes: inFileOrder(recipes, owners), findings, notes };
  } catch (error) {
    if (error instanceof BakePrintError) {
      return note(error.message, notes);
    }
    throw error;
  }
}

/** The block each target comes from: its own, or that of its matrix. */
function ownersOf(
  labels: readonly HclLabel[],
  groups: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, HclLabel> {
  return new Map(
    labels.flatMap((owner) => (groups.get(owner.label) ?? [owner.label]).map((name) => [name, owner])),
  );
}

/** `--print` sorts by name. */
function inFileOrder(recipes: readonly Recipe[], owners: ReadonlyMap<string, HclLabel>): readonly Recipe[] {
  const lineOf = ({ name }: Recipe): number => owners.get(name)?.range.start.line ?? Number.MAX_SAFE_INTEGER;
  return [...recipes].sort((left, right) => lineOf(left) - lineOf(right));
}

function locate(recipe: Recipe, file: string, owners: ReadonlyMap<string, HclLabel>): Recipe {
  const range = owners.get(recipe.name)?.range;
  return {
    ...recipe,
    source: { kind: 'bake-hcl', file, keyRanges: {}, ...(range !== undefined && { nameRange: range }) },
  };
}

function startOf(labels: readonly HclLabel[]): Range {
  return labels[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
}

/** https://github.com/docker/buildx/blob/v0.29.1/bake/hcl.go#L46 */
function toFinding(file: string, stderr: string): Finding {
  const match = positionPattern.exec(stderr);
  const plain = /^ERROR: (.*)$/m.exec(stderr)?.[1] ?? stderr.trim().split('\n').at(-1);
  return {
    rule: 'RecipeExpression',
    severity: 'error',
    message: `docker buildx bake: ${match?.[6] ?? plain ?? 'failed without a message'}`,
    file,
    range: match === null ? startOf([]) : toRange(match),
    fixes: [],
  };
}

/** `LINE,FROM-TO` or `LINE,FROM-LINE,TO`, counted from 1. */
function toRange([, , line, from, lastLine = line, to]: RegExpExecArray): Range {
  return {
    start: { line: Number(line) - 1, character: Number(from) - 1 },
    end: { line: Number(lastLine) - 1, character: Number(to) - 1 },
  };
}
