import { expect, test } from 'vitest';

import { parsePlatform } from '../../../src/core/platform/platform.js';
import { formatRecipeFile } from '../../../src/core/recipe/newRecipeFile.js';
import { parseRecipeFile } from '../../../src/core/recipe/recipeFile.js';

test('a new recipe file reads back to what was asked for', () => {
  const text = formatRecipeFile({
    name: 'app',
    context: 'a ${b}',
    dockerfile: 'Dockerfile.prod',
    platforms: ['linux/amd64', 'linux/arm/v7'].map(parsePlatform),
    launchpad: {
      owner: '~me',
      ociProject: 'ubuntu/+oci/app',
      pushRules: [{ registryUrl: 'https://r', imageName: 'i' }],
    },
  });
  const { recipes, findings } = parseRecipeFile({
    text,
    file: '/r/oci-recipe.yaml',
    directory: '/r',
    environment: {},
  });
  expect({
    findings,
    recipes: recipes.map(({ name, target, launchpad }) => [
      name,
      target.context,
      target.dockerfile,
      target.platforms.length,
      launchpad,
    ]),
  }).toEqual({
    findings: [],
    recipes: [
      [
        'app',
        'a ${b}',
        'Dockerfile.prod',
        2,
        {
          owner: '~me',
          ociProject: 'ubuntu/+oci/app',
          processors: ['amd64', 'armhf'],
          pushRules: [{ registryUrl: 'https://r', imageName: 'i' }],
        },
      ],
    ],
  });
});
