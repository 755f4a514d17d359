import { fromJson } from '../hcl/convert.js';
import { fromFloat } from '../hcl/fraction.js';
import { failEvaluation, failUnsupported } from '../hcl/hclError.js';
import type { Value } from '../hcl/value.js';
import { boolValue, kindName, listValue, numberValue, textValue } from '../hcl/value.js';
import { splitFields } from './option.js';
import type { ValueType } from './valueType.js';
import { convertValue } from './valueType.js';

const trueTexts = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const falseTexts = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/** The variables of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value that the environment gives a bake variable instead of its default, read by the type of the default;
 * undefined when it gives none. Raises HclError for a text that is not of the type.
 * https://docs.docker.com/build/bake/variables/#environment-variables
 */
export function environmentValue(
  name: string,
  fallback: Value,
  type: ValueType | undefined,
  environment: Environment,
): Value | undefined {
  const json = type === undefined ? undefined : environment[`${name}_JSON`];
  if (json !== undefined && type !== undefined) {
    return convertValue(readJson(name, json), type);
  }
  const text = environment[name];
  if (text === undefined) {
    return undefined;
  }
  return type === undefined || type.kind === 'any'
    ? readLike(name, text, fallback)
    : readTyped(name, text, type);
}

function readLike(name: string, text: string, fallback: Value): Value {
  switch (fallback.kind) {
    case 'string':
    case 'null':
      return textValue(text);
    case 'bool':
      return readBool(name, text);
    case 'number':
      return readNumber(name, text);
    default:
      return failEvaluation(
        `The environment sets ${name}, but the variable is ${kindName(fallback)} without a type; give it one, such as list(string).`,
      );
  }
}

function readTyped(name: string, text: string, type: ValueType): Value {
  switch (type.kind) {
    case 'string':
      return textValue(text);
    case 'bool':
      return readBool(name, text);
    case 'number':
      return readNumber(name, text);
    case 'list':
    case 'set':
      return convertValue(listValue(text === '' ? [] : splitFields(text).map(textValue)), type);
    default:
      return failUnsupported(`The environment's ${name} for a map or tuple (${name}_JSON can be read)`);
  }
}

function readBool(name: string, text: string): Value {
  if (!trueTexts.includes(text) && !falseTexts.includes(text)) {
    return failEvaluation(`The environment sets ${name} to "${text}", which is neither true nor false.`);
  }
  return boolValue(trueTexts.includes(text));
}

function readNumber(name: string, text: string): Value {
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  return isNumber && Number.isFinite(Number(text))
    ? numberValue(fromFloat(Number(text)))
    : failEvaluation(`The environment sets ${name} to "${text}", which is not a number.`);
}

function readJson(name: string, text: string): Value {
  try {
    return fromJson(JSON.parse(text));
  } catch {
    return failEvaluation(`The environment sets ${name}_JSON to a text that is not JSON.`);
  }
}
