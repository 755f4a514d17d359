import type { Scope } from '../hcl/evaluate.js';
import { evaluateText } from '../hcl/evaluateText.js';
import { toText } from '../hcl/convert.js';
import { parseFraction, wholeNumber } from '../hcl/fraction.js';
import { HclError, PlacedHclError } from '../hcl/hclError.js';
import type { Value } from '../hcl/value.js';
import { boolValue, nullValue, numberValue, objectValue, tupleValue } from '../hcl/value.js';
import type { SourceNode, SourceScalar } from '../sourceNode.js';

/** The value of data in a recipe file: texts are templates, keys of maps too. Raises PlacedHclError. */
export function evaluateNode(node: SourceNode, scope: Scope): Value {
  return placed(node, () => {
    switch (node.kind) {
      case 'scalar':
        return evaluateScalar(node, scope);
      case 'list':
        return tupleValue(node.items.map((item) => evaluateNode(item, scope)));
      case 'map':
        return objectValue(
          node.entries.map(({ key, value }) => [
            toText(evaluateText(key, scope)),
            evaluateNode(value, scope),
          ]),
        );
    }
  });
}

/** Runs `compute` and gives an error without a place the place of `node`. */
export function placed<Result>(node: { readonly range: SourceNode['range'] }, compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof HclError && !(error instanceof PlacedHclError)) {
      throw new PlacedHclError(error, node.range);
    }
    throw error;
  }
}

function evaluateScalar({ value, written }: SourceScalar, scope: Scope): Value {
  switch (typeof value) {
    case 'string':
      return evaluateText(value, scope);
    case 'boolean':
      return boolValue(value);
    case 'number':
      return numberValue(parseFraction(written) ?? parseFraction(String(value)) ?? wholeNumber(0));
    default:
      return nullValue;
  }
}
