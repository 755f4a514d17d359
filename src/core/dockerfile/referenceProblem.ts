import { quoteGo } from './goText.js';

/** The parts of an image name; undefined where there is none. */
interface Reference {
  readonly domain: string | undefined;
  readonly path: readonly string[];
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/**
 * What the builder says of an image name in FROM that cannot be; undefined when it can.
 * https://pkg.go.dev/github.com/distribution/reference
 */
export function referenceProblem(text: string): string | undefined {
  const reference = splitReference(text);
  const lower = { ...reference, path: reference.path.map((part) => part.toLowerCase()) };
  if (isReference(reference)) {
    return undefined;
  }
  const failed = `failed to parse stage name ${quoteGo(text)}: invalid reference format`;
  const { domain, path } = reference;
  const name = domain === undefined && path.length === 1 ? `library/${path.join('/')}` : path.join('/');
  return isReference(lower) ? `${failed}: repository name (${name}) must be lowercase` : failed;
}

function splitReference(text: string): Reference {
  const at = text.indexOf('@');
  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const parts = (colon === -1 ? named : named.slice(0, colon)).split('/');
  const [first = ''] = parts;
  const hasDomain = parts.length > 1 && (/[.:A-Z]/.test(first) || first === 'localhost');
  return {
    domain: hasDomain ? first : undefined,
    path: hasDomain ? parts.slice(1) : parts,
    tag: colon === -1 ? undefined : named.slice(colon + 1),
    digest: at === -1 ? undefined : text.slice(at + 1),
  };
}

function isReference({ domain, path, tag, digest }: Reference): boolean {
  const algorithm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
  return (
    path.every((part) => /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(part)) &&
    (domain === undefined || isHost(domain)) &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    (digest === undefined || algorithm.test(digest))
  );
}

function isHost(text: string): boolean {
  const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
  const [name = '', port, ...more] = text.split(':');
  const isPort = more.length === 0 && (port === undefined || /^\d+$/.test(port));
  return isPort && name.split('.').every((part) => label.test(part));
}
