import { expect, test } from 'vitest';

import { mountFields, readMountFields } from '../../../src/core/dockerfile/mountFields.js';

test('fields are parted by commas, keys are in lower case, and some have no value', () => {
  expect(mountFields('Type=secret,id=a=b,required')).toEqual([
    { key: 'type', value: 'secret', text: 'Type=secret' },
    { key: 'id', value: 'a=b', text: 'id=a=b' },
    { key: 'required', text: 'required' },
  ]);
});

test('quotes hold commas and doubled quotes', () => {
  expect(mountFields('type=cache,"target=/a,""b"""')).toEqual([
    { key: 'type', value: 'cache', text: 'type=cache' },
    { key: 'target', value: '/a,"b"', text: 'target=/a,"b"' },
  ]);
});

/** In the words of the builder of Docker 28.5. */
test.each([
  ['', 'EOF'],
  ['"type=cache', 'parse error on line 1, column 2: extraneous or missing " in quoted-field'],
  ['"type=cache"x,target=/a', 'parse error on line 1, column 12: extraneous or missing " in quoted-field'],
  ['type="cache",target=/a', 'parse error on line 1, column 6: bare " in non-quoted-field'],
  ['type=cache,target=/a"b', 'parse error on line 1, column 21: bare " in non-quoted-field'],
])('the fields of %j are refused', (text, message) => {
  expect(readMountFields(text).error).toBe(`failed to parse csv mounts: ${message}`);
});

test('an empty field is one', () => {
  expect(readMountFields('type=ssh,').fields.map(({ text }) => text)).toEqual(['type=ssh', '']);
});
