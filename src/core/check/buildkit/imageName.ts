const domain =
  /^(?:(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])(?:\.(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]))*|\[[a-f0-9:]+\])(?::[0-9]+)?$/i;
const pathPart = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;

interface NameParts {
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Whether the builder takes the text as the name of an image.
 * https://pkg.go.dev/github.com/distribution/reference#ParseNormalizedNamed
 */
export function isImageName(text: string): boolean {
  return takeApart(text) !== undefined;
}

/**
 * The name as users know it, by which named contexts are found: no `docker.io/library/`, no `:latest`. The text
 * itself when it is no name.
 */
export function familiarName(text: string): string {
  const parts = takeApart(text);
  if (parts === undefined) {
    return text;
  }
  const isOfficial = parts.domain === 'docker.io' && /^library\/[^/]+$/.test(parts.path);
  const path = isOfficial ? parts.path.slice('library/'.length) : parts.path;
  const name = parts.domain === 'docker.io' ? path : `${parts.domain}/${path}`;
  const tag =
    parts.tag === undefined || (parts.tag === 'latest' && parts.digest === undefined) ? '' : `:${parts.tag}`;
  return `${name}${tag}${parts.digest === undefined ? '' : `@${parts.digest}`}`;
}

function takeApart(text: string): NameParts | undefined {
  if (/^[a-f0-9]{64}$/.test(text)) {
    return undefined;
  }
  const [host, rest] = splitHost(text);
  const at = rest.indexOf('@');
  const named = at === -1 ? rest : rest.slice(0, at);
  const digest = at === -1 ? undefined : rest.slice(at + 1);
  const colon = named.indexOf(':');
  const path = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  const parts: NameParts = {
    domain: host,
    path,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
  return isWhole(parts) ? parts : undefined;
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

function isWhole({ domain: host, path, tag, digest }: NameParts): boolean {
  return (
    domain.test(host) &&
    path.split('/').every((part) => pathPart.test(part)) &&
    `${host}/${path}`.length <= 255 &&
    (tag === undefined || tagPattern.test(tag)) &&
    (digest === undefined || digestPattern.test(digest))
  );
}
