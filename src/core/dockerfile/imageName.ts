import { quoteGo } from './goText.js';

const domainPattern =
  /^(?:(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])(?:\.(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]))*|\[[a-f0-9:]+\])(?::[0-9]+)?$/i;
const pathPart = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^([a-z][a-z0-9]*(?:[-_+.][a-z][a-z0-9]*)*):([0-9a-f]{32,})$/i;

/** How many digits the digests have that the builder knows. */
const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

const longestPath = 255;

interface NameParts {
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Whether the builder takes the text as the name of an image. */
export function isImageName(text: string): boolean {
  return nameError(text) === undefined;
}

/**
 * What the builder says of a text that is no name of an image; undefined when it is one.
 * https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed
 */
function nameError(text: string): string | undefined {
  if (/^[a-f0-9]{64}$/.test(text)) {
    return `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`;
  }
  const [, rest] = splitHost(text);
  const colon = rest.indexOf(':');
  const repository = colon === -1 ? rest : rest.slice(0, colon);
  if (repository.toLowerCase() !== repository) {
    return `invalid reference format: repository name (${repository}) must be lowercase`;
  }
  const parts = takeApart(text);
  if (!isWellFormed(parts)) {
    return 'invalid reference format';
  }
  return parts.path.length > longestPath
    ? `repository name must not be more than ${longestPath} characters`
    : parts.digest && digestError(parts.digest);
}

/** What the builder says of it where a stage begins with it, or something is taken from it. */
export function stageNameError(text: string): string | undefined {
  const error = nameError(text);
  return error === undefined ? undefined : `failed to parse stage name ${quoteGo(text)}: ${error}`;
}

function digestError(digest: string): string | undefined {
  const [, algorithm = '', digits = ''] = digestPattern.exec(digest) ?? [];
  const length = digestLengths.get(algorithm);
  if (length === undefined) {
    return 'unsupported digest algorithm';
  }
  if (digits.length !== length) {
    return 'invalid checksum digest length';
  }
  return digits === digits.toLowerCase() ? undefined : 'invalid checksum digest format';
}

/**
 * The name as users know it, by which named contexts are found: no `docker.io/library/`, no `:latest`. The text
 * itself when it is no name.
 */
export function familiarName(text: string): string {
  if (!isImageName(text)) {
    return text;
  }
  const parts = takeApart(text);
  const isOfficial = parts.domain === 'docker.io' && /^library\/[^/]+$/.test(parts.path);
  const path = isOfficial ? parts.path.slice('library/'.length) : parts.path;
  const name = parts.domain === 'docker.io' ? path : `${parts.domain}/${path}`;
  const tag =
    parts.tag === undefined || (parts.tag === 'latest' && parts.digest === undefined) ? '' : `:${parts.tag}`;
  return `${name}${tag}${parts.digest === undefined ? '' : `@${parts.digest}`}`;
}

function takeApart(text: string): NameParts {
  const [domain, rest] = splitHost(text);
  const at = rest.indexOf('@');
  const named = at === -1 ? rest : rest.slice(0, at);
  const colon = named.indexOf(':');
  return {
    domain,
    path: colon === -1 ? named : named.slice(0, colon),
    ...(colon !== -1 && { tag: named.slice(colon + 1) }),
    ...(at !== -1 && { digest: rest.slice(at + 1) }),
  };
}

function splitHost(text: string): readonly [string, string] {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  const isHost =
    slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const host = !isHost || first === 'index.docker.io' ? 'docker.io' : first;
  const rest = isHost ? text.slice(slash + 1) : text;
  return [host, host === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest];
}

function isWellFormed({ domain, path, tag, digest }: NameParts): boolean {
  return (
    domainPattern.test(domain) &&
    path.split('/').every((part) => pathPart.test(part)) &&
    (tag === undefined || tagPattern.test(tag)) &&
    (digest === undefined || digestPattern.test(digest))
  );
}
