import { toText } from '../hcl/convert.js';
import type { Scope } from '../hcl/evaluate.js';
import { failEvaluation } from '../hcl/hclError.js';
import type { Value } from '../hcl/value.js';
import { kindName } from '../hcl/value.js';
import { findEntry } from '../sourceNode.js';
import type { BakeBlock } from './bakeBlocks.js';
import { evaluateNode, placed } from './evaluateNode.js';

/** One target that a block stands for: its name, and the scope with the values of its matrix. */
export interface NamedScope {
  readonly name: string;
  readonly scope: Scope;
  readonly isMatrix: boolean;
}

const namePattern = /^[a-zA-Z0-9_-]+$/;
const maxTargets = 10_000;

/** The targets of a block: itself, or one for every combination of its matrix. Raises PlacedHclError. */
export function expandMatrix(block: BakeBlock, scope: Scope): readonly NamedScope[] {
  const matrix = findEntry(block.body, 'matrix');
  const name = findEntry(block.body, 'name');
  return placed({ range: block.labelRange }, () => {
    checkName(block.label);
    if (matrix === undefined) {
      return name === undefined
        ? [{ name: block.label, scope, isMatrix: false }]
        : failEvaluation(
            `"name" of target "${block.label}" needs a matrix; the key is the name of a single target.`,
          );
    }
    const axes = placed(matrix.value, () => readAxes(evaluateNode(matrix.value, scope)));
    const named = combine(axes).map((values) => {
      const inner: Scope = { ...scope, variable: (used) => values.get(used) ?? scope.variable(used) };
      const own = name === undefined ? block.label : toName(evaluateNode(name.value, inner));
      return {
        name: placed(name?.value ?? { range: block.labelRange }, () => checkName(own)),
        scope: inner,
        isMatrix: true,
      };
    });
    placed(name?.value ?? { range: block.labelRange }, () => {
      checkUnique(named, name !== undefined);
    });
    return named;
  });
}

function readAxes(value: Value): readonly (readonly [string, readonly Value[]])[] {
  if (value.kind !== 'map') {
    return failEvaluation(`matrix must be a map of lists, not ${kindName(value)}.`);
  }
  return [...value.entries].map(([key, values]) => {
    if (values.kind === 'map') {
      return [key, [...values.entries.values()]];
    }
    return values.kind === 'list'
      ? [key, values.items]
      : failEvaluation(`"${key}" of the matrix must be a list, not ${kindName(values)}.`);
  });
}

function combine(
  axes: readonly (readonly [string, readonly Value[]])[],
): readonly ReadonlyMap<string, Value>[] {
  let rows: readonly ReadonlyMap<string, Value>[] = [new Map()];
  for (const [key, values] of axes) {
    if (rows.length * values.length > maxTargets) {
      return failEvaluation(`The matrix has more than ${maxTargets} combinations.`);
    }
    rows = rows.flatMap((row) => values.map((value) => new Map([...row, [key, value]])));
  }
  return rows;
}

function toName(value: Value): string {
  return value.kind === 'null'
    ? failEvaluation('The name of a target must be a text, not null.')
    : toText(value);
}

function checkName(name: string): string {
  return namePattern.test(name)
    ? name
    : failEvaluation(`"${name}" cannot be the name of a target: only letters, digits, - and _ are allowed.`);
}

function checkUnique(named: readonly NamedScope[], hasName: boolean): void {
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name)) {
      failEvaluation(
        hasName
          ? `The matrix makes the name "${name}" twice; use all of its values in "name".`
          : `The matrix makes several targets and needs a "name", such as "${name}-\${value}".`,
      );
    }
    seen.add(name);
  }
}
