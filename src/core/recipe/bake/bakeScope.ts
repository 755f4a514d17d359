import type { Scope } from '../hcl/evaluate.js';
import { callStandardFunction } from '../hcl/evaluateText.js';
import { formatTimestamp } from '../hcl/functions/timeFunctions.js';
import { failEvaluation, failUnsupported } from '../hcl/hclError.js';
import type { Value } from '../hcl/value.js';
import { nullValue, textValue, tupleValue } from '../hcl/value.js';
import type { SourceEntry, SourceMap } from '../sourceNode.js';
import { findValue, textOf } from '../sourceNode.js';
import type { BakeBlock } from './bakeBlocks.js';
import type { Environment } from './environmentValue.js';
import { environmentValue } from './environmentValue.js';
import { evaluateNode, placed } from './evaluateNode.js';
import { convertValue, parseValueType } from './valueType.js';

/** What a bake file is evaluated in: nothing here is asked of the machine. */
export interface BakeSurroundings {
  readonly environment: Environment;
  /** The value of BAKE_LOCAL_PLATFORM; absent: unknown. */
  readonly localPlatform?: string;
  /** The time that timestamp() gives, in milliseconds since 1970; absent: unknown. */
  readonly nowMs?: number;
}

/** The named things of a bake file that expressions can use. */
export interface BakeNames {
  readonly variables: ReadonlyMap<string, BakeBlock>;
  readonly functions: ReadonlyMap<string, BakeBlock>;
  /** Top-level keys that are no block: bake takes them for variables that the environment does not override. */
  readonly attributes: ReadonlyMap<string, SourceEntry>;
}

const maxCallDepth = 50;

/**
 * The scope of a bake file: variables with the environment's values, evaluated when first used; the file's functions
 * and the standard library.
 */
export function createBakeScope(
  names: BakeNames,
  surroundings: BakeSurroundings,
  reference: NonNullable<Scope['reference']>,
): Scope {
  const values = new Map<string, Value | undefined>();
  const inProgress = new Set<string>();
  const calls = { depth: 0 };
  const scope: Scope = {
    variable: (name) => {
      if (!values.has(name)) {
        values.set(
          name,
          guard(name, inProgress, () => resolveVariable(name, names, { ...surroundings, scope })),
        );
      }
      return values.get(name);
    },
    call: (name, args) => callFunction(name, args, { names, surroundings, scope, calls }),
    reference,
  };
  return scope;
}

/** Runs `compute` unless it is running already for the same name. */
export function guard<Result>(name: string, inProgress: Set<string>, compute: () => Result): Result {
  if (inProgress.has(name)) {
    return failEvaluation(`${name} is defined by itself, directly or through others.`);
  }
  inProgress.add(name);
  try {
    return compute();
  } finally {
    inProgress.delete(name);
  }
}

function resolveVariable(
  name: string,
  names: BakeNames,
  context: BakeSurroundings & { readonly scope: Scope },
): Value | undefined {
  if (name === 'BAKE_CMD_CONTEXT') {
    return textValue('cwd://');
  }
  if (name === 'BAKE_LOCAL_PLATFORM') {
    return context.localPlatform === undefined
      ? failUnsupported('BAKE_LOCAL_PLATFORM')
      : textValue(context.localPlatform);
  }
  const attribute = names.attributes.get(name);
  if (attribute !== undefined) {
    return evaluateNode(attribute.value, context.scope);
  }
  const block = names.variables.get(name);
  return block === undefined ? undefined : resolveBlock(name, block.body, context);
}

function resolveBlock(
  name: string,
  body: SourceMap,
  { scope, environment }: BakeSurroundings & { readonly scope: Scope },
): Value {
  const typeNode = findValue(body, 'type');
  const typeText = textOf(typeNode);
  const type =
    typeNode === undefined || typeText === undefined
      ? undefined
      : placed(typeNode, () => parseValueType(typeText));
  const node = findValue(body, 'default');
  const written = node === undefined ? undefined : evaluateNode(node, scope);
  const fallback = written ?? (type === undefined ? textValue('') : nullValue);
  return placed(node ?? body, () => {
    const typed = type === undefined ? fallback : convertValue(fallback, type);
    return environmentValue(name, typed, type, environment) ?? typed;
  });
}

function callFunction(
  name: string,
  args: readonly Value[],
  context: {
    readonly names: BakeNames;
    readonly surroundings: BakeSurroundings;
    readonly scope: Scope;
    readonly calls: { depth: number };
  },
): Value {
  const block = context.names.functions.get(name);
  const { nowMs } = context.surroundings;
  if (name === 'timestamp' && nowMs !== undefined) {
    return textValue(formatTimestamp(nowMs));
  }
  if (block === undefined) {
    return callStandardFunction(name, args);
  }
  if (context.calls.depth >= maxCallDepth) {
    return failEvaluation(`The function ${name}() calls itself without end.`);
  }
  context.calls.depth += 1;
  try {
    return callBlock(name, args, block.body, context.scope);
  } finally {
    context.calls.depth -= 1;
  }
}

function callBlock(name: string, args: readonly Value[], body: SourceMap, scope: Scope): Value {
  const params = findValue(body, 'params');
  const names = params?.kind === 'list' ? params.items.map((item) => textOf(item) ?? '') : [];
  const variadic = textOf(findValue(body, 'variadic_params'));
  const result = findValue(body, 'result') ?? failEvaluation(`The function ${name}() has no result.`);
  if (args.length < names.length || (variadic === undefined && args.length > names.length)) {
    return failEvaluation(`The function ${name}() takes ${names.length} argument(s), not ${args.length}.`);
  }
  const given = new Map(names.map((param, index) => [param, args[index] ?? nullValue]));
  if (variadic !== undefined) {
    given.set(variadic, tupleValue(args.slice(names.length)));
  }
  return evaluateNode(result, { ...scope, variable: (used) => given.get(used) ?? scope.variable(used) });
}
