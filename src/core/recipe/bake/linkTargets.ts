import type { Target } from '../recipe.js';
import type { Report } from '../report.js';
import { findEntry } from '../sourceNode.js';
import { formatPlatform } from '../../platform/platform.js';
import { mergeTargets, normalizeTarget } from './mergeTargets.js';
import type { RawTarget } from './rawTarget.js';
import { emptyTarget } from './rawTarget.js';
import type { BakeConfig, EvaluatedTarget } from './resolveBake.js';
import { toTarget } from './toTarget.js';

/** A target with everything it inherits, and the targets it takes contexts from. */
export interface LinkedTarget {
  readonly target: Target;
  readonly dependencies: Readonly<Record<string, Target>>;
}

const linkPrefix = 'target:';

/** The finished target of that name; undefined, with a remark, where it or something it needs is not there. */
export function linkTarget(config: BakeConfig, name: string, report: Report): LinkedTarget | undefined {
  const target = finishTarget(config, name, report);
  if (target === undefined) {
    return undefined;
  }
  const dependencies = new Map<string, Target>();
  const linked = addLinks({ config, report, dependencies }, name, target, []);
  return linked === undefined
    ? undefined
    : { target: linked, dependencies: Object.fromEntries(dependencies) };
}

/** The target with what it inherits, without looking at its contexts. */
function finishTarget(config: BakeConfig, name: string, report: Report): Target | undefined {
  const evaluated = config.targets.get(name);
  const raw = inherit(config, name, new Map(), report);
  return evaluated === undefined || raw === undefined ? undefined : toTarget(raw, evaluated, report);
}

/**
 * Parents in the order of `inherits`, then the target itself. A loop is cut where it closes, as bake cuts it.
 * https://github.com/docker/buildx/blob/v0.29.1/bake/bake.go#L710
 */
function inherit(
  config: BakeConfig,
  name: string,
  visited: Map<string, RawTarget | undefined>,
  report: Report,
): RawTarget | undefined {
  if (visited.has(name)) {
    return visited.get(name) ?? emptyTarget;
  }
  visited.set(name, undefined);
  const evaluated = config.targets.get(name);
  if (evaluated?.raw === undefined) {
    return undefined;
  }
  let parents = emptyTarget;
  for (const parent of evaluated.raw.lists.get('inherits') ?? []) {
    const raw = config.targets.has(parent) ? inherit(config, parent, visited, report) : undefined;
    if (raw === undefined) {
      reportParent(config, evaluated, parent, report);
      return undefined;
    }
    parents = mergeTargets(parents, raw);
  }
  const merged = normalizeTarget(mergeTargets(parents, evaluated.raw));
  visited.set(name, merged);
  return merged;
}

function reportParent(
  config: BakeConfig,
  { name, block }: EvaluatedTarget,
  parent: string,
  report: Report,
): void {
  if (config.targets.has(parent)) {
    return;
  }
  const isGroup = config.groups.has(parent);
  report.add({
    rule: 'RecipeReference',
    severity: 'error',
    message: `Target "${name}" inherits "${parent}", which is ${isGroup ? 'a group; only a target can be inherited' : 'not a target of this file'}.`,
    range: (findEntry(block.body, 'inherits')?.value ?? { range: block.labelRange }).range,
  });
}

/** Where links are followed: what was found on the way, and where remarks go. */
interface Links {
  readonly config: BakeConfig;
  readonly report: Report;
  readonly dependencies: Map<string, Target>;
}

/** Follows `target:NAME` contexts; entitlements of what a target needs become its own. */
function addLinks(links: Links, name: string, target: Target, path: readonly string[]): Target | undefined {
  let entitlements = target.entitlements;
  for (const context of Object.values(target.contexts)) {
    if (!context.startsWith(linkPrefix)) {
      continue;
    }
    const needed = addLink(links, name, target, [...path, name, context.slice(linkPrefix.length)]);
    if (needed === undefined) {
      return undefined;
    }
    entitlements = [...new Set([...entitlements, ...needed.entitlements])];
  }
  return { ...target, entitlements };
}

function addLink(links: Links, name: string, target: Target, path: readonly string[]): Target | undefined {
  const [needed = ''] = path.slice(-1);
  const problem = linkProblem(links.config, name, needed, path);
  if (problem !== undefined) {
    reportLink(links, name, problem);
    return undefined;
  }
  const found = links.dependencies.get(needed) ?? finishTarget(links.config, needed, links.report);
  const linked =
    found && addLinks(links, needed, { ...found, output: ['type=cacheonly'] }, path.slice(0, -1));
  if (linked === undefined) {
    return undefined;
  }
  if (!coversPlatforms(target, linked)) {
    const [has, needs] = [linked, target].map(({ platforms }) => platforms.map(formatPlatform).join(', '));
    reportLink(
      links,
      name,
      `Target "${needed}" is built for ${has ?? ''}, but "${name}" needs it for ${needs ?? ''}.`,
    );
    return undefined;
  }
  links.dependencies.set(needed, linked);
  return linked;
}

function linkProblem(
  config: BakeConfig,
  name: string,
  needed: string,
  path: readonly string[],
): string | undefined {
  if (path.slice(0, -1).includes(needed)) {
    return needed === name
      ? `Target "${name}" cannot be a context of itself.`
      : `The contexts of "${name}" lead back to "${needed}".`;
  }
  return config.targets.has(needed)
    ? undefined
    : `"${linkPrefix}${needed}" is not a target of this file${config.groups.has(needed) ? ' but a group' : ''}.`;
}

function reportLink({ config, report }: Links, name: string, message: string): void {
  const block = config.targets.get(name)?.block;
  if (block !== undefined) {
    const { range } = findEntry(block.body, 'contexts')?.value ?? { range: block.labelRange };
    report.add({ rule: 'RecipeReference', severity: 'error', message, range });
  }
}

/** Bake asks this only where both name several platforms. */
function coversPlatforms(target: Target, needed: Target): boolean {
  if (target.platforms.length <= 1 || needed.platforms.length <= 1) {
    return true;
  }
  const known = new Set(needed.platforms.map(formatPlatform));
  return target.platforms.every((platform) => known.has(formatPlatform(platform)));
}
