import { expect, test } from 'vitest';

import { describeChanges } from '../../webview/buildMonitor/changes.js';

import { build, platform, situations, step } from './sampleViews.js';

const amd64 = platform('linux/amd64', 'running', [step('1', 'RUN', 'running')]);

test('a build that comes into view is named with what it does', () => {
  expect([describeChanges(undefined, build('a')), describeChanges(build('b'), build('a'))]).toEqual([
    ['hello-oci: Building.'],
    ['hello-oci: Building.'],
  ]);
});

test('progress within the same states is not spoken of', () => {
  const before = build('a', { platforms: [amd64] });
  expect(describeChanges(before, { ...before, progress: 0.9 })).toEqual([]);
});

test('a platform that ends and a new phase are spoken of', () => {
  const before = build('a', { platforms: [amd64] });
  const after = build('a', { platforms: [{ ...amd64, state: 'succeeded' }], phase: 'Converting' });
  expect(describeChanges(before, after)).toEqual(['linux/amd64: Succeeded.', 'hello-oci: Converting.']);
});

test('a failure is spoken of with its message', () => {
  const [failed] = situations.failed.builds;
  expect(failed && describeChanges({ ...build(failed.id), platforms: failed.platforms }, failed)).toEqual([
    'hello-oci: Failed. RUN make -C /src all install DESTDIR=/out failed on linux/arm64.',
  ]);
});
