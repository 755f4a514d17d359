import { basename, dirname, relative, sep } from 'node:path';

import { emptyTarget } from '../recipe/emptyTarget.js';
import type { Recipe } from '../recipe/recipe.js';

const dockerfilePattern = /^(?:(?:Dockerfile|Containerfile)(?:\.[^.].*)?|.+\.(?:Dockerfile|Containerfile))$/i;
const wholeNamePattern = /^(?:Dockerfile|Containerfile)$/i;

/** Whether a file of that name is a Dockerfile: `Dockerfile`, `Containerfile`, `Dockerfile.app`, `app.Dockerfile`. */
export function isDockerfileName(name: string): boolean {
  return (
    dockerfilePattern.test(name) && !/\.(?:dockerignore|containerignore|swp|bak|orig|rej)$|~$/i.test(name)
  );
}

/**
 * One recipe a Dockerfile (absolute paths), its folder being the context. Names come from the file or its folder,
 * the folders down from `root` making them unique.
 */
export function createLoneRecipes(dockerfiles: readonly string[], root: string): readonly Recipe[] {
  const names = new Set<string>();
  return dockerfiles.map((file) => {
    const name = uniqueName(file, root, names);
    names.add(name);
    return {
      name,
      source: { kind: 'dockerfile', file, keyRanges: {} },
      directory: dirname(file),
      target: { ...emptyTarget, dockerfile: basename(file) },
      dependencies: {},
    };
  });
}

function uniqueName(file: string, root: string, taken: ReadonlySet<string>): string {
  const folder = basename(dirname(file));
  const stem = basename(file).replace(/^(?:Dockerfile|Containerfile)\.|\.(?:Dockerfile|Containerfile)$/i, '');
  const isWhole = wholeNamePattern.test(basename(file));
  const folders = relative(root, dirname(file)).split(sep).filter(Boolean);
  const short = toName(isWhole ? folder : stem);
  const long = toName([...folders, ...(isWhole ? [] : [stem])].join('-'));
  const candidates = [short, ...(long === '' ? [] : [long])];
  const free = candidates.find((candidate) => !taken.has(candidate));
  return free ?? numbered(long === '' ? short : long, taken);
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}-${number}`)) {
    number += 1;
  }
  return `${name}-${number}`;
}

/** The letters that bake allows in a target's name; a leading _ would hide it. */
function toName(text: string): string {
  const name = text.replace(/[^a-zA-Z0-9_-]+/g, '-').replace(/^[-_]+|-+$/g, '');
  return name === '' ? 'image' : name;
}
