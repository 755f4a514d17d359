import { expect, test } from 'vitest';

import { askBaseImages } from '../../../../src/core/pipeline/engineCheck/askBaseImages.js';
import { createFakeHost } from '../../../support/fakeHost.js';
import type { FakeHost, FakeRun } from '../../../support/fakeHost.js';

const absent: FakeRun = { exitCode: 1, stderr: 'Error: No such image: x\n' };

/** An engine without the image, and a registry with it: an index of these platforms, or without any a lone image. */
function hostWith(image: object, platforms: readonly string[] = []): FakeHost {
  const manifests = platforms.map((name) => {
    const [os, architecture] = name.split('/');
    return { platform: { os, architecture } };
  });
  const manifest = platforms.length === 0 ? {} : { manifests };
  return createFakeHost({
    programs: ({ args }) =>
      args[0] === 'image'
        ? absent
        : args[1] === 'inspect'
          ? { stdout: 'Name: x\nDriver: docker\n\nNodes:\nName: x\nPlatforms: linux/arm64, linux/amd64\n' }
          : { stdout: JSON.stringify({ manifest, image }) },
  });
}

const config = {
  os: 'linux',
  architecture: 'arm64',
  variant: 'v8',
  config: { Env: ['A=1'], OnBuild: ['RUN x'], WorkingDir: '/app' },
};

test('an image that the engine has not is asked for in the registry, for its platform', async () => {
  const images = { 'linux/amd64': {}, 'linux/arm64': config, 'unknown/unknown': {} };
  const host = hostWith(images, Object.keys(images));

  const { facts, reasons } = await askBaseImages([{ reference: 'x', platform: 'linux/arm64' }], host);

  expect(reasons).toEqual([]);
  expect(facts).toEqual([
    {
      reference: 'x',
      platform: 'linux/arm64',
      os: 'linux',
      architecture: 'arm64',
      variant: 'v8',
      env: ['A=1'],
      shell: [],
      onbuild: ['RUN x'],
      workingDir: '/app',
    },
  ]);
});

test('an image of one platform answers for any', async () => {
  const { facts } = await askBaseImages([{ reference: 'x', platform: 'linux/amd64' }], hostWith(config));
  expect(facts).toMatchObject([{ platform: 'linux/amd64', architecture: 'arm64' }]);
});

test('a platform that the registry has not is a reason', async () => {
  const host = hostWith({ 'linux/amd64': config }, ['linux/amd64', 'linux/386']);
  const { facts, reasons } = await askBaseImages([{ reference: 'x', platform: 'linux/s390x' }], host);
  expect(facts).toEqual([]);
  expect(reasons).toEqual(['x: the registry has it for linux/amd64, not for linux/s390x']);
});

test('an index with one platform is there for no other', async () => {
  const host = hostWith({ os: 'linux', architecture: 'amd64' }, ['linux/amd64', 'unknown/unknown']);
  const asked = [
    { reference: 'x', platform: 'linux/arm64' },
    { reference: 'x', platform: 'linux/amd64' },
  ];
  const { facts, platforms } = await askBaseImages(asked, host);
  expect(facts).toMatchObject([{ platform: 'linux/amd64', architecture: 'amd64' }]);
  expect(platforms).toEqual([{ reference: 'x', platforms: ['linux/amd64'] }]);
});

test("where no platform is named, the builder's own is meant", async () => {
  const host = hostWith({ 'linux/amd64': {}, 'linux/arm64': config }, ['linux/amd64', 'linux/arm64']);
  const { facts, reasons } = await askBaseImages([{ reference: 'x' }], host);
  expect(facts).toMatchObject([{ reference: 'x', architecture: 'arm64' }]);
  expect(facts[0]).not.toHaveProperty('platform');
  expect(reasons).toEqual([]);
});

test('an engine too old to be asked for a platform is asked without one', async () => {
  const local = { Os: 'linux', Architecture: 'amd64', Config: { Env: ['B=2'], Shell: ['/bin/bash'] } };
  const host = createFakeHost({
    programs: ({ args }) =>
      args.includes('--platform')
        ? { exitCode: 125, stderr: 'unknown flag: --platform\n' }
        : { stdout: JSON.stringify(local) },
  });
  const { facts } = await askBaseImages([{ reference: 'x', platform: 'linux/arm64' }], host);
  expect(facts).toMatchObject([{ architecture: 'amd64', env: ['B=2'], shell: ['/bin/bash'] }]);
});

test('nobody is asked about what is no image name', async () => {
  const host = createFakeHost();
  const { reasons } = await askBaseImages([{ reference: 'oci-layout://x' }, { reference: '--help' }], host);
  expect(reasons).toHaveLength(2);
  expect(host.commands).toEqual([]);
});
