import { baseImagesOf } from '../baseImage.js';
import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';
import { codenameOfVersion } from '../ubuntuSeries.js';

/** The Ubuntu version in the branch's name is not the one that the image is built on. */
export const ubuntuSeriesMismatch: Rule = {
  name: 'UbuntuSeriesMismatch',
  family: 'recipe',
  title: 'The branch name says one Ubuntu version, the base image is another',
  severity: 'warning',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const series = input.branch?.judgement.series;
  if (input.branch === undefined || series === undefined || input.subject.launchpad === 'never') {
    return [];
  }
  const { name } = input.branch;
  return baseImagesOf(input.recipe, input.builds).flatMap((base) => {
    if (base.series === undefined || base.series === series) {
      return [];
    }
    return [
      {
        severity: 'warning',
        message:
          `The branch "${name}" says Ubuntu ${series}, but the image is built on ${base.reference}, ` +
          `which is Ubuntu ${named(base.series)}. Change the base image, or use a branch for ${base.series}.`,
        ...placeInDockerfile(input, base.range),
      },
    ];
  });
}

function named(version: string): string {
  const codename = codenameOfVersion(version);
  return codename === undefined ? version : `${version} (${codename})`;
}
