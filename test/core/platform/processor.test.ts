import { expect, test } from 'vitest';

import { formatPlatform, parsePlatform } from '../../../src/core/platform/platform.js';
import {
  fromKojiArchitecture,
  fromLaunchpadProcessor,
  launchpadProcessors,
  toKojiArchitecture,
  toLaunchpadProcessor,
} from '../../../src/core/platform/processor.js';

test.each([
  ['linux/amd64', 'amd64', 'x86_64'],
  ['linux/arm64', 'arm64', 'aarch64'],
  ['linux/ppc64le', 'ppc64el', 'ppc64le'],
  ['linux/s390x', 's390x', 's390x'],
  ['linux/arm/v7', 'armhf', 'armhfp'],
  ['linux/386', 'i386', 'i686'],
  ['linux/riscv64', 'riscv64', 'riscv64'],
])('%s is %s on Launchpad and %s in koji, both ways', (docker, launchpad, koji) => {
  const platform = parsePlatform(docker);
  expect([
    toLaunchpadProcessor(platform),
    toKojiArchitecture(platform),
    formatPlatform(fromLaunchpadProcessor(launchpad)),
    formatPlatform(fromKojiArchitecture(koji)),
  ]).toEqual([launchpad, koji, docker, docker]);
});

test('koji names armhf in two ways', () => {
  expect(formatPlatform(fromKojiArchitecture('armv7hl'))).toBe('linux/arm/v7');
});

test('every processor of Launchpad has a platform', () => {
  expect(launchpadProcessors().map((name) => toLaunchpadProcessor(fromLaunchpadProcessor(name)))).toEqual(
    launchpadProcessors(),
  );
});

test.each([
  ['a platform without a processor', () => toLaunchpadProcessor(parsePlatform('windows/amd64'))],
  ['a variant without a processor', () => toKojiArchitecture(parsePlatform('linux/arm/v6'))],
  ["koji's name given to Launchpad", () => formatPlatform(fromLaunchpadProcessor('x86_64'))],
  ["Launchpad's name given to koji", () => formatPlatform(fromKojiArchitecture('amd64'))],
])('%s is an error', (_, convert) => {
  expect(convert).toThrow(expect.objectContaining({ code: 'platform-unmapped' }));
});
