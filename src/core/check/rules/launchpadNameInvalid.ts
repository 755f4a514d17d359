import { isRepositoryName } from '../imageReference.js';
import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Names of recipe, OCI project and image that Launchpad or docker refuses. */
export const launchpadNameInvalid: Rule = {
  name: 'LaunchpadNameInvalid',
  family: 'recipe',
  title: 'Launchpad refuses the name of the recipe, the OCI project or the image',
  severity: 'error',
  preset: 'recommended',
  check,
};

/** https://git.launchpad.net/launchpad/tree/lib/lp/app/validators/name.py */
const launchpadName = /^[a-z0-9][a-z0-9+.-]+$/;

function check({ recipe, isLaunchpadMeant }: RuleInput): readonly Remark[] {
  const { launchpad } = recipe;
  if (!isLaunchpadMeant || launchpad === undefined) {
    return [];
  }
  const project = launchpad.ociProject?.split('/').at(-1);
  const problems = [
    { key: 'name', problem: recipeNameProblem(launchpad.name ?? recipe.name) },
    { key: 'oci_project', problem: project === undefined ? undefined : projectNameProblem(project) },
    { key: 'image_name', problem: imageNameProblem(launchpad.imageName) },
  ];
  return problems.flatMap(({ key, problem }) =>
    problem === undefined
      ? []
      : [{ severity: 'error', message: problem, ...placeOfKey(recipe, `x-launchpad.${key}`, 'x-launchpad') }],
  );
}

function projectNameProblem(name: string): string | undefined {
  return launchpadName.test(name)
    ? undefined
    : `Launchpad refuses the OCI project name "${name}": at least two of a-z, 0-9, "+", "." and "-", ` +
        'beginning with a letter or digit.';
}

function recipeNameProblem(name: string): string | undefined {
  if (!launchpadName.test(name)) {
    return (
      `Launchpad refuses the recipe name "${name}": at least two of a-z, 0-9, "+", "." and "-", beginning with a ` +
      'letter or digit. Set x-launchpad.name.'
    );
  }
  return isRepositoryName(name)
    ? undefined
    : `Launchpad takes the recipe name "${name}", but its builder tags the image with it and docker refuses that: ` +
        'no "+", and single "." only between letters or digits. Set x-launchpad.name.';
}

function imageNameProblem(name: string | undefined): string | undefined {
  return name === undefined || isRepositoryName(name)
    ? undefined
    : `No registry takes the image name "${name}": lower-case letters, digits and single separators between them.`;
}
