import { resolve } from 'node:path';

import type { GivenBase } from '../../core/artifact/base/baseImage.js';
import { parseImageName } from '../../core/artifact/write/imageName.js';
import type { Options } from './invocation.js';
import { UsageError } from './usageError.js';

/** The base images of `--base [NAME=]INPUT`; relative paths start from the current directory. */
export function toBases(options: Options, currentDirectory: string): readonly GivenBase[] {
  return options.list('base').map((text) => toBase(text, currentDirectory));
}

function toBase(text: string, here: string): GivenBase {
  const at = text.indexOf('=');
  const name = at === -1 ? undefined : parseImageName(text.slice(0, at));
  const input = name === undefined ? text : text.slice(at + 1);
  if (input === '' || input === '-') {
    throw new UsageError(`--base takes [NAME=]INPUT, a file or a folder, not "${text}".`);
  }
  return {
    path: resolve(here, input),
    ...(name !== undefined && { repository: name.full.slice(0, -`:${name.tag}`.length) }),
  };
}
