import { expect, test } from 'vitest';

import {
  formatPlatform,
  normalizePlatform,
  parsePlatform,
  PlatformError,
} from '../../../src/core/platform/platform.js';

/** The normal form, or the code of the error. */
function normal(text: string): string {
  try {
    return formatPlatform(parsePlatform(text));
  } catch (error) {
    return error instanceof PlatformError ? error.code : String(error);
  }
}

test.each([
  ['linux/amd64', 'linux/amd64'],
  ['arm64', 'linux/arm64'],
  [' Linux/AMD64 ', 'linux/amd64'],
  ['linux/x86_64', 'linux/amd64'],
  ['x86-64', 'linux/amd64'],
  ['linux/amd64/v1', 'linux/amd64'],
  ['linux/amd64/v3', 'linux/amd64/v3'],
  ['linux/aarch64', 'linux/arm64'],
  ['linux/arm64/v8', 'linux/arm64'],
  ['linux/arm64/8', 'linux/arm64'],
  ['linux/arm64/v9', 'linux/arm64/v9'],
  ['linux/arm', 'linux/arm/v7'],
  ['armhf', 'linux/arm/v7'],
  ['linux/armel', 'linux/arm/v6'],
  ['linux/arm/6', 'linux/arm/v6'],
  ['linux/i386', 'linux/386'],
  ['macos/arm64', 'darwin/arm64'],
  ['riscv64', 'linux/riscv64'],
  ['linux', 'platform-invalid'],
  ['windows', 'platform-invalid'],
  ['adm64', 'platform-invalid'],
  ['linux/newcpu', 'linux/newcpu'],
  ['', 'platform-invalid'],
  ['linux//v7', 'platform-invalid'],
  ['linux/a/b/c', 'platform-invalid'],
  ['linux/am d64', 'platform-invalid'],
])('%j is %s', (text, expected) => {
  expect(normal(text)).toBe(expected);
});

test('an empty variant of a config is none', () => {
  expect(normalizePlatform('linux', 'arm64', '')).toEqual({ os: 'linux', architecture: 'arm64' });
});
