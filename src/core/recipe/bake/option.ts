import { failEvaluation } from '../hcl/hclError.js';
import { compareTexts } from '../hcl/value.js';
import type { OptionEntry, OptionField } from './rawTarget.js';

/**
 * Reads one entry of `output`, `cache-from`, `cache-to`, `secret`, `ssh` or `attest` as buildx does; a text of cache
 * references may hold several. Raises HclError.
 * https://github.com/docker/buildx/tree/v0.29.1/util/buildflags
 */
export function parseOption(field: OptionField, text: string): readonly OptionEntry[] {
  if (text === '') {
    return [];
  }
  if (field === 'ssh') {
    return [createEntry(field, parseSsh(text))];
  }
  const fields = splitFields(text);
  const isCache = field === 'cache-from' || field === 'cache-to';
  if (isCache && !text.includes('=')) {
    return fields.map((ref) => createReference(ref));
  }
  return isDestination(field, fields, text)
    ? [createDestination(text)]
    : [createEntry(field, new Map(fields.map((pair) => splitPair(pair, text))))];
}

function parseSsh(text: string): OptionEntry {
  const [id = '', ...paths] = text.split('=');
  return new Map([['id', id], ...(paths.length === 0 ? [] : [['paths', paths.join('=')] as const])]);
}

function createReference(ref: string): OptionEntry {
  return new Map([
    ['type', 'registry'],
    ['ref', ref],
  ]);
}

/** An output that is no list of attributes is a folder, or `-` for a tar on the standard output. */
function isDestination(field: OptionField, fields: readonly string[], text: string): boolean {
  return field === 'output' && fields.length === 1 && fields[0] === text && !text.startsWith('type=');
}

function createDestination(text: string): OptionEntry {
  return new Map([
    ['type', text === '-' ? 'tar' : 'local'],
    ['dest', text],
  ]);
}

/** Brings the attributes of an entry into the one form that entries are compared in. Raises HclError. */
export function createEntry(field: OptionField, attributes: OptionEntry): OptionEntry {
  const entry = new Map(attributes);
  if (field === 'secret') {
    return createSecret(entry);
  }
  if (field === 'ssh') {
    if (!entry.has('id') || entry.get('id') === '') {
      entry.set('id', 'default');
    }
    return entry;
  }
  if (!entry.has('type')) {
    return failEvaluation(
      `An entry of ${field} needs a type, such as type=${field === 'attest' ? 'sbom' : 'registry'}.`,
    );
  }
  if (
    field === 'attest' &&
    ['false', '0', 'f', 'F', 'FALSE', 'False'].includes(entry.get('disabled') ?? '')
  ) {
    entry.delete('disabled');
  }
  return entry;
}

/** The text that buildx reads back to the same entry; attributes in a fixed order, the type first. */
export function formatOption(field: OptionField, entry: OptionEntry): string {
  if (field === 'ssh') {
    const paths = entry.get('paths');
    return paths === undefined ? (entry.get('id') ?? '') : `${entry.get('id') ?? ''}=${paths}`;
  }
  const leading = ['type', 'id'];
  const rest = [...entry.keys()].filter((key) => !leading.includes(key)).sort(compareTexts);
  return [...leading, ...rest]
    .flatMap((key) => {
      const value = entry.get(key);
      return value === undefined ? [] : [quoteField(`${key}=${value}`)];
    })
    .join(',');
}

function createSecret(entry: Map<string, string>): OptionEntry {
  const type = entry.get('type');
  const source = entry.get('source') ?? entry.get('src');
  entry.delete('source');
  entry.delete('src');
  entry.delete('type');
  if (type !== undefined && type !== 'file' && type !== 'env') {
    return failEvaluation(`A secret is of type file or env, not "${type}".`);
  }
  if (source !== undefined && source !== '') {
    entry.set(type === 'env' ? 'env' : 'src', source);
  }
  for (const key of entry.keys()) {
    if (!['id', 'src', 'env'].includes(key)) {
      return failEvaluation(`"${key}" is not known to a secret; it has id, src and env.`);
    }
  }
  return entry;
}

function splitPair(pair: string, text: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at === -1) {
    return failEvaluation(`"${text}" is not a list of key=value pairs: "${pair}" has no =.`);
  }
  return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1)];
}

/** One line of CSV (RFC 4180). */
export function splitFields(text: string): readonly string[] {
  const fields: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  while (pattern.lastIndex <= text.length) {
    const match = pattern.exec(text);
    if (match === null) {
      return failEvaluation(`"${text}" has a quote in a place where CSV allows none.`);
    }
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') {
      break;
    }
  }
  return fields;
}

function quoteField(field: string): string {
  return /[",\r\n]|^\s/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
