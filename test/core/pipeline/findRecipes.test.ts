import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import type { Completed, Host } from '../../../src/core/host/host.js';
import { HostError } from '../../../src/core/host/hostError.js';
import { createTestHost } from '../../support/testHost.js';
import type { FindRecipesOptions, RecipeSearch } from '../../../src/core/pipeline/findRecipes.js';
import { findRecipes } from '../../../src/core/pipeline/findRecipes.js';

const root = mkdtempSync(join(tmpdir(), 'oci-recipes-find-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
let count = 0;

/** A folder with these files. */
function folder(files: Readonly<Record<string, string>>): string {
  count += 1;
  const path = join(root, String(count));
  for (const [name, text] of Object.entries({ ...files })) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

async function find(
  path: string,
  options: Partial<FindRecipesOptions> = {},
  host: Host = createTestHost(),
): Promise<unknown> {
  return summary(await findRecipes(path, host, { allowPrograms: true, ...options }));
}

function summary({ recipes, findings, notes }: RecipeSearch): unknown {
  return {
    recipes: recipes.map(({ name, source, directory, target, launchpad }) =>
      [
        name,
        source.kind,
        directory.replace(/^.*oci-recipes-find-\w+\/\d+/, ''),
        target.context,
        target.dockerfile,
        launchpad?.owner ?? '',
      ].join(' '),
    ),
    findings: findings.map(({ message, range }) => `${range.start.line}:${range.start.character} ${message}`),
    notes: notes.map((note) => note.replace(/\/\S*oci-recipes-find-\w+\/\d+/g, '')),
  };
}

/** A host whose docker gives this. */
function dockerHost(result: Partial<Completed> | Error): Host {
  return {
    ...createTestHost(),
    processes: {
      start: () => {
        throw new Error('not used');
      },
      run: () =>
        result instanceof Error
          ? Promise.reject(result)
          : Promise.resolve({ exitCode: 0, signal: undefined, stdout: '', stderr: '', ...result }),
    },
  };
}

test('without a recipe file every Dockerfile is a recipe, the folder its context', async () => {
  const path = folder({
    Dockerfile: '',
    'web/Containerfile': '',
    'web/worker.Dockerfile': '',
    'api/Dockerfile.prod': '',
    'api/Dockerfile.prod.dockerignore': '',
    'other/web/Dockerfile': '',
    'node_modules/x/Dockerfile': '',
    '.hidden/Dockerfile': '',
  });
  expect(await find(path)).toEqual({
    recipes: [
      `${String(count)} dockerfile  . Dockerfile `,
      'prod dockerfile /api . Dockerfile.prod ',
      'web dockerfile /other/web . Dockerfile ',
      'web-2 dockerfile /web . Containerfile ',
      'worker dockerfile /web . worker.Dockerfile ',
    ],
    findings: [],
    notes: [],
  });
});

test('oci-recipe.yaml comes first, and what it hides is said', async () => {
  const path = folder({
    'oci-recipe.yaml': 'target: { a: {} }',
    'docker-bake.json': '{"target":{"b":{}}}',
    Dockerfile: '',
  });
  expect(await find(path)).toEqual({
    recipes: ['a recipe-file  . Dockerfile '],
    findings: [],
    notes: ['docker-bake.json in  is not read: oci-recipe.yaml comes first.'],
  });
});

test('a folder below with a recipe file speaks for itself', async () => {
  const path = folder({
    'sub/docker-bake.json': '{"target":{"b":{"dockerfile":"x"}}}',
    'sub/x': '',
    'sub/deep/Dockerfile': '',
    Dockerfile: '',
  });
  expect(await find(path)).toEqual({
    recipes: ['b bake-json /sub . x ', `${String(count)} dockerfile  . Dockerfile `],
    findings: [],
    notes: [],
  });
});

test('a Dockerfile has the recipes of a recipe file above it that builds it', async () => {
  const path = folder({
    'oci-recipe.yaml': 'target: { a: { context: web }, b: { context: api } }',
    'web/Dockerfile': '',
    '.git/HEAD': '',
    'lone/Dockerfile': '',
  });
  expect([await find(join(path, 'web/Dockerfile')), await find(join(path, 'lone/Dockerfile'))]).toEqual([
    { recipes: ['a recipe-file  web Dockerfile '], findings: [], notes: [] },
    { recipes: ['lone dockerfile /lone . Dockerfile '], findings: [], notes: [] },
  ]);
});

test('an unsaved text is read instead of the file', async () => {
  const path = folder({ 'oci-recipe.yaml': 'target: { a: {} }' });
  const read = (file: string): string | undefined =>
    file.endsWith('oci-recipe.yaml') ? 'target: { b: {} }' : undefined;
  expect(await find(path, { read })).toEqual({
    recipes: ['b recipe-file  . Dockerfile '],
    findings: [],
    notes: [],
  });
});

test('nothing at the path is an error that says what to give', async () => {
  await expect(find(join(root, 'nope'))).rejects.toMatchObject({ code: 'file-not-found' });
});

const hcl = '# target "no" {}\ntarget "app" {\n  args = { x = "}" }\n}\ntarget "_hidden" {}\n';

test('docker-bake.hcl waits for trust', async () => {
  const path = folder({ 'docker-bake.hcl': hcl });
  expect(await find(path, { allowPrograms: false })).toEqual({
    recipes: [],
    findings: [],
    notes: [
      'docker-bake.hcl is not read: evaluating HCL runs docker, which waits until the workspace is trusted.',
    ],
  });
});

test('docker-bake.hcl is what buildx prints of it, with the x- blocks of the side file', async () => {
  const path = folder({
    'docker-bake.hcl': hcl,
    'oci-recipe.yaml':
      'target:\n  app: { x-from: "docker-bake.hcl#app", x-launchpad: { owner: ~me } }\n  no: { x-from: "docker-bake.hcl#gone" }\n',
  });
  const stdout = JSON.stringify({ target: { app: { context: '.', dockerfile: 'D${x}', args: { x: '}' } } } });
  expect(await find(path, {}, dockerHost({ stdout }))).toEqual({
    recipes: ['app bake-hcl  . D${x} ~me'],
    findings: ['2:16 docker-bake.hcl has no target "gone".'],
    notes: [],
  });
});

test('what buildx refuses is a finding at its place', async () => {
  const path = folder({ 'docker-bake.hcl': hcl });
  const stderr =
    'docker-bake.hcl:3\n---\nERROR: docker-bake.hcl:3,12-15: Unknown variable; There is no variable named "x".\n';
  expect(await find(path, {}, dockerHost({ exitCode: 1, stderr }))).toEqual({
    recipes: [],
    findings: ['2:11 docker buildx bake: Unknown variable; There is no variable named "x".'],
    notes: [],
  });
});

test('without docker a note says the way out', async () => {
  const path = folder({ 'docker-bake.hcl': hcl });
  expect(await find(path, {}, dockerHost(new HostError('program-not-found', 'no docker')))).toEqual({
    recipes: [],
    findings: [],
    notes: [
      'docker-bake.hcl cannot be read without docker (no docker); install Docker with buildx, or write the targets into oci-recipe.yaml, which needs neither.',
    ],
  });
});
