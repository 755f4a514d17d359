import { expect, test } from 'vitest';

import type { Build } from '../../../src/editor/builds/build.js';
import { formatMonitorItem } from '../../../src/editor/status/monitorItemText.js';
import { afterEvents, sampleBuild, started, vertex } from '../builds/sampleBuild.js';

const words = {
  succeeded: (recipe: string) => `${recipe} built`,
  failed: (recipe: string, platform: string | undefined) => `${recipe} failed on ${platform ?? 'all'}`,
  cancelled: (recipe: string) => `${recipe} cancelled`,
  running: (recipe: string, progress: string) => `Building ${recipe}: ${progress}`,
  severalRunning: (count: number) => `${count} builds`,
};

function check(builds: readonly Build[], text: string | undefined): void {
  expect(formatMonitorItem(builds, words)?.text).toBe(text);
}

test('without a build there is no item', () => {
  check([], undefined);
});

test('a running build shows the steps done on each platform', () => {
  const running = afterEvents(sampleBuild, [
    started,
    vertex('d1', '[linux/amd64 build 1/2] FROM busybox', 'done'),
    vertex('d2', '[linux/amd64 build 2/2] RUN make', 'running'),
  ]);
  check([running], '$(sync~spin) amd64 1/2 · arm64');
});

test('several running builds are counted', () => {
  check([sampleBuild, { ...sampleBuild, id: 'b2' }], '$(sync~spin) 2 builds');
});

test('the result of the newest build stays, as icon and words', () => {
  check([{ ...sampleBuild, state: 'succeeded' }], '$(check) app built');
  check([{ ...sampleBuild, state: 'failed' }], '$(error) app failed on all');
  check([{ ...sampleBuild, state: 'cancelled' }], '$(circle-slash) app cancelled');
});
