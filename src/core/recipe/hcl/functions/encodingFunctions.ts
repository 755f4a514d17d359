import { createHash } from 'node:crypto';

import { fromJson, toText } from '../convert.js';
import { formatFraction } from '../fraction.js';
import { failEvaluation } from '../hclError.js';
import type { Value } from '../value.js';
import { listValue, objectValue, textValue } from '../value.js';
import type { FunctionDefinition, FunctionTable } from './definition.js';
import { unary } from './definition.js';

/** Functions that encode, decode and digest texts. */
export const encodingFunctions: FunctionTable = {
  base64decode: unary((text) => textValue(decodeBase64(toText(text)))),
  base64encode: unary((text) => textValue(Buffer.from(toText(text)).toString('base64'))),
  csvdecode: unary((text) => decodeCsv(toText(text))),
  jsondecode: unary((text) => decodeJson(toText(text))),
  jsonencode: unary((value) => textValue(encodeJson(value))),
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha256: digest('sha256'),
  sha512: digest('sha512'),
  urlencode: unary((text) => textValue(encodeQuery(toText(text)))),
};

/** The JSON text of a value as Go writes it: keys sorted, `<`, `>` and `&` escaped, no spaces. */
export function encodeJson(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'number':
      return formatFraction(value.value);
    case 'bool':
      return String(value.value);
    case 'string':
      return encodeJsonText(value.value);
    case 'list':
      return `[${value.items.map(encodeJson).join(',')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, item]) => `${encodeJsonText(key)}:${encodeJson(item)}`).join(',')}}`;
  }
}

function encodeJsonText(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function digest(algorithm: string): FunctionDefinition {
  return unary((text) => textValue(createHash(algorithm).update(toText(text)).digest('hex')));
}

function decodeBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) {
    return failEvaluation('base64decode() is given a text that is not base64.');
  }
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded).equals(bytes)
    ? decoded
    : failEvaluation('base64decode() gives bytes that are not a UTF-8 text.');
}

function decodeJson(text: string): Value {
  try {
    return fromJson(JSON.parse(text));
  } catch (error) {
    return error instanceof SyntaxError
      ? failEvaluation(`jsondecode() is given a text that is not JSON: ${error.message}.`)
      : failEvaluation(`jsondecode() is given a number that cannot be read.`);
  }
}

/** RFC 4180 with a header line, one object a record. */
function decodeCsv(text: string): Value {
  const [header, ...records] = splitCsv(text);
  if (header === undefined) {
    return failEvaluation('csvdecode() needs a header line.');
  }
  return listValue(
    records.map((record) => {
      if (record.length !== header.length) {
        return failEvaluation(`csvdecode() finds ${record.length} fields under ${header.length} headings.`);
      }
      return objectValue(header.map((name, index) => [name, textValue(record[index] ?? '')]));
    }),
  );
}

function splitCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let fields: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const [whole, quoted, plain = '', end = ''] = match;
    if (whole === '' && fields.length === 0) {
      continue;
    }
    fields.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') {
      records.push(fields);
      fields = [];
    }
  }
  return records.filter((record) => record.length > 1 || record[0] !== '');
}

/** Go's url.QueryEscape. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
