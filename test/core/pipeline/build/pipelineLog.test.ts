import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { RawjsonDecoder } from '../../../../src/core/build/rawjson.js';
import type { PipelineEvent } from '../../../../src/core/pipeline/buildRequest.js';
import { createPipelineLog } from '../../../../src/core/pipeline/build/pipelineLog.js';
import { initialStatus } from '../../../../src/core/build/reduceStatus.js';
import { expectGolden } from '../../../support/golden.js';

const recorded = join(import.meta.dirname, '../../../fixtures/rawjson');

/** The events of a recorded run of buildx, as the pipeline gives them. */
function replay(name: string): readonly PipelineEvent[] {
  const decoder = new RawjsonDecoder();
  const lines = readFileSync(join(recorded, `${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  const events = [...lines.flatMap((line) => decoder.push(line)), ...decoder.finish()];
  const platforms = ['linux/amd64', 'linux/arm64'];
  return [
    { kind: 'phase', phase: 'building' },
    { kind: 'build', event: { kind: 'started', timeMs: 0, recipeName: 'greeting', platforms } },
    ...events.map((event) => ({ kind: 'build', event }) as const),
    { kind: 'build', event: { kind: 'finished', timeMs: 1500, outcome: 'failed' } },
  ];
}

test.each(['buildx-0.13.1.failed', 'buildx-0.29.1.failed'])('the run of %s is a log to be read', (name) => {
  const format = createPipelineLog();
  const lines = replay(name).flatMap(format);
  expectGolden(`cli/log.${name}.txt`, `${lines.join('\n')}\n`);
});

test('the result is in the log: what was made, what was wrong, how it ended', () => {
  const format = createPipelineLog();
  const configDigest = `sha256:${'1'.repeat(64)}` as const;
  const lines = format({
    kind: 'result',
    result: {
      outcome: 'failed',
      recipeName: 'greeting',
      findings: [],
      status: initialStatus('greeting', []),
      images: [{ platform: 'linux/arm64', configDigest, layers: [], directory: '/out/arm64' }],
      problems: [{ code: 'digest-differs', message: 'Two digests\ndiffer.' }],
      outputDirectory: '/out',
    },
  });
  expect(lines).toEqual([
    `-- linux/arm64: config ${configDigest} in /out/arm64`,
    '-- error: Two digests differ. (digest-differs)',
    '-- failed',
  ]);
});
