import { expect, test } from 'vitest';

import { askBaseLayers } from '../../../../src/core/pipeline/build/askBaseLayers.js';
import { sha256 } from '../../../support/archiveImage.js';
import { createFakeHost } from '../../../support/fakeHost.js';
import type { FakeHost } from '../../../support/fakeHost.js';

const [one, two] = [sha256(Buffer.from('1')), sha256(Buffer.from('2'))];
const base = { repository: 'example.com/base', reference: `example.com/base@${one}` };
const configOf = (...diffIds: readonly string[]): object => ({
  rootfs: { type: 'layers', diff_ids: diffIds },
});

function hostWith(answer: unknown): FakeHost {
  return createFakeHost({
    programs: () => ({ stdout: typeof answer === 'string' ? answer : JSON.stringify(answer) }),
  });
}

test('the registry is asked by digest, through the builder', async () => {
  const asked: (readonly string[])[] = [];
  const host = createFakeHost({
    programs: ({ program, args }) => {
      asked.push([program, ...args]);
      return { stdout: JSON.stringify(configOf(one, two, one)) };
    },
  });
  expect(await askBaseLayers([base], host, { builder: 'farm' })).toEqual({
    bases: [{ repository: 'example.com/base', diffIds: [one, two] }],
    reasons: [],
  });
  expect(asked).toEqual([
    [
      ...['docker', 'buildx', 'imagetools', 'inspect', '--builder', 'farm'],
      ...['--format', '{{json .Image}}', base.reference],
    ],
  ]);
});

test('the layers of all platforms are known, and attestations have none', async () => {
  const host = hostWith({
    'linux/amd64': configOf(one),
    'linux/arm64': configOf(two),
    'unknown/unknown': {},
  });
  expect((await askBaseLayers([base], host)).bases[0]?.diffIds).toEqual([one, two]);
});

test.each([
  ['no JSON', 'no JSON'],
  ['no config', { a: 1 }],
  ['a diff_id that is none', configOf('../../etc')],
  ['nothing', null],
])('an answer with %s is a reason', async (_, answer) => {
  expect(await askBaseLayers([base], hostWith(answer))).toEqual({
    bases: [],
    reasons: [
      `Which layers are of ${base.reference} is not known, so none has it as its source: the answer of the registry is not understood.`,
    ],
  });
});

test('a registry that does not answer is a reason in its words', async () => {
  const programs = (): object => ({ exitCode: 1, stderr: 'ERROR: failed to do request: no such host\n' });
  const { reasons } = await askBaseLayers([base], createFakeHost({ programs }));
  expect(reasons).toEqual([expect.stringContaining('as its source: failed to do request: no such host.')]);
});

test('nobody is asked about nothing', async () => {
  expect(await askBaseLayers([], hostWith({}))).toEqual({ bases: [], reasons: [] });
});
