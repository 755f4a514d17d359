import { areEqual, isPrimitive, toBool, toList, toNumber, toText, toWhole, unify } from './convert.js';
import { addFractions, compareFractions, divideFractions, multiplyFractions } from './fraction.js';
import { negateFraction, parseFraction, remainderOfFractions } from './fraction.js';
import { failEvaluation, HclError } from './hclError.js';
import type { BinaryOperator, Call, Expression, ForExpression, SplatStep, TemplatePart } from './syntax.js';
import type { Value } from './value.js';
import { boolValue, countValue, kindName, nullValue, numberValue, objectValue } from './value.js';
import { textValue, tupleValue } from './value.js';

/** What names mean: variables by name (undefined: there is none; it may raise HclError) and functions. */
export interface Scope {
  readonly variable: (name: string) => Value | undefined;
  readonly call: (name: string, args: readonly Value[]) => Value;
  /** The value of `target.NAME.KEY` or `group.NAME.KEY`, which is not a variable's: only that key is evaluated. */
  readonly reference?: (kind: 'target' | 'group', name: string, key: string) => Value;
}

/** The value of an expression; raises HclError when it has none. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'null':
      return nullValue;
    case 'bool':
      return boolValue(expression.value);
    case 'number':
      return numberValue(parseFraction(expression.text) ?? failEvaluation('A number cannot be read.'));
    case 'template':
      return evaluateTemplate(expression.parts, expression.isWrapped, scope);
    case 'variable':
      return scope.variable(expression.name) ?? failEvaluation(`There is no variable "${expression.name}".`);
    case 'tuple':
      return tupleValue(expression.items.map((item) => evaluate(item, scope)));
    case 'object':
      return objectValue(
        expression.entries.map(({ key, value }) => [keyText(evaluate(key, scope)), evaluate(value, scope)]),
      );
    default:
      return evaluateOperation(expression, scope);
  }
}

function evaluateOperation(
  expression: Exclude<
    Expression,
    { kind: 'null' | 'bool' | 'number' | 'template' | 'variable' | 'tuple' | 'object' }
  >,
  scope: Scope,
): Value {
  switch (expression.kind) {
    case 'attribute':
      return evaluateAttribute(expression, scope);
    case 'index':
      return elementOf(evaluate(expression.source, scope), evaluate(expression.key, scope));
    case 'splat':
      return splat(evaluate(expression.source, scope), expression.steps, scope);
    case 'call':
      return evaluateCall(expression, scope);
    case 'unary':
      return expression.operator === '-'
        ? numberValue(negateFraction(toNumber(evaluate(expression.operand, scope))))
        : boolValue(!toBool(evaluate(expression.operand, scope)));
    case 'binary':
      return evaluateBinary(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case 'conditional':
      return evaluateConditional(expression, scope);
    case 'for':
      return evaluateFor(expression, scope);
  }
}

function evaluateAttribute(
  { source, name }: Extract<Expression, { kind: 'attribute' }>,
  scope: Scope,
): Value {
  const root = source.kind === 'attribute' ? source.source : undefined;
  const isReference = root?.kind === 'variable' && (root.name === 'target' || root.name === 'group');
  if (isReference && source.kind === 'attribute' && scope.reference !== undefined) {
    return scope.reference(root.name === 'target' ? 'target' : 'group', source.name, name);
  }
  return attributeOf(evaluate(source, scope), name);
}

function evaluateTemplate(parts: readonly TemplatePart[], isWrapped: boolean, scope: Scope): Value {
  const [first] = parts;
  if (isWrapped && parts.length === 1 && first?.kind === 'interpolation') {
    return evaluate(first.expression, scope);
  }
  return textValue(parts.map((part) => partText(part, scope)).join(''));
}

function partText(part: TemplatePart, scope: Scope): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'interpolation':
      return interpolatedText(evaluate(part.expression, scope));
    case 'if':
      return (toBool(evaluate(part.condition, scope)) ? part.whenTrue : part.whenFalse)
        .map((inner) => partText(inner, scope))
        .join('');
    case 'for':
      return elementsOf(evaluate(part.collection, scope))
        .map(([key, value]) => {
          const inner = withNames(scope, part.keyName, key, [part.valueName, value]);
          return part.body.map((bodyPart) => partText(bodyPart, inner)).join('');
        })
        .join('');
  }
}

function interpolatedText(value: Value): string {
  return isPrimitive(value)
    ? toText(value)
    : failEvaluation(`A text cannot hold the value of \${…} here: it is ${kindName(value)}.`);
}

function evaluateCall(call: Call, scope: Scope): Value {
  if (call.name === 'try' || call.name === 'can') {
    return evaluateTry(call, scope);
  }
  const args = call.args.map((arg) => evaluate(arg, scope));
  const last = args.at(-1);
  if (!call.expandsLast || last === undefined) {
    return scope.call(call.name, args);
  }
  return scope.call(call.name, [...args.slice(0, -1), ...toList(last).items]);
}

/** `try` is the first argument that has a value, `can` whether its argument has one. */
function evaluateTry(call: Call, scope: Scope): Value {
  for (const arg of call.args) {
    try {
      const value = evaluate(arg, scope);
      return call.name === 'can' ? boolValue(true) : value;
    } catch (error) {
      if (!(error instanceof HclError) || error.code === 'hcl-unsupported') {
        throw error;
      }
    }
  }
  return call.name === 'can' ? boolValue(false) : failEvaluation('No argument of try() has a value.');
}

function evaluateConditional(expression: Extract<Expression, { kind: 'conditional' }>, scope: Scope): Value {
  const condition = evaluate(expression.condition, scope);
  const [chosen, other] = toBool(condition)
    ? [expression.whenTrue, expression.whenFalse]
    : [expression.whenFalse, expression.whenTrue];
  const value = evaluate(chosen, scope);
  const alternative = valueOrUndefined(other, scope);
  if (alternative === undefined) {
    return value;
  }
  const [converted] =
    unify(value, alternative) ??
    failEvaluation(
      `The two results of the condition must be of one type, not ${kindName(value)} and ${kindName(alternative)}.`,
    );
  return converted;
}

/** The result that is not taken only lends its type; whether it has a value does not matter. */
function valueOrUndefined(expression: Expression, scope: Scope): Value | undefined {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof HclError && error.code !== 'hcl-unsupported') {
      return undefined;
    }
    throw error;
  }
}

function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const results: [string, Value][] = [];
  for (const [key, value] of elementsOf(evaluate(expression.collection, scope))) {
    const inner = withNames(scope, expression.keyName, key, [expression.valueName, value]);
    if (expression.condition === undefined || toBool(evaluate(expression.condition, inner))) {
      const name = expression.key === undefined ? '' : keyText(evaluate(expression.key, inner));
      results.push([name, evaluate(expression.value, inner)]);
    }
  }
  if (expression.key === undefined) {
    return tupleValue(results.map(([, value]) => value));
  }
  return expression.isGrouping ? group(results) : unique(results);
}

function group(results: readonly (readonly [string, Value])[]): Value {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of results) {
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return objectValue([...groups].map(([key, values]) => [key, tupleValue(values)]));
}

function unique(results: readonly (readonly [string, Value])[]): Value {
  const keys = new Set<string>();
  for (const [key] of results) {
    if (keys.has(key)) {
      failEvaluation(
        `The for expression makes the key "${key}" twice; "..." after the value would collect them.`,
      );
    }
    keys.add(key);
  }
  return objectValue(results);
}

/** The keys and values of anything that can be iterated, in its order. */
function elementsOf(collection: Value): readonly (readonly [Value, Value])[] {
  if (collection.kind === 'list') {
    const isSet = collection.form === 'set';
    return collection.items.map((item, index) => [isSet ? item : countValue(index), item]);
  }
  if (collection.kind === 'map') {
    return [...collection.entries].map(([key, value]) => [textValue(key), value]);
  }
  return failEvaluation(`A for expression needs a list or a map, not ${kindName(collection)}.`);
}

function withNames(
  scope: Scope,
  keyName: string | undefined,
  key: Value,
  [valueName, value]: readonly [string, Value],
): Scope {
  return {
    ...scope,
    variable: (name) => (name === valueName ? value : name === keyName ? key : scope.variable(name)),
  };
}

function keyText(value: Value): string {
  return isPrimitive(value) ? toText(value) : failEvaluation(`A key must be a text, not ${kindName(value)}.`);
}

function attributeOf(source: Value, name: string): Value {
  if (source.kind === 'map') {
    return source.entries.get(name) ?? failEvaluation(`There is no "${name}" in the ${source.form}.`);
  }
  return failEvaluation(`"${name}" cannot be read of ${kindName(source)}.`);
}

function elementOf(source: Value, key: Value): Value {
  if (source.kind === 'map') {
    return attributeOf(source, keyText(key));
  }
  if (source.kind !== 'list' || source.form === 'set') {
    return failEvaluation(`${kindName(source)} has no elements to choose from.`);
  }
  const item = source.items[toWhole(key)];
  return item ?? failEvaluation(`The list has ${source.items.length} elements and no number ${toText(key)}.`);
}

function splat(source: Value, steps: readonly SplatStep[], scope: Scope): Value {
  if (source.kind === 'null') {
    return tupleValue([]);
  }
  const items = source.kind === 'list' ? source.items : [source];
  const read = items.map((item) =>
    steps.reduce(
      (value, step) =>
        step.kind === 'attribute'
          ? attributeOf(value, step.name)
          : elementOf(value, evaluate(step.key, scope)),
      item,
    ),
  );
  return source.kind === 'list' && source.form !== 'tuple'
    ? { kind: 'list', form: 'list', items: read }
    : tupleValue(read);
}

function evaluateBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case '==':
      return boolValue(areEqual(left, right));
    case '!=':
      return boolValue(!areEqual(left, right));
    case '&&':
      return boolValue([toBool(left), toBool(right)].every(Boolean));
    case '||':
      return boolValue([toBool(left), toBool(right)].some(Boolean));
    case '<':
      return boolValue(compareFractions(toNumber(left), toNumber(right)) < 0);
    case '<=':
      return boolValue(compareFractions(toNumber(left), toNumber(right)) <= 0);
    case '>':
      return boolValue(compareFractions(toNumber(left), toNumber(right)) > 0);
    case '>=':
      return boolValue(compareFractions(toNumber(left), toNumber(right)) >= 0);
    default:
      return evaluateArithmetic(operator, left, right);
  }
}

function evaluateArithmetic(operator: '+' | '-' | '*' | '/' | '%', left: Value, right: Value): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  switch (operator) {
    case '+':
      return numberValue(addFractions(a, b));
    case '-':
      return numberValue(addFractions(a, negateFraction(b)));
    case '*':
      return numberValue(multiplyFractions(a, b));
    case '/':
      return numberValue(divideFractions(a, b));
    case '%':
      return numberValue(remainderOfFractions(a, b));
  }
}
