import schema from '../../../../schemas/oci-recipe.schema.json' with { type: 'json' };

/** The parts of a JSON schema that say what may be written at a place. */
interface SchemaPart {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly additionalProperties?: SchemaPart | boolean;
  readonly patternProperties?: Readonly<Record<string, SchemaPart>>;
  readonly propertyNames?: SchemaPart;
  readonly items?: SchemaPart;
}

/** What may be written at a place of a recipe file. */
export interface SchemaPlace {
  /** The keys that are known there, each with what it means and whether a map, a list or a single value follows. */
  readonly keys: readonly SchemaKey[];
  readonly description?: string;
  /** The values, where there is a fixed set of them. */
  readonly values: readonly string[];
  readonly kind: ValueKind;
}

/** A key. */
export interface SchemaKey {
  readonly name: string;
  readonly description?: string;
  readonly kind: ValueKind;
}

/** What a key introduces. */
type ValueKind = 'map' | 'list' | 'value';

const root = schema as SchemaPart & { readonly definitions: Readonly<Record<string, SchemaPart>> };

/** What schemas/oci-recipe.schema.json says of a place; `path` are keys, and `-` for an item of a list. */
export function schemaAt(path: readonly string[]): SchemaPlace | undefined {
  let part: SchemaPart | undefined = root;
  for (const key of path) {
    part = step(part, key);
  }
  return part === undefined ? undefined : toPlace(part);
}

function step(part: SchemaPart | undefined, key: string): SchemaPart | undefined {
  if (part === undefined) {
    return undefined;
  }
  if (key === '-') {
    return part.items === undefined ? undefined : resolve(part.items);
  }
  const named = part.properties?.[key];
  if (named !== undefined) {
    return resolve(named);
  }
  const { additionalProperties } = part;
  return typeof additionalProperties === 'object' ? resolve(additionalProperties) : undefined;
}

/** A reference's own description goes before that of what it refers to. */
function resolve(part: SchemaPart): SchemaPart {
  const name = part.$ref?.replace('#/definitions/', '');
  const referred = name === undefined ? undefined : root.definitions[name];
  return referred === undefined ? part : { ...referred, ...part };
}

function toPlace(part: SchemaPart): SchemaPlace {
  const { description, properties = {} } = part;
  return {
    keys: Object.entries(properties).map(([name, value]) => toKey(name, resolve(value))),
    ...(description !== undefined && { description }),
    values: valuesOf(part),
    kind: kindOf(part),
  };
}

function toKey(name: string, part: SchemaPart): SchemaKey {
  const { description } = part;
  return { name, ...(description !== undefined && { description }), kind: kindOf(part) };
}

function kindOf({ type, properties }: SchemaPart): ValueKind {
  const [first] = typeof type === 'string' ? [type] : (type ?? []);
  if (first === 'object' || properties !== undefined) {
    return 'map';
  }
  return first === 'array' ? 'list' : 'value';
}

function valuesOf({ enum: values, type }: SchemaPart): readonly string[] {
  if (values !== undefined) {
    return values.filter((value) => typeof value === 'string');
  }
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return types[0] === 'boolean' ? ['true', 'false'] : [];
}
