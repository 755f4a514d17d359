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
type Offer = Pick<Suggestion, 'label' | 'kind' | 'detail' | 'documentation'> & {
  readonly follows?: SchemaKey['kind'];
};

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
  return offers.filter(({ label }) => !taken.has(label)).map((offer) => toSuggestion(offer, cursor, request));
}

async function keyOffers(
  { path, role }: Cursor,
  { withKeys }: CompletionRequest,
  surroundings: RecipeSurroundings,
): Promise<readonly Offer[]> {
  const place = schemaAt(path);
  const isMap = role === 'key' || place?.kind === 'map';
  const keys = withKeys && isMap ? (place?.keys ?? []) : [];
  return [...keys.map(toOffer), ...(await nameOffers(path, surroundings))];
}

/** Keys that no schema knows: they are names of something else. */
async function nameOffers(
  path: readonly string[],
  surroundings: RecipeSurroundings,
): Promise<readonly Offer[]> {
  const [kind, target = ''] = path;
  if (kind === 'target' && path.length === 3 && path[2] === 'args') {
    return argumentOffers(target, surroundings);
  }
  return path.at(-2) === 'x-check' && path.at(-1) === 'rules' ? ruleOffers(surroundings) : [];
}

function toOffer({ name, description, kind: follows }: SchemaKey): Offer {
  return {
    label: name,
    kind: 'key',
    follows,
    ...(description !== undefined && { documentation: description }),
  };
}

async function argumentOffers(
  target: string,
  { dockerfileOf }: RecipeSurroundings,
): Promise<readonly Offer[]> {
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
  switch (`${kind ?? ''}.${field ?? ''}`) {
    case 'group.targets':
      return [...targetOffers(root, name), ...groupOffers(root, name)];
    case 'target.inherits':
      return targetOffers(root, name);
    case 'target.platforms':
      return surroundings.platforms.map((label) => ({ label, kind: 'platform' }));
    case 'target.target':
    case 'target.no-cache-filter':
      return stageOffers(name, surroundings);
    default:
      return (schemaAt(path)?.values ?? []).map((label) => ({ label, kind: 'value' }));
  }
}

async function stageOffers(target: string, { dockerfileOf }: RecipeSurroundings): Promise<readonly Offer[]> {
  const names = await dockerfileOf(target);
  return unique(names?.stages ?? []).map(({ name }) => ({ label: name, kind: 'stage' }));
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

const keyKinds: ReadonlySet<Offer['kind']> = new Set(['key', 'argument', 'rule']);

function textOf(
  { label, kind }: Offer,
  follows: SchemaKey['kind'] | undefined,
  { cursor, request }: { readonly cursor: Cursor; readonly request: CompletionRequest },
): string {
  const isKey = keyKinds.has(kind);
  if (request.isJson) {
    const isPlain = label === 'true' || label === 'false';
    return `${isPlain ? label : JSON.stringify(label)}${isKey && !cursor.hasColon ? ': ' : ''}`;
  }
  if (!isKey) {
    return isItemAlone(cursor) ? `- ${label}` : label;
  }
  return cursor.hasColon ? label : `${label}:${whatFollows(follows, cursor)}`;
}

/** In `{ }` a value comes behind its key; elsewhere maps and lists begin in the next line. */
function whatFollows(follows: SchemaKey['kind'] | undefined, { indent }: Cursor): string {
  if (indent === undefined || follows === undefined || follows === 'value') {
    return ' ';
  }
  return follows === 'map' ? `\n${indent}  ` : `\n${indent}  - `;
}

/** Whether the word stands where a list begins, without its dash. */
function isItemAlone({ role, path }: Cursor): boolean {
  return role === 'either' && path.at(-1) !== '-' && schemaAt(path)?.kind === 'list';
}
