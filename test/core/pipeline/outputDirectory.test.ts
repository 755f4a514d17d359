import { join } from 'node:path';
import { expect, test } from 'vitest';

import { defaultOutputDirectory } from '../../../src/core/pipeline/outputDirectory.js';

test.each([
  ['greeting', 'greeting'],
  ['web/1 0', 'web-1-0'],
  ['..', 'recipe'],
  ['../../etc', '-..-etc'],
])('the artifacts of %s go to oci-artifacts/%s', (name, expected) => {
  expect(defaultOutputDirectory(name, '/recipes')).toBe(join('/recipes', 'oci-artifacts', expected));
});
