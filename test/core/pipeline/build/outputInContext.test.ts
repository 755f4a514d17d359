import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createTestHost } from '../../../support/testHost.js';
import { findOutputInContext } from '../../../../src/core/pipeline/build/outputInContext.js';
import { noChoices } from '../../../../src/core/plan/buildChoices.js';
import { temporaryDirectory } from '../../../support/archiveFiles.js';
import { lonelyRecipe } from '../lonelyRecipe.js';

const copyAll = 'FROM ubuntu:24.04\nCOPY . /srv/\n';

interface Case {
  readonly dockerfile: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly output: string;
  readonly expected: readonly string[];
}

const cases: readonly (readonly [string, Case])[] = [
  [
    'COPY of the whole context is found',
    { dockerfile: copyAll, output: 'oci-artifacts/web', expected: ['2:6'] },
  ],
  [
    'COPY of a directory above is found',
    { dockerfile: 'FROM scratch\nADD out /out\n', output: 'out/web', expected: ['2:5'] },
  ],
  [
    'COPY of another directory is fine',
    { dockerfile: 'FROM scratch\nCOPY src /src\n', output: 'oci-artifacts/web', expected: [] },
  ],
  [
    'COPY from another stage is fine',
    { dockerfile: 'FROM a AS b\nFROM c\nCOPY --from=b . /\n', output: 'oci-artifacts/web', expected: [] },
  ],
  ['an output outside of the context is fine', { dockerfile: copyAll, output: '../out', expected: [] }],
  [
    'an output kept out by .dockerignore is fine',
    {
      dockerfile: copyAll,
      files: { '.dockerignore': 'oci-artifacts\n' },
      output: 'oci-artifacts/web',
      expected: [],
    },
  ],
  [
    "an output kept out by the Dockerfile's own ignore file is fine",
    {
      dockerfile: copyAll,
      files: { 'Dockerfile.dockerignore': '**\n!src\n', '.dockerignore': '' },
      output: 'oci-artifacts/web',
      expected: [],
    },
  ],
];

test.each(cases)('%s', async (_name, { dockerfile, files, output, expected }) => {
  const directory = await temporaryDirectory();
  for (const [name, text] of Object.entries({ Dockerfile: dockerfile, ...files })) {
    await writeFile(join(directory, name), text);
  }
  const request = {
    recipe: lonelyRecipe(directory, ['linux/amd64', 'linux/arm64']),
    choices: noChoices,
    outputDirectory: join(directory, output),
    force: false,
  };
  const findings = await findOutputInContext(request, createTestHost().files);
  expect(findings.map(({ range }) => `${range.start.line + 1}:${range.start.character + 1}`)).toEqual(
    expected,
  );
});
