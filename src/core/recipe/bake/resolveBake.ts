import { toBool, toText } from '../hcl/convert.js';
import type { Scope } from '../hcl/evaluate.js';
import { failEvaluation, failUnsupported, PlacedHclError } from '../hcl/hclError.js';
import type { Value } from '../hcl/value.js';
import { listValue, mapValue, nullValue, textValue } from '../hcl/value.js';
import type { Report } from '../report.js';
import type { SourceNode } from '../sourceNode.js';
import { findValue } from '../sourceNode.js';
import type { BakeBlock } from './bakeBlocks.js';
import { readBlocks } from './bakeBlocks.js';
import type { BakeNames, BakeSurroundings } from './bakeScope.js';
import { createBakeScope, guard } from './bakeScope.js';
import { decodeTarget, decodeTextMap, decodeTexts } from './decodeTarget.js';
import { evaluateNode, placed } from './evaluateNode.js';
import { expandMatrix } from './expandMatrix.js';
import { mergeTargets } from './mergeTargets.js';
import type { RawTarget } from './rawTarget.js';
import { flagFields, listFields, mapFields, textFields } from './rawTarget.js';
import { readNames } from './readNames.js';

/** A bake file after evaluation: what each target sets itself (inherited settings come later), and the groups. */
export interface BakeConfig {
  /** By name, in the order of the file. */
  readonly targets: ReadonlyMap<string, EvaluatedTarget>;
  /** Members by name; a matrix is a group of its targets. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** A target as its block or blocks set it. */
export interface EvaluatedTarget {
  readonly name: string;
  readonly block: BakeBlock;
  readonly isMatrix: boolean;
  /** Undefined where an expression has no value; that was reported. */
  readonly raw: RawTarget | undefined;
}

/** One target with what is needed to evaluate it. */
interface PendingTarget {
  readonly name: string;
  readonly block: BakeBlock;
  readonly scope: Scope;
  readonly isMatrix: boolean;
}

/**
 * Evaluates a bake file (its data as JSON holds it) as `docker buildx bake` 0.29 does. What has no value becomes a
 * remark and costs only the targets that use it.
 *
 * Known differences, each an error with a place where bake goes on or would go on: repeated keys (bake merges repeated
 * targets of a JSON file), a division by zero (bake writes +Inf), a group member that is nothing (bake notices when
 * the group is built); and not evaluated here: heredocs inside `${…}`, variables of object types, maps from the
 * environment other than by NAME_JSON, the platform `local`, and the functions of unsupportedFunctions.
 */
export function resolveBake(root: SourceNode, surroundings: BakeSurroundings, report: Report): BakeConfig {
  const names = readNames(root, report);
  const pending: PendingTarget[] = [];
  const groupBlocks = readBlocks(root, 'group', report);
  const scope = createBakeScope(
    names,
    surroundings,
    createReference(pending, groupBlocks, () => scope),
  );
  reportVariables(names, scope, report);
  for (const block of readBlocks(root, 'target', report)) {
    const expanded = attempt(report, () => expandMatrix(block, scope)) ?? [];
    pending.push(...expanded.map((named) => ({ ...named, block })));
  }
  return {
    targets: evaluateTargets(pending, report),
    groups: new Map([...matrixGroups(pending), ...evaluateGroups(groupBlocks, scope, report)]),
  };
}

/** Runs `compute`; an expression without a value becomes a remark and the result is undefined. */
function attempt<Result>(report: Report, compute: () => Result): Result | undefined {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof PlacedHclError)) {
      throw error;
    }
    report.add({ rule: 'RecipeExpression', severity: 'error', message: error.message, range: error.range });
    return undefined;
  }
}

/** Every variable is evaluated and validated, used or not, as bake does it. */
function reportVariables(names: BakeNames, scope: Scope, report: Report): void {
  for (const [name, block] of names.variables) {
    attempt(report, () => placed(block.body, () => scope.variable(name)));
    validateVariable(block, scope, report);
  }
  for (const [name, { value }] of names.attributes) {
    attempt(report, () => placed(value, () => scope.variable(name)));
  }
}

function validateVariable(block: BakeBlock, scope: Scope, report: Report): void {
  const written = findValue(block.body, 'validation');
  const validations = written?.kind === 'list' ? written.items : written === undefined ? [] : [written];
  for (const validation of validations) {
    const condition = findValue(validation, 'condition');
    const message = findValue(validation, 'error_message');
    attempt(report, () => {
      if (condition !== undefined && !placed(condition, () => toBool(evaluateNode(condition, scope)))) {
        const text =
          message === undefined ? undefined : placed(message, () => toText(evaluateNode(message, scope)));
        placed(condition, () => failEvaluation(text ?? `The value of ${block.label} is not valid.`));
      }
    });
  }
}

function evaluateTargets(
  pending: readonly PendingTarget[],
  report: Report,
): ReadonlyMap<string, EvaluatedTarget> {
  const targets = new Map<string, EvaluatedTarget>();
  for (const { name, block, scope, isMatrix } of pending) {
    const raw = attempt(report, () => decodeTarget(block.body, scope));
    const earlier = targets.get(name);
    if (earlier === undefined) {
      targets.set(name, { name, block, isMatrix, raw });
    } else {
      const merged =
        earlier.raw === undefined || raw === undefined ? undefined : mergeTargets(earlier.raw, raw);
      targets.set(name, { ...earlier, isMatrix: isMatrix || earlier.isMatrix, raw: merged });
    }
  }
  return targets;
}

function evaluateGroups(
  blocks: readonly BakeBlock[],
  scope: Scope,
  report: Report,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const { label, body } of blocks) {
    const node = findValue(body, 'targets');
    const members = node === undefined ? [] : attempt(report, () => readMembers(node, scope));
    groups.set(label, [...new Set(members ?? [])]);
  }
  return groups;
}

function readMembers(node: SourceNode, scope: Scope): readonly string[] {
  return placed(node, () => {
    const value = evaluateNode(node, scope);
    return value.kind === 'null' ? [] : decodeTexts(value);
  });
}

function matrixGroups(pending: readonly PendingTarget[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { name, block, isMatrix } of pending) {
    if (isMatrix) {
      groups.set(block.label, [...(groups.get(block.label) ?? []), name]);
    }
  }
  return new Map([...groups].filter(([label, members]) => members.length !== 1 || members[0] !== label));
}

/** Reads `target.NAME.KEY` and `group.NAME.targets`: what the block itself sets, null where it sets nothing. */
function createReference(
  pending: readonly PendingTarget[],
  groups: readonly BakeBlock[],
  rootScope: () => Scope,
): NonNullable<Scope['reference']> {
  const inProgress = new Set<string>();
  return (kind, name, key) =>
    guard(`${kind}.${name}.${key}`, inProgress, () => {
      const found =
        kind === 'target'
          ? pending.find((target) => target.name === name)
          : groups.map((block) => ({ block, scope: rootScope() })).find(({ block }) => block.label === name);
      if (found === undefined) {
        return failEvaluation(`There is no ${kind} "${name}".`);
      }
      if (key === 'name') {
        return textValue(name);
      }
      const node = findValue(found.block.body, key);
      const value = node === undefined ? nullValue : evaluateNode(node, found.scope);
      return value.kind === 'null' ? nullValue : asField(kind === 'group' ? 'tags' : key, value);
    });
}

/** The value as the type of the field it is read from. */
function asField(key: string, value: Value): Value {
  const isOneOf = (fields: readonly string[]): boolean => fields.includes(key);
  if (isOneOf(textFields)) {
    return textValue(toText(value));
  }
  if (isOneOf(listFields)) {
    return listValue(decodeTexts(value).map(textValue));
  }
  if (isOneOf(mapFields)) {
    return mapValue([...decodeTextMap(value)].map(([name, text]) => [name, textValue(text)]));
  }
  return isOneOf(flagFields)
    ? { kind: 'bool', value: toBool(value) }
    : failUnsupported(`The key "${key}" of another target`);
}
