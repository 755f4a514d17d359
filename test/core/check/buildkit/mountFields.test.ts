import { expect, test } from 'vitest';

import { mountFields } from '../../../../src/core/check/buildkit/mountFields.js';

test('fields are parted by commas, keys are in lower case, and some have no value', () => {
  expect(mountFields('Type=secret,id=a=b,required')).toEqual([
    { key: 'type', value: 'secret' },
    { key: 'id', value: 'a=b' },
    { key: 'required' },
  ]);
});

test('quotes hold commas and doubled quotes', () => {
  expect(mountFields('type=cache,"target=/a,""b"""')).toEqual([
    { key: 'type', value: 'cache' },
    { key: 'target', value: '/a,"b"' },
  ]);
});
