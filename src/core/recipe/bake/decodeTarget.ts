import { isPrimitive, toBool, toList, toMap, toText } from '../hcl/convert.js';
import type { Scope } from '../hcl/evaluate.js';
import { failEvaluation } from '../hcl/hclError.js';
import type { Value } from '../hcl/value.js';
import { kindName } from '../hcl/value.js';
import type { SourceMap, SourceNode } from '../sourceNode.js';
import { findValue } from '../sourceNode.js';
import { checkValue } from './checkValue.js';
import { evaluateNode, placed } from './evaluateNode.js';
import { createEntry, parseOption } from './option.js';
import type { OptionEntry, OptionField, RawTarget } from './rawTarget.js';
import { flagFields, listFields, mapFields, optionFields, textFields } from './rawTarget.js';

/** What one target block sets, evaluated. Raises PlacedHclError. */
export function decodeTarget(body: SourceMap, scope: Scope): RawTarget {
  const read = <Field extends string, Decoded>(
    fields: readonly Field[],
    decode: (value: Value, field: Field) => Decoded,
  ): ReadonlyMap<Field, Decoded> =>
    new Map(
      fields.flatMap((field) => {
        const node = findValue(body, field);
        const value = node === undefined ? undefined : evaluateNode(node, scope);
        if (node === undefined || value === undefined) {
          return [];
        }
        if (value.kind === 'null') {
          placed(node, () => {
            refuseNull(field);
          });
          return [];
        }
        return [[field, placed(node, () => decode(value, field))] as const];
      }),
    );
  return {
    texts: read(textFields, (value, field) => checked(field, toText(value))),
    flags: read(flagFields, toBool),
    lists: read(listFields, (value, field) => decodeTexts(value).map((text) => checked(field, text))),
    maps: read(mapFields, (value, field) =>
      decodeTextMap(field === 'contexts' ? withoutNulls(value) : value),
    ),
    options: read(optionFields, (value, field) => decodeOptions(field, value)),
  };
}

/** Null leaves most keys unset; bake's own list types refuse it. */
function refuseNull(field: string): void {
  if (field === 'description' || (optionFields as readonly string[]).includes(field)) {
    failEvaluation(`"${field}" cannot be null; leave it out, or give it an empty value.`);
  }
}

function checked(field: string, text: string): string {
  checkValue(field, text);
  return text;
}

function withoutNulls(value: Value): Value {
  const empty = [...toMap(value).entries].find(([, item]) => item.kind === 'null');
  return empty === undefined
    ? value
    : failEvaluation(`The context "${empty[0]}" cannot be null; leave it out.`);
}

/** A list of texts; numbers and booleans are written out. Raises HclError. */
export function decodeTexts(value: Value): readonly string[] {
  return toList(value).items.map(toText);
}

/** Texts by name, without those that are null. Raises HclError. */
export function decodeTextMap(value: Value): ReadonlyMap<string, string> {
  return new Map(
    [...toMap(value).entries]
      .filter(([, item]) => item.kind !== 'null')
      .map(([key, item]) => [key, isPrimitive(item) ? toText(item) : wrongKind(key, item)]),
  );
}

/** The node of one item of a list field, for remarks; the whole value where it is an expression. */
export function itemNode(body: SourceMap, field: string, index: number): SourceNode | undefined {
  const node = findValue(body, field);
  return node?.kind === 'list' ? (node.items[index] ?? node) : node;
}

function wrongKind(key: string, value: Value): never {
  return failEvaluation(`"${key}" must be a text, not ${kindName(value)}.`);
}

function decodeOptions(field: OptionField, value: Value): readonly OptionEntry[] {
  return toList(value).items.flatMap((item) =>
    item.kind === 'map' ? [decodeOptionMap(field, item)] : parseOption(field, toText(item)),
  );
}

function decodeOptionMap(field: OptionField, value: Value): OptionEntry {
  const attributes = [...toMap(value).entries].flatMap(([key, item]) => {
    if (item.kind === 'null') {
      return [];
    }
    const text = item.kind === 'list' ? decodeTexts(item).join(',') : toText(item);
    return [[key, text] as const];
  });
  return createEntry(field, new Map(attributes));
}
