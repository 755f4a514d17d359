import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';

/**
 * Whether a RUN mounts a cache or a tmpfs at a place that has this path in it: what is written there is no part of
 * the image. https://docs.docker.com/reference/dockerfile/#run---mount
 */
export function keepsOutOfImage({ flags }: Instruction, path: string): boolean {
  return flags.some(({ name, value }) => {
    const options = name === 'mount' && value !== undefined ? mountOptions(value) : undefined;
    const type = options?.get('type');
    return (type === 'cache' || type === 'tmpfs') && options?.get('target')?.includes(path) === true;
  });
}

/** The flags of a RUN in a form that is equal where they say the same. */
export function flagsKey({ flags }: Instruction): string {
  if (flags.length === 0) {
    return '';
  }
  const keys = flags.map(({ name, value = '' }) => {
    const options =
      name === 'mount' ? [...mountOptions(value)].map(([key, text]) => `${key}=${text}`) : [value];
    return `${name} ${options.toSorted().join(',')}`;
  });
  return [...new Set(keys)].toSorted().join('\n');
}

/** Other names of the options: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/docs/reference.md */
const aliases: Readonly<Record<string, string>> = {
  dst: 'target',
  destination: 'target',
  src: 'source',
  readonly: 'ro',
  readwrite: 'rw',
};

/** The options of a mount; a repeated one counts as it is written last. */
function mountOptions(value: string): ReadonlyMap<string, string> {
  return new Map(
    value.split(',').map((option) => {
      const equals = option.indexOf('=');
      const key = (equals === -1 ? option : option.slice(0, equals)).trim().toLowerCase();
      return [aliases[key] ?? key, equals === -1 ? '' : option.slice(equals + 1).replace(/^"|"$/g, '')];
    }),
  );
}
