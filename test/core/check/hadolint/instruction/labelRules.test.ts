import { describe, expect, it } from 'vitest';

import { linesOf, remarksOf, wordsOf } from '../hadolintSample.js';

const schema = (labels: Readonly<Record<string, string>>, more = {}): string =>
  JSON.stringify({ 'label-schema': labels, ...more });
const label = (text: string): string => `FROM a:1\nLABEL ${text}`;

describe('DL3048, label keys', () => {
  it.each([
    'Maintainer=me',
    'some.key.=x',
    '.key=x',
    '-key=x',
    '1key=x',
    'some..key=x',
    'some--key=x',
    'some$key=x',
    'someKey=x',
    'com.docker.thing=x',
    'io.docker.thing=x',
    'org.dockerproject.thing=x',
    'a=b Bad=c',
    '"Bad"=c',
    'Bad key',
    'key_=x',
  ])('is found: LABEL %s', (text) => {
    expect(linesOf('DL3048', label(text))).toEqual([2]);
  });

  it.each([
    'maintainer=me',
    'org.opencontainers.image.source=x',
    'some-key=x',
    'some_key=x',
    'example.com/key=x',
    'key1=x',
    'k=x',
    '"key"="Value With Capitals"',
    'key Some Value',
    'com.dockers=x',
  ])('is not found: LABEL %s', (text) => {
    expect(linesOf('DL3048', label(text))).toEqual([]);
  });

  it('points at the pair', () => {
    expect(wordsOf('DL3048', label('a=b \\\n  Bad="x y"'))).toEqual(['Bad="x y"']);
  });
});

describe('DL3049, a label that is missing', () => {
  const config = schema({ foo: 'text' });

  it.each([
    ['a stage without labels', 'FROM a:1', [1]],
    ['a stage with another label', 'FROM a:1\nLABEL bar=x', [1]],
    ['two stages without', 'FROM a:1\nFROM b:1', [1, 2]],
    ['the label in the first stage only', 'FROM a:1 AS s\nLABEL foo=x\nFROM b:1', [3]],
    ['the label in the second stage only', 'FROM a:1 AS s\nFROM b:1\nLABEL foo=x', [1]],
    [
      'a stage named, and one made from it with a name and the label',
      'FROM a:1 AS s\nFROM s AS t\nLABEL foo=x',
      [1],
    ],
    ['the label in ONBUILD', 'FROM a:1\nONBUILD LABEL foo=x', [1]],
    ['the name inside another', 'FROM a:1\nLABEL foobar=x', [1]],
  ])('is found with %s', (_, text, lines) => {
    expect(linesOf('DL3049', text, config)).toEqual(lines);
  });

  it.each([
    ['the label', 'FROM a:1\nLABEL foo=x'],
    ['the label among others', 'FROM a:1\nLABEL bar=x foo=y'],
    ['the label in quotes', 'FROM a:1\nLABEL "foo"="x"'],
    ['the label in a parent', 'FROM a:1 AS s\nLABEL foo=x\nFROM s'],
    ['the label in the parent of the parent', 'FROM a:1 AS s\nLABEL foo=x\nFROM s AS t\nFROM t'],
    ['a parent without it of a stage with it', 'FROM a:1 AS s\nFROM s\nLABEL foo=x'],
    ['a stage that is copied from', 'FROM a:1 AS s\nFROM b:1\nLABEL foo=x\nCOPY --from=s /x /x'],
  ])('is not found with %s', (_, text) => {
    expect(linesOf('DL3049', text, config)).toEqual([]);
  });

  it('is not found when nothing is configured', () => {
    expect(linesOf('DL3049', 'FROM a:1')).toEqual([]);
  });

  it('says which label, for each of them', () => {
    const messages = remarksOf('DL3049', 'FROM a:1', schema({ foo: 'text', bar: 'url' })).map(
      ({ message }) => message,
    );
    expect(messages).toEqual(['Label `foo` is missing.', 'Label `bar` is missing.']);
  });
});

describe('DL3050, labels that nobody asked for', () => {
  it.each([
    ['strict, another label', schema({ foo: 'text' }, { 'strict-labels': true }), 'bar=x', [2]],
    ['strict, the label and another', schema({ foo: 'text' }, { 'strict-labels': true }), 'foo=x bar=y', [2]],
    ['strict, no schema', schema({}, { 'strict-labels': true }), 'bar=x', [2]],
    ['strict, the label', schema({ foo: 'text' }, { 'strict-labels': true }), 'foo=x', []],
    ['not strict', schema({ foo: 'text' }), 'bar=x', []],
    ['strict only by word', schema({ foo: 'text' }, { 'strict-labels': false }), 'bar=x', []],
  ])('%s', (_, config, text, lines) => {
    expect(linesOf('DL3050', label(text), config)).toEqual(lines);
  });
});

describe('values of labels', () => {
  it.each([
    ['DL3051', 'text', 'foo=""', [2]],
    ['DL3051', 'text', 'foo=', [2]],
    ['DL3051', 'url', "foo=''", [2]],
    ['DL3051', 'text', 'foo=x', []],
    ['DL3051', 'text', 'bar=""', []],
    ['DL3052', 'url', 'foo=not-a-url', [2]],
    ['DL3052', 'url', 'foo=$URL', [2]],
    ['DL3052', 'url', 'foo=https://example.com/x', []],
    ['DL3052', 'text', 'foo=not-a-url', []],
    ['DL3053', 'rfc3339', 'foo=yesterday', [2]],
    ['DL3053', 'rfc3339', 'foo="2026-02-29T10:00:00Z"', [2]],
    ['DL3053', 'rfc3339', 'foo="2026-02-28T10:00:00Z"', []],
    ['DL3054', 'spdx', 'foo=BSD', [2]],
    ['DL3054', 'spdx', 'foo=MIT', []],
    ['DL3055', 'hash', 'foo=main', [2]],
    ['DL3055', 'hash', 'foo=0123abc', []],
    ['DL3056', 'semver', 'foo=1.2', [2]],
    ['DL3056', 'semver', 'foo=1.2.3', []],
    ['DL3058', 'email', 'foo=me', [2]],
    ['DL3058', 'email', 'foo="me@example.com"', []],
  ])('%s, %s: LABEL %s', (code, type, text, lines) => {
    expect(linesOf(code, label(text), schema({ foo: type }))).toEqual(lines);
  });

  it('are not looked at when nothing is configured', () => {
    const codes = ['DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'];
    expect(codes.flatMap((code) => linesOf(code, label('foo=""')))).toEqual([]);
  });

  it('are named in the message', () => {
    const [remark] = remarksOf('DL3052', label('foo=x'), schema({ foo: 'url' }));
    expect(remark?.message).toBe('Label `foo` is not a valid URL.');
  });
});
