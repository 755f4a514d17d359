import { ArtifactError } from '../artifactError.js';

/** A name of an image, taken apart. */
export interface ImageName {
  /** As Docker shows it: `app`, `localhost:5000/app`. */
  readonly repository: string;
  readonly tag: string;
  /** With the registry that Docker means: `docker.io/library/app:1.0`. */
  readonly full: string;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const domainPart = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const domain = `${domainPart}(?:\\.${domainPart})*(?::[0-9]+)?`;
const namePattern = new RegExp(
  `^((?:${domain}/)?${component}(?:/${component})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?$`,
);

/** Takes a name apart; undefined when it is none, or has a digest. https://pkg.go.dev/github.com/distribution/reference */
export function parseImageName(text: string): ImageName | undefined {
  if (text.length > 512) {
    return undefined;
  }
  const [, repository, tag = 'latest'] = namePattern.exec(text) ?? [];
  return repository === undefined
    ? undefined
    : { repository, tag, full: `${withRegistry(repository)}:${tag}` };
}

/** The name that a user gives to what is written; `name-invalid` when it is none. */
export function toTag(text: string): string {
  const name = parseImageName(text.replace(/^docker\.io\/(library\/)?/, ''));
  if (name === undefined) {
    throw new ArtifactError(
      'name-invalid',
      `"${text}" is no name of an image; write NAME:TAG in lower case, such as app:1.0.`,
    );
  }
  return `${name.repository}:${name.tag}`;
}

function withRegistry(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (isRegistry) {
    return repository;
  }
  return `docker.io/${rest.length === 0 ? 'library/' : ''}${repository}`;
}
