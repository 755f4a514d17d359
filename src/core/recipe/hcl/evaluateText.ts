import { evaluate } from './evaluate.js';
import type { Scope } from './evaluate.js';
import { failEvaluation, failUnsupported } from './hclError.js';
import { applyFunction } from './functions/definition.js';
import { standardFunctions, unsupportedFunctions } from './functions/standardFunctions.js';
import { parseTemplate } from './parseTemplate.js';
import type { Value } from './value.js';

// Why our own evaluator: the HCL packages on npm are Go compiled to JavaScript or WebAssembly (megabytes) and only
// parse; none evaluates templates, and none knows cty's values or bake's functions.

/**
 * The value of a text of a bake JSON file: `${…}` and `%{…}` are evaluated, and a text that is one `${…}` and nothing
 * else keeps the type of its value. Raises HclError.
 */
export function evaluateText(text: string, scope: Scope): Value {
  return evaluate(parseTemplate(text), scope);
}

/** Calls a function of the standard library; raises HclError for one that is unknown or not evaluated here. */
export function callStandardFunction(name: string, args: readonly Value[]): Value {
  const definition = Object.hasOwn(standardFunctions, name) ? standardFunctions[name] : undefined;
  if (definition !== undefined) {
    return applyFunction(name, definition, args);
  }
  return unsupportedFunctions.has(name)
    ? failUnsupported(`The function ${name}()`)
    : failEvaluation(
        `There is no function "${name}"; if your bake knows it, docker buildx bake --print shows what it gives.`,
      );
}
