import type { Range } from '../../base/text.js';
import { createReport } from '../report.js';
import { readSource } from '../readSource.js';
import type { SourceNode } from '../sourceNode.js';
import { findValue } from '../sourceNode.js';
import type { Cursor } from './cursor.js';
import { findCursor } from './cursor.js';
import type { SchemaKey } from './schemaPlace.js';
import { schemaAt } from './schemaPlace.js';

/** What recipe files refer to, beyond their own text. */
export interface RecipeSurroundings {
  /** What a target's Dockerfile offers; called with the target's name at most once. */
  readonly dockerfileOf: (target: string) => Promise<DockerfileNames | undefined>;
  /** The rules that `x-check` may name. */
  readonly rules: readonly { readonly name: string; readonly title: string }[];
  /** Platforms worth offering, `linux/amd64` first. */
  readonly platforms: readonly string[];
}

/** The names of a Dockerfile that a target may use. */
export interface DockerfileNames {
  /** Absolute path. */
  readonly file: string;
  readonly stages: readonly NamedPlace[];
  readonly args: readonly NamedPlace[];
}

/** A name and where it is given. */
export interface NamedPlace {
  readonly name: string;
  readonly range: Range;
  /** The default of an ARG. */
  readonly value?: string;
}

/** Something that can be written at the cursor. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'key' | 'target' | 'stage' | 'argument' | 'platform' | 'rule' | 'value';
  readonly newText: string;
  readonly range: Range;
  readonly detail?: string;
  readonly documentation?: string;
}

/** What a completion is asked about. */
export interface CompletionRequest {
  readonly text: string;
  /** In UTF-16 units. */
  readonly offset: number;
  /** Whether the file is JSON, where everything is quoted. */
  readonly isJson: boolean;
  /** Whether to offer the keys that the schema knows: another extension may do so. */
  readonly withKeys: boolean;
}

/** A suggestion before it is known how it must be written. */
type Offer = Pick<Suggestion, 'label' | 'kind' | 'detail' | 'documentation'> & { readonly follows?: SchemaKey['kind'] };

/** What can be written at a place of a recipe file; empty where nothing is known. */
export async function completeRecipe(
  request: CompletionRequest,
  surroundings: RecipeSurroundings,
): Promise<readonly Suggestion[]> {
  const cursor = findCursor(request.text, request.offset);
  if (cursor === undefined) {
    return [];
  }
  const root = readSource(request.text, createReport(''));
  const offers = [
    ...(cursor.role === 'value' ? [] : await keyOffers(cursor, request, surroundings)),
    ...(cursor.role === 'key' ? [] : await valueOffers(cursor, root, surroundings)),
  ];
  const taken = new Set([...cursor.siblings, ...cursor.items]);
  return offers
    .filter(({ label }) => !taken.has(label))
    .map((offer) => toSuggestion(offer, cursor, request));
}

async function keyOffers(
  { path, role }: Cursor,
  { withKeys }: CompletionRequest,
  surroundings: RecipeSurroundings,
): Promise<readonly Offer[]> {
  const [kind, target, field, inner] = path;
  const place = schemaAt(path);
  const isMap = role === 'key' || place?.kind === 'map';
  const keys = withKeys && isMap ? (place?.keys ?? []) : [];
  const known = keys.map(({ name, description, kind: follows }): Offer => ({
    label: name,
    kind: 'key',
    follows,
    ...(description !== undefined && { documentation: description }),
  }));
  if (kind === 'target' && target !== undefined && field === 'args' && path.length === 3) {
    return [...known, ...(await argumentOffers(target, surroundings))];
  }
  return field === 'x-check' && inner === 'rules' && path.length === 4
    ? [...known, ...ruleOffers(surroundings)]
    : known;
}

async function argumentOffers(target: string, { dockerfileOf }: RecipeSurroundings): Promise<readonly Offer[]> {
  const names = await dockerfileOf(target);
  return unique(names?.args ?? []).map(({ name, value }) => ({
    label: name,
    kind: 'argument',
    ...(value !== undefined && { detail: `default ${value}` }),
  }));
}

function ruleOffers({ rules }: RecipeSurroundings): readonly Offer[] {
  return rules.map(({ name, title }) => ({ label: name, kind: 'rule', detail: title }));
}

async function valueOffers(
  { path }: Cursor,
  root: SourceNode | undefined,
  surroundings: RecipeSurroundings,
): Promise<readonly Offer[]> {
  const [kind, name = '', field] = path;
  if (kind === 'group' && field === 'targets') {
    return [...targetOffers(root, name), ...groupOffers(root, name)];
  }
  if (kind === 'target' && field === 'inherits') {
    return targetOffers(root, name);
  }
  if (kind === 'target' && field === 'platforms') {
    return surroundings.platforms.map((label) => ({ label, kind: 'platform' }));
  }
  if (kind === 'target' && (field === 'target' || field === 'no-cache-filter')) {
    const names = await surroundings.dockerfileOf(name);
    return unique(names?.stages ?? []).map(({ name: label }) => ({ label, kind: 'stage' }));
  }
  return (schemaAt(path)?.values ?? []).map((label) => ({ label, kind: 'value' }));
}

function targetOffers(root: SourceNode | undefined, self: string): readonly Offer[] {
  return namesOf(root, 'target')
    .filter((label) => label !== self)
    .map((label) => ({ label, kind: 'target' }));
}

function groupOffers(root: SourceNode | undefined, self: string): readonly Offer[] {
  return namesOf(root, 'group')
    .filter((label) => label !== self)
    .map((label) => ({ label, kind: 'target', detail: 'group' }));
}

function namesOf(root: SourceNode | undefined, kind: string): readonly string[] {
  const map = findValue(root, kind);
  return map?.kind === 'map' ? map.entries.map(({ key }) => key) : [];
}

function unique(places: readonly NamedPlace[]): readonly NamedPlace[] {
  return [...new Map(places.map((place) => [place.name, place])).values()];
}

function toSuggestion({ follows, ...offer }: Offer, cursor: Cursor, request: CompletionRequest): Suggestion {
  return { ...offer, newText: textOf(offer, follows, { cursor, request }), range: cursor.range };
}

function textOf(
  { label, kind }: Offer,
  follows: SchemaKey['kind'] | undefined,
  { cursor, request }: { readonly cursor: Cursor; readonly request: CompletionRequest },
): string {
  const isKey = kind === 'key' || kind === 'argument' || kind === 'rule';
  if (request.isJson) {
    return isKey && !cursor.hasColon ? `"${label}": ` : label === 'true' || label === 'false' ? label : `"${label}"`;
  }
  if (!isKey) {
    return isItemAlone(cursor) ? `- ${label}` : label;
  }
  if (cursor.hasColon) {
    return label;
  }
  const below = cursor.indent === undefined ? undefined : `\n${cursor.indent}  `;
  return below !== undefined && follows === 'map'
    ? `${label}:${below}`
    : below !== undefined && follows === 'list'
      ? `${label}:${below}- `
      : `${label}: `;
}

/** Whether the word stands where a list begins, without its dash. */
function isItemAlone({ role, path }: Cursor): boolean {
  return role === 'either' && path.at(-1) !== '-' && schemaAt(path)?.kind === 'list';
}
