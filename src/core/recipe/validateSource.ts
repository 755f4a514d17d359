import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import leven from 'leven';

import schema from '../../../schemas/oci-recipe.schema.json' with { type: 'json' };
import type { Range } from '../base/text.js';
import type { Severity } from '../finding/finding.js';
import type { Remark, Report } from './report.js';
import type { SourceNode } from './sourceNode.js';
import { findAt, findEntry, toPlain } from './sourceNode.js';

/** How strictly keys are taken: bake ignores unknown ones in silence, our own file refuses them. */
export interface Strictness {
  readonly unknownKeys: Severity;
}

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });
ajv.addVocabulary(['patternErrorMessage']);
let compiled: ValidateFunction | undefined;

/** Why: compiling the schema takes longer than checking most Dockerfiles, and many folders have no recipe file. */
function validator(): ValidateFunction {
  compiled ??= ajv.compile(schema);
  return compiled;
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};
const secretPattern = /password|passwd|passphrase|secret|token|^credentials$|api_?key/i;

/** Says everywhere that `root` is not what schemas/oci-recipe.schema.json describes. */
export function validateSource(root: SourceNode, strictness: Strictness, report: Report): void {
  const validate = validator();
  validate(toPlain(root));
  for (const error of validate.errors ?? []) {
    const remark = toRemark(root, error, strictness, report.file);
    if (remark !== undefined) {
      report.add(remark);
    }
  }
}

function toRemark(
  root: SourceNode,
  error: ErrorObject,
  strictness: Strictness,
  file: string,
): Remark | undefined {
  const path = pointerParts(error.instancePath);
  const node = findAt(root, path);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(node, path, error, { ...strictness, file });
    case 'propertyNames':
      return undefined;
    case 'required':
      return value(`"${String(error.params['missingProperty'])}" is missing here.`, keyRangeOf(root, path));
    case 'type':
      return value(`${subject(path)} must be ${expectedKinds(error)}, not ${kindOf(node)}.`, node.range);
    case 'pattern':
      return value(patternMessage(error, path), rangeOfName(node, error));
    case 'enum':
      return enumMismatch(node, path, error, file);
    default:
      return value(`${subject(path)} ${error.message ?? 'is not valid'}.`, node.range);
  }
}

function value(message: string, range: Range): Remark {
  return { rule: 'RecipeValue', severity: 'error', message, range };
}

function unknownKey(
  node: SourceNode,
  path: readonly string[],
  error: ErrorObject,
  { unknownKeys, file }: Strictness & { readonly file: string },
): Remark | undefined {
  const key = String(error.params['additionalProperty']);
  const range = findEntry(node, key)?.keyRange ?? node.range;
  if (path.includes('x-launchpad') && secretPattern.test(key)) {
    return secretKey(key, range);
  }
  if (key === '//' && unknownKeys !== 'error') {
    return undefined;
  }
  const known = knownKeys(error);
  const suggestion = nearest(key, known);
  if (path.includes('x-check') && path.at(-1) === 'rules') {
    return unknownRule(key, range, suggestion, file);
  }
  const isStrict = unknownKeys === 'error' || path.some((part) => part.startsWith('x-'));
  return {
    rule: 'RecipeKey',
    severity: isStrict ? 'error' : unknownKeys,
    message: unknownKeyMessage(`"${key}" is not a key of ${placeName(path)}.`, isStrict, {
      known,
      suggestion,
    }),
    range,
    fixes: suggestion === undefined ? [] : [replaceFix(file, range, quoteLike(file, suggestion))],
  };
}

function knownKeys(error: ErrorObject): readonly string[] {
  const { properties = {} } = error.parentSchema as { readonly properties?: object };
  return Object.keys(properties);
}

function unknownKeyMessage(
  message: string,
  isStrict: boolean,
  { known, suggestion }: { readonly known: readonly string[]; readonly suggestion: string | undefined },
): string {
  const silence = isStrict ? '' : ' bake ignores it silently.';
  const hint =
    suggestion === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${suggestion}"?`;
  return `${message}${silence} ${hint}`;
}

function unknownRule(key: string, range: Range, suggestion: string | undefined, file: string): Remark {
  const hint = suggestion === undefined ? 'docs/rules has a page for each.' : `Did you mean "${suggestion}"?`;
  return {
    ...value(`There is no rule "${key}". ${hint}`, range),
    fixes: suggestion === undefined ? [] : [replaceFix(file, range, quoteLike(file, suggestion))],
  };
}

/** JSON wants its keys and texts in quotes, which the ranges include. */
function quoteLike(file: string, text: string): string {
  return file.endsWith('.json') ? `"${text}"` : text;
}

/** Whatever looks like a password must not be in a file that goes into git. */
function secretKey(key: string, range: Range): Remark {
  return {
    rule: 'RecipeSecret',
    severity: 'error',
    message:
      `"${key}" does not belong in a recipe file: it would be committed. Remove it (and change it, if it was ` +
      'committed); passwords are kept in the secret storage, and credentials_owner names whose credentials Launchpad uses.',
    range,
  };
}

function enumMismatch(node: SourceNode, path: readonly string[], error: ErrorObject, file: string): Remark {
  const allowed = (error.params['allowedValues'] as unknown[]).map(String);
  const written = node.kind === 'scalar' ? String(node.value) : '';
  const suggestion = nearest(written, allowed);
  return {
    ...value(`${subject(path)} must be one of ${allowed.join(', ')}.`, node.range),
    fixes: suggestion === undefined ? [] : [replaceFix(file, node.range, suggestion)],
  };
}

function replaceFix(file: string, range: Range, newText: string): NonNullable<Remark['fixes']>[number] {
  return { kind: 'edit', title: `Change to "${newText}"`, file, edits: [{ range, newText }] };
}

/** The known word that is at most half of its letters away, and at most four. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({
      word,
      distance: leven(written.toLowerCase().replaceAll('_', '-'), word.replaceAll('_', '-')),
    }))
    .filter(({ word, distance }) => distance <= Math.min(4, Math.max(1, Math.floor(word.length / 2))))
    .sort((left, right) => left.distance - right.distance);
  return ranked[0]?.word;
}

function patternMessage(error: ErrorObject, path: readonly string[]): string {
  const written = (error.parentSchema as { patternErrorMessage?: string } | undefined)?.patternErrorMessage;
  const name = error.propertyName;
  if (name !== undefined) {
    return `"${name}" cannot be a name. ${written ?? 'Names start with a letter or _ and hold letters, digits, _ and -.'}`;
  }
  return `${subject(path)} cannot be this. ${written ?? `It must match ${String(error.params['pattern'])}.`}`;
}

/** For a bad name, the key; the path then names the map that holds it. */
function rangeOfName(node: SourceNode, error: ErrorObject): Range {
  const name = error.propertyName;
  return (name === undefined ? undefined : findEntry(node, name)?.keyRange) ?? node.range;
}

/** The key that introduces what is at `path`, or the beginning of the file's data. */
function keyRangeOf(root: SourceNode, path: readonly string[]): Range {
  const parent = findAt(root, path.slice(0, -1));
  const key = path.at(-1);
  const entry = key === undefined ? undefined : findEntry(parent, key);
  return entry?.keyRange ?? findAt(root, path).range;
}

function expectedKinds(error: ErrorObject): string {
  const types: unknown = error.params['type'];
  const names = (Array.isArray(types) ? types : [types]).map(String).filter((name) => name !== 'null');
  const words = names
    .filter((name) => name !== 'string' || !names.includes('array'))
    .map((name) => kindWords[name] ?? name);
  return words.join(' or ');
}

function kindOf(node: SourceNode): string {
  if (node.kind !== 'scalar') {
    return node.kind === 'list' ? 'a list' : 'a map';
  }
  return node.value === null ? 'empty' : (kindWords[typeof node.value] ?? 'this');
}

function subject(path: readonly string[]): string {
  return path.length === 0 ? 'A recipe file' : `"${path.slice(-1)[0] ?? ''}"`;
}

function placeName(path: readonly string[]): string {
  const inner = path.findLast(
    (part) => part.startsWith('x-') || part === 'push_rules' || part === 'validation',
  );
  if (inner !== undefined) {
    return inner;
  }
  const [kind, name] = path;
  return kind === undefined ? 'a recipe file' : `${kind}${name === undefined ? '' : ` "${name}"`}`;
}

function pointerParts(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
