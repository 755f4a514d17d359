import leven from 'leven';
import type { Document } from 'yaml';
import { isNode, isPair, LineCounter, parseDocument, visit } from 'yaml';
import * as z from 'zod';

import { messageOf } from '../../base/errors.js';
import type { Range } from '../../base/text.js';
import { startOfText } from '../../base/text.js';
import type { Severity } from '../../finding/finding.js';
import type { ConfigRemark, HadolintConfig } from './hadolintConfig.js';
import {
  emptyHadolintConfig,
  hadolintSeverities,
  toFailureThreshold,
  toLabelType,
} from './hadolintConfig.js';

const rule = z.string();
const rules = z.array(rule);

/** Every key hadolint knows, with what it takes. https://github.com/hadolint/hadolint#configure */
const schemas = {
  'failure-threshold': z.enum(['error', 'warning', 'info', 'style', 'ignore', 'none']),
  format: z.enum([
    'tty',
    'json',
    'checkstyle',
    'codeclimate',
    'gitlab_codeclimate',
    'gnu',
    'codacy',
    'sonarqube',
    'sarif',
    'junit',
  ]),
  ignored: rules,
  'label-schema': z.record(
    z.string(),
    z
      .string('expected one of text, url, semver, hash, rfc3339, spdx, email')
      .refine((name) => toLabelType(name) !== undefined, {
        error: 'expected one of text, url, semver, hash, rfc3339, spdx, email',
      }),
  ),
  'no-color': z.boolean(),
  'no-fail': z.boolean(),
  override: z.strictObject({
    error: rules.nullish(),
    warning: rules.nullish(),
    info: rules.nullish(),
    style: rules.nullish(),
  }),
  'strict-labels': z.boolean(),
  'disable-ignore-pragma': z.boolean(),
  trustedRegistries: z.union(
    [z.string(), z.array(z.string())],
    'expected a registry or a list of registries',
  ),
  verbose: z.boolean(),
} as const;

type Key = keyof typeof schemas;
type Values = { readonly [Name in Key]?: z.infer<(typeof schemas)[Name]> };

/** Codes of both tools, and names of BuildKit's checks and of ours, which hadolint takes no offence at. */
const ruleName = /^(?:(?:DL|SC)\d{4}|[A-Z][A-Za-z]{2,})$/;

interface Reading {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly remarks: ConfigRemark[];
}

/**
 * Reads `.hadolint.yaml`. Never fails: what hadolint would refuse or overlook is a remark at its place (`file` is the
 * absolute path they carry), and the rest counts.
 */
export function parseHadolintConfig(text: string, file: string): HadolintConfig {
  const lines = new LineCounter();
  const reading: Reading = { file, lines, remarks: [], document: parseYaml(text, lines) };
  const values = reading.document.errors.length > 0 ? reportSyntax(reading) : readValues(reading);
  const overrides = hadolintSeverities.flatMap(([name, severity]) =>
    (values.override?.[name as keyof NonNullable<Values['override']>] ?? []).map(
      (code): readonly [string, Severity] => [code, severity],
    ),
  );
  const threshold = values['failure-threshold'];
  const failureThreshold = threshold === undefined ? undefined : toFailureThreshold(threshold);
  const trusted = values.trustedRegistries ?? [];
  return {
    ...emptyHadolintConfig,
    file,
    ignored: new Set(values.ignored),
    overrides: new Map(overrides),
    trustedRegistries: typeof trusted === 'string' ? [trusted] : trusted,
    labelSchema: toLabelSchema(values['label-schema'] ?? {}),
    hasStrictLabels: values['strict-labels'] ?? false,
    ignoresPragmas: values['disable-ignore-pragma'] ?? false,
    neverFails: values['no-fail'] ?? false,
    ...(failureThreshold !== undefined && { failureThreshold }),
    remarks: reading.remarks,
  };
}

/** A configuration for a file that cannot be read at all. */
export function unreadableHadolintConfig(file: string, reason: unknown): HadolintConfig {
  const message = `hadolint's configuration cannot be read: ${messageOf(reason)}`;
  return {
    ...emptyHadolintConfig,
    file,
    remarks: [{ severity: 'error', message, file, range: startOfText }],
  };
}

function parseYaml(text: string, lines: LineCounter): Document {
  return parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
}

function toLabelSchema(schema: Readonly<Record<string, string>>): HadolintConfig['labelSchema'] {
  return new Map(
    Object.entries(schema).flatMap(([label, name]) => {
      const type = toLabelType(name);
      return type === undefined ? [] : [[label, type] as const];
    }),
  );
}

function reportSyntax({ document, lines, remarks, file }: Reading): Values {
  for (const { message, pos } of document.errors) {
    const range = rangeBetween(lines, pos[0], pos[1]);
    remarks.push({ severity: 'error', message: `hadolint cannot read this: ${message}.`, file, range });
  }
  return {};
}

function readValues(reading: Reading): Values {
  const data: unknown = toData(reading);
  if (data === null || data === undefined) {
    return {};
  }
  if (typeof data !== 'object' || Array.isArray(data)) {
    add(reading, [], 'error', "hadolint's configuration is a map, such as `ignored: [DL3008]`.");
    return {};
  }
  const entries = Object.entries(data).flatMap(([key, value]) => readEntry(reading, key, value));
  return Object.fromEntries(entries);
}

/** The data; aliases that blow up or lead nowhere make it unreadable. */
function toData(reading: Reading): unknown {
  try {
    return reading.document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    add(reading, [], 'error', `hadolint's configuration cannot be read: ${messageOf(error)}.`);
    return undefined;
  }
}

function readEntry(reading: Reading, key: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (!isKey(key)) {
    const meant = Object.keys(schemas).find((known) => leven(known.toLowerCase(), key.toLowerCase()) <= 2);
    const hint = meant === undefined ? 'Remove it.' : `Did you mean "${meant}"?`;
    addAtKey(reading, key, `hadolint knows no key "${key}" and overlooks it. ${hint}`);
    return [];
  }
  // Why: hadolint takes a key without a value for one that is not there.
  if (value === null) {
    return [];
  }
  const result = schemas[key].safeParse(value);
  if (result.success) {
    reportRuleNames(reading, key, result.data);
    return [[key, result.data]];
  }
  for (const { path, message } of result.error.issues) {
    const place = [key, ...path.map((part) => (typeof part === 'symbol' ? part.toString() : part))];
    add(reading, place, 'error', `hadolint refuses the value of "${place.join('.')}": ${message}.`);
  }
  return [];
}

function isKey(key: string): key is Key {
  return Object.hasOwn(schemas, key);
}

function reportRuleNames(reading: Reading, key: Key, value: unknown): void {
  const lists =
    key === 'ignored' ? [['ignored', value]] : key === 'override' ? Object.entries(value as object) : [];
  for (const [name, list] of lists) {
    const path = key === 'override' ? [key, String(name)] : [key];
    (Array.isArray(list) ? list : []).forEach((code: unknown, index) => {
      if (!ruleName.test(String(code))) {
        const meant = /^(?:dl|sc)\d{4}$/i.test(String(code))
          ? ` Did you mean ${String(code).toUpperCase()}?`
          : '';
        add(reading, [...path, index], 'warning', `"${String(code)}" is the name of no rule.${meant}`);
      }
    });
  }
}

function add(
  { document, lines, remarks, file }: Reading,
  path: readonly (string | number)[],
  severity: Severity,
  message: string,
): void {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const span = isNode(node) ? node.range : undefined;
  if (span === undefined || span === null) {
    const parent = path.slice(0, -1);
    const range = path.length === 0 ? startOfText : rangeOfPath(document, lines, parent);
    remarks.push({ severity, message, file, range });
    return;
  }
  remarks.push({ severity, message, file, range: rangeBetween(lines, span[0], span[1]) });
}

function rangeOfPath(document: Document, lines: LineCounter, path: readonly (string | number)[]): Range {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) && node.range ? rangeBetween(lines, node.range[0], node.range[1]) : startOfText;
}

function addAtKey({ document, lines, remarks, file }: Reading, key: string, message: string): void {
  let range = startOfText;
  visit(document, {
    Pair: (_, pair) => {
      if (isPair(pair) && isNode(pair.key) && pair.key.range && String(pair.key) === key) {
        range = rangeBetween(lines, pair.key.range[0], pair.key.range[1]);
        return visit.BREAK;
      }
      return visit.SKIP;
    },
  });
  remarks.push({ severity: 'warning', message, file, range });
}

function rangeBetween(lines: LineCounter, start: number, end: number): Range {
  const [from, to] = [lines.linePos(start), lines.linePos(end)];
  return {
    start: { line: Math.max(0, from.line - 1), character: Math.max(0, from.col - 1) },
    end: { line: Math.max(0, to.line - 1), character: Math.max(0, to.col - 1) },
  };
}
