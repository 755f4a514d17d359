/** An image name as FROM and `docker pull` take it. */
export interface ImageReference {
  /** The host, when the name starts with one. */
  readonly registry?: string;
  /** The path without host: `ubuntu`, `library/ubuntu`, `team/tool`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** A repository path: https://pkg.go.dev/github.com/distribution/reference#pkg-overview */
const repositoryPattern =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Takes a name apart; undefined when it is none. The first part is a host when it has a dot, a colon, or is `localhost`. */
export function parseImageReference(text: string): ImageReference | undefined {
  const [named = '', digest] = text.split('@');
  const host = /^(?:localhost|[^/]*[.:][^/]*)(?=\/)/.exec(named)?.[0];
  const path = host === undefined ? named : named.slice(host.length + 1);
  const [repository = '', tag] = path.split(':');
  if (!isRepositoryName(repository) || (tag !== undefined && !isTag(tag))) {
    return undefined;
  }
  return {
    repository,
    ...(host !== undefined && { registry: host }),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** Whether docker takes the text as an image name without registry, tag or digest. */
export function isRepositoryName(text: string): boolean {
  return repositoryPattern.test(text);
}

/** Whether a registry takes the text as a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}
