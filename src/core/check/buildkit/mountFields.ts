/** A field of `--mount`; keys in lower case. */
export interface MountField {
  readonly key: string;
  readonly value?: string;
}

/** The fields of a `--mount`, a line of comma-separated values where quotes hold commas. */
export function mountFields(text: string): readonly MountField[] {
  const fields: readonly string[] = text.includes('"') ? splitQuoted(text) : text.split(',');
  return fields.map((field) => {
    const equals = field.indexOf('=');
    return equals === -1
      ? { key: field.toLowerCase() }
      : { key: field.slice(0, equals).toLowerCase(), value: field.slice(equals + 1) };
  });
}

/** https://www.rfc-editor.org/rfc/rfc4180 */
function splitQuoted(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
