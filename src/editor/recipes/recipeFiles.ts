import type { DocumentFilter, TextDocument } from 'vscode';

const recipeFileNames = '{oci-recipe.yaml,oci-recipe.yml,oci-recipe.json,docker-bake.json,docker-bake.hcl}';
const dockerfileNames =
  '{Dockerfile,Dockerfile.*,*.Dockerfile,*.dockerfile,Containerfile,Containerfile.*,*.Containerfile,*.containerfile}';

/** Every recipe file of a workspace. */
export const recipeFileGlob = `**/${recipeFileNames}`;

/** Every Dockerfile of a workspace, under all names that are in use. */
export const dockerfileGlob = `**/${dockerfileNames}`;

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

const recipeFilePattern = /^(oci-recipe\.(ya?ml|json)|docker-bake\.(hcl|json))$/;
const dockerfilePattern = /^((Docker|Container)file(\..+)?|.+\.(docker|container)file)$/i;

/** Whether a path names a recipe file or a Dockerfile. */
export function isRecipePath(path: string): boolean {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  return recipeFilePattern.test(name) || dockerfilePattern.test(name);
}

/** Whether a document is one that is checked and can be built. */
export function isRecipeDocument(document: Pick<TextDocument, 'languageId' | 'uri'>): boolean {
  const { languageId, uri } = document;
  return uri.scheme === 'file' && (languageId === 'dockerfile' || isRecipePath(uri.path));
}
