/** A field of `--mount`; keys in lower case. */
export interface MountField {
  readonly key: string;
  readonly value?: string;
  /** The whole field, without the quotes around it. */
  readonly text: string;
}

/** The fields of a `--mount`, as far as they can be read; `error` is what the builder says of the rest. */
export interface MountFields {
  readonly fields: readonly MountField[];
  readonly error?: string;
}

/** The fields of a `--mount`, a line of comma-separated values where quotes hold commas. */
export function mountFields(text: string): readonly MountField[] {
  return readMountFields(text).fields;
}

/** What the builder says of a `--mount` before it knows any variable; undefined where it takes it. */
export function mountSyntaxError(text: string): string | undefined {
  const { fields, error } = readMountFields(text);
  const isVariable = fields.some((field) => /^from=.*\$./is.test(field.text));
  return (
    error ??
    (isVariable ? "'from' doesn't support variable expansion, define alias stage instead" : undefined)
  );
}

/**
 * Reads the fields of a `--mount` as the builder does: quotes stand around a field or not at all.
 * https://www.rfc-editor.org/rfc/rfc4180
 */
export function readMountFields(text: string): MountFields {
  if (text === '') {
    return { fields: [], error: 'failed to parse csv mounts: EOF' };
  }
  const fields: MountField[] = [];
  for (let at = 0; at <= text.length;) {
    const taken = text.charAt(at) === '"' ? takeQuoted(text, at) : takePlain(text, at);
    if ('error' in taken) {
      return { fields, error: taken.error };
    }
    fields.push(toField(taken.field));
    at = taken.end + 1;
  }
  return { fields };
}

type Taken = { readonly field: string; readonly end: number } | { readonly error: string };

function takePlain(text: string, start: number): Taken {
  const comma = text.indexOf(',', start);
  const end = comma === -1 ? text.length : comma;
  const field = text.slice(start, end);
  const quote = field.indexOf('"');
  return quote === -1 ? { field, end } : refuse(text, start + quote, 'bare " in non-quoted-field');
}

function takeQuoted(text: string, start: number): Taken {
  let field = '';
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) {
      return refuse(text, start + 1, 'extraneous or missing " in quoted-field');
    }
    field += text.slice(at, quote);
    const next = text.charAt(quote + 1);
    if (next !== '"') {
      return next === '' || next === ','
        ? { field, end: quote + 1 }
        : refuse(text, quote, 'extraneous or missing " in quoted-field');
    }
    field += '"';
    at = quote + 2;
  }
}

/** Columns are counted in bytes. */
function refuse(text: string, at: number, what: string): Taken {
  const column = new TextEncoder().encode(text.slice(0, at)).length + 1;
  return { error: `failed to parse csv mounts: parse error on line 1, column ${column}: ${what}` };
}

function toField(text: string): MountField {
  const equals = text.indexOf('=');
  return equals === -1
    ? { key: text.toLowerCase(), text }
    : { key: text.slice(0, equals).toLowerCase(), value: text.slice(equals + 1), text };
}
