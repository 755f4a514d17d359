import { expect, test } from 'vitest';

import { Options } from '../../../src/cli/options/invocation.js';
import { toBases } from '../../../src/cli/options/toBases.js';

function basesOf(...texts: readonly string[]): unknown {
  return toBases(new Options(new Map([['base', texts]])), '/here');
}

test('a base is a path, or a name and a path', () => {
  expect(basesOf('base.tar', 'ubuntu=u.tar', 'localhost:5000/team/base:1=/abs/x=y', './a=b.tar')).toEqual([
    { path: '/here/base.tar' },
    { path: '/here/u.tar', repository: 'docker.io/library/ubuntu' },
    { path: '/abs/x=y', repository: 'localhost:5000/team/base' },
    { path: '/here/a=b.tar' },
  ]);
});

test.each(['', '-', 'ubuntu=', 'ubuntu=-'])('"%s" is no base', (text) => {
  expect(() => basesOf(text)).toThrow('--base takes [NAME=]INPUT');
});
