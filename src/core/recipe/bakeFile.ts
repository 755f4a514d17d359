import { formatPlatform } from '../platform/platform.js';
import { parseOption } from './bake/option.js';
import type { OptionField } from './bake/rawTarget.js';
import { escapeText } from './hcl/escapeText.js';
import type { Recipe, Target } from './recipe.js';

/** A bake file with resolved targets only, ready for `docker buildx bake -f FILE NAME`. */
export interface BakeFile {
  readonly target: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The recipe's target and the targets it needs as a bake JSON file: nothing left to evaluate and no x- blocks, so
 * that it means the same to every buildx. Relative paths stay as they are: run bake in `recipe.directory`.
 * `overrides` replaces fields of the recipe's own target.
 */
export function toBakeJson(recipe: Recipe, overrides: Partial<Target> = {}): BakeFile {
  const own = toBakeTarget({ ...recipe.target, ...overrides });
  const dependencies = Object.entries(recipe.dependencies).map(
    ([name, target]) => [name, toBakeTarget({ ...target, output: [] })] as const,
  );
  return { target: Object.fromEntries([...dependencies, [recipe.name, own]]) };
}

function toBakeTarget(target: Target): Readonly<Record<string, unknown>> {
  const fields: readonly (readonly [string, unknown])[] = [
    ['description', target.description],
    ['context', target.context],
    ['dockerfile', target.dockerfile],
    ['dockerfile-inline', target.dockerfileInline],
    ['contexts', target.contexts],
    ['args', target.args],
    ['labels', target.labels],
    ['annotations', target.annotations],
    ['tags', target.tags],
    ['target', target.target],
    ['platforms', target.platforms.map(formatPlatform)],
    ['output', writable('output', target.output)],
    ['cache-from', writable('cache-from', target.cacheFrom)],
    ['cache-to', writable('cache-to', target.cacheTo)],
    ['secret', writable('secret', target.secret)],
    ['ssh', writable('ssh', target.ssh)],
    ['attest', writable('attest', target.attest)],
    ['entitlements', target.entitlements],
    ['extra-hosts', target.extraHosts],
    ['ulimits', target.ulimits],
    ['no-cache-filter', target.noCacheFilter],
    ['no-cache', target.noCache],
    ['pull', target.pull],
    ['network', target.network],
    ['shm-size', target.shmSize],
    ['call', target.call],
  ];
  return Object.fromEntries(
    fields.filter(([, value]) => !isEmpty(value)).map(([key, value]) => [key, escape(value)]),
  );
}

/** Entries in the text form, which every buildx reads (maps came with 0.20). */
function writable(field: OptionField, entries: readonly string[]): readonly string[] {
  return entries.filter((entry) => parseOption(field, entry).length > 0);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}

/** Bake evaluates every text and key; escaping keeps them as they are. */
function escape(value: unknown): unknown {
  if (typeof value === 'string') {
    return escapeText(value);
  }
  if (Array.isArray(value)) {
    return value.map(escape);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeText(key), escape(item)]))
    : value;
}
