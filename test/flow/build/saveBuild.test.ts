import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { engineEnvironment, labHost } from '../../support/labEngine.js';
import { build, rootfsRecipe } from './buildRecipe.js';

function localImages(engine: string): readonly string[] {
  const env = { ...process.env, ...engineEnvironment(engine) };
  const output = execFileSync('docker', ['image', 'ls', '--format', '{{.Repository}}'], {
    encoding: 'utf8',
    env,
  });
  return output.split('\n').filter((name) => name.startsWith('oci-recipe-build/'));
}

test('a classic store is built into one platform after the other, and its names are taken back', async () => {
  const { plan, status, files } = await build(labHost('docker26'), await rootfsRecipe());
  expect({ state: status.state, failure: status.failure, strategy: plan.strategy, files }).toEqual({
    state: 'succeeded',
    failure: undefined,
    strategy: 'save',
    files: ['linux-amd64.metadata.json', 'linux-amd64.tar', 'linux-arm64.metadata.json', 'linux-arm64.tar'],
  });
  expect(status.platforms.map(({ platform, counts }) => [platform, counts.total, counts.done])).toEqual([
    ['linux/amd64', 2, 2],
    ['linux/arm64', 2, 2],
    ['shared', expect.any(Number), expect.any(Number)],
  ]);
  const configs = plan.archives.map(({ path }) => {
    const read = (name: string): unknown =>
      JSON.parse(execFileSync('tar', ['-xOf', path, name], { encoding: 'utf8' }));
    const [manifest] = read('manifest.json') as { Config: string }[];
    return (read(manifest?.Config ?? '') as { architecture: string }).architecture;
  });
  expect({ configs, left: localImages('docker26') }).toEqual({ configs: ['amd64', 'arm64'], left: [] });
});

test('the second platform’s failure leaves neither the first archive nor a name', async () => {
  const { status, files } = await build(labHost('docker26'), await rootfsRecipe({ BREAK: 'arm64' }));
  expect({ files, left: localImages('docker26'), failure: status.failure }).toMatchObject({
    files: [],
    left: [],
    failure: { platform: 'linux/arm64', line: 5, exitCode: 3 },
  });
});

test('on a classic store a context from another target is built for each platform', async () => {
  const recipe = await rootfsRecipe();
  const dependent = {
    ...recipe,
    target: {
      ...recipe.target,
      dockerfileInline: 'FROM base\nRUN uname -m\n',
      contexts: { base: 'target:base' },
    },
    dependencies: { base: recipe.target },
  };
  const { status } = await build(labHost('docker26'), dependent);
  expect({ failure: status.failure, state: status.state }).toEqual({
    failure: undefined,
    state: 'succeeded',
  });
});

test('buildx builds on an engine of 20.10, which then saves a legacy archive', async () => {
  const { DOCKER_HOST = '' } = engineEnvironment('docker20');
  labHost('docker20');
  const { plan, status } = await build(labHost('docker26', { DOCKER_HOST }), await rootfsRecipe());
  expect({ state: status.state, failure: status.failure, strategy: plan.strategy }).toEqual({
    state: 'succeeded',
    failure: undefined,
    strategy: 'save',
  });
  const names = execFileSync('tar', ['-tf', plan.archives[1]?.path ?? ''], { encoding: 'utf8' });
  expect(names).toMatch(/^[0-9a-f]{64}\/layer\.tar$/m);
});
