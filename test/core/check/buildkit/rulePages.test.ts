import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

import { buildkitRules } from '../../../../src/core/check/buildkit/buildkitRules.js';
import { found, plainBase } from './buildkitSample.js';

const pages = new URL('../../../../docs/rules/', import.meta.url);

/** What the two pages that a Dockerfile alone cannot show take for granted. */
const given = {
  ignore: '*.log\n',
  baseImages: [plainBase('example.com/team/amd64-only:1.0'), plainBase('ubuntu:24.04')],
};

test.each(buildkitRules.map(({ name }) => name))(
  'the page of %s shows what it finds and what not',
  async (name) => {
    const page = await readFile(new URL(`${name}.md`, pages), 'utf8');
    const [bad = '', good = ''] = [...page.matchAll(/```dockerfile\n(.*?)```/gs)].map(
      ([, text]) => text ?? '',
    );

    const rulesOf = (text: string): readonly (string | undefined)[] =>
      found(text, given).map((finding) => finding.split(' ')[1]);

    expect(rulesOf(bad)).toContain(name);
    expect(rulesOf(good)).toEqual([]);
  },
);
