import type { DocumentFilter, TextDocument } from 'vscode';

import { recipeFileNames } from '../../core/pipeline/findRecipes.js';
import { isDockerfileName } from '../../core/pipeline/loneRecipes.js';

/** Every recipe file of a workspace. */
export const recipeFileGlob = `**/{${recipeFileNames.join(',')}}`;

/** Every Dockerfile of a workspace, and a few files with such names that are none: see `isRecipePath`. */
export const dockerfileGlob =
  '**/{Dockerfile,Dockerfile.*,*.Dockerfile,*.dockerfile,Containerfile,Containerfile.*,*.Containerfile,*.containerfile}';

/** What is never searched: other people's code. */
export const excludedGlob = '**/{node_modules,.git,vendor,.venv}/**';

/**
 * The documents that are checked. The language catches what users have mapped to it, the patterns what they have not.
 */
export const recipeSelector: readonly DocumentFilter[] = [
  { scheme: 'file', language: 'dockerfile' },
  { scheme: 'file', pattern: dockerfileGlob },
  { scheme: 'file', pattern: recipeFileGlob },
];

/** Whether a path names a recipe file or a Dockerfile. */
export function isRecipePath(path: string): boolean {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  return recipeFileNames.includes(name) || isDockerfileName(name);
}

/** Whether a document is one that is checked and can be built. */
export function isRecipeDocument({ languageId, uri }: Pick<TextDocument, 'languageId' | 'uri'>): boolean {
  // Why: the editor takes `Dockerfile.dockerignore` for a Dockerfile.
  const isMapped = languageId === 'dockerfile' && !uri.path.endsWith('ignore');
  return uri.scheme === 'file' && (isMapped || isRecipePath(uri.path));
}
