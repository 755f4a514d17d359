import { describe, expect, it } from 'vitest';

import {
  isEmail,
  isGitHash,
  isRfc3339,
  isSemanticVersion,
  isSpdxLicense,
  isUri,
} from '../../../../../src/core/check/hadolint/instruction/labelValues.js';

describe('isUri', () => {
  it.each([
    ['https://example.com', true],
    ['https://example.com:8080/a/b?c=d#e', true],
    ['http://user:secret@example.com/', true],
    ['https://[2001:db8::1]:443/x', true],
    ['mailto:me@example.com', true],
    ['git+ssh://git@example.com/x.git', true],
    ['urn:isbn:0451450523', true],
    ['file:///etc/passwd', true],
    ['https://example.com/%20x', true],
    ['https://example.com/%2', false],
    ['https://example.com/a b', false],
    ['https://example.com/ä', false],
    ['https://example.com/<x>', false],
    ['https://exa[mple.com', false],
    ['https://[::ffff:192.0.2.1]/', true],
    ['https://[fe80::1%25eth0]/', true],
    ['https://[fe80::1%25eth0%25x]/', false],
    ['https://[v1.local]/', true],
    ['https://[v1.]/', false],
    ['https://[1::2::3]/', false],
    ['https://[1:2:3]/', false],
    ['https://[12345::]/', false],
    ['https://[192.0.2.1]/', false],
    ['https://[::1%eth0]/', false],
    ['https://[::1]:port/', false],
    ['https://example.com/#a#b', false],
    ['example.com', false],
    ['//example.com', false],
    ['/path', false],
    ['1https://example.com', false],
    ['', false],
    [' https://example.com', false],
  ])('%j: %j', (text, isOne) => {
    expect(isUri(text)).toBe(isOne);
  });
});

describe('isRfc3339', () => {
  it.each([
    ['2026-11-20T13:37:00Z', true],
    ['2026-11-20T13:37:00+02:00', true],
    ['2026-11-20T13:37:00.123-05:30', true],
    ['2026-11-20t13:37:00z', true],
    ['2024-02-29T00:00:00Z', true],
    ['2016-12-31T23:59:60Z', true],
    ['2026-11-31T00:00:00Z', false],
    ['2023-02-29T00:00:00Z', false],
    ['1900-02-29T00:00:00Z', false],
    ['2026-13-01T00:00:00Z', false],
    ['2026-00-01T00:00:00Z', false],
    ['2026-01-00T00:00:00Z', false],
    ['2026-11-20T24:00:00Z', false],
    ['2026-11-20T13:60:00Z', false],
    ['2026-11-20T13:37:00+0200', true],
    ['2026-11-20T13:37:00+24:00', true],
    [' 2026-11-20T13:37:00Z ', true],
    ['26-11-20T13:37:00Z', true],
    ['2026-11-20T13:37:00.Z', true],
    ['2026-11-20T13:37:61Z', false],
    ['2026-11-20T13:37:00+2', false],
    ['2026-11-20T13:37:00 Z', false],
    ['2026-11-20T13:37:00 UTC', false],
    ['2026-11-20T13:37:00', false],
    ['2026-11-20 13:37:00Z', false],
    ['2026-11-20T13:37Z', false],
    ['2026-11-20', false],
    ['20/11/2026', false],
    ['', false],
  ])('%j: %j', (text, isOne) => {
    expect(isRfc3339(text)).toBe(isOne);
  });
});

describe('isSpdxLicense', () => {
  it.each([
    ['MIT', true],
    ['Apache-2.0', true],
    ['GPL-3.0-only', true],
    ['GPL-3.0-or-later', true],
    ['0BSD', true],
    ['MIT ', true],
    ['MIT+', false],
    ['GPL-2.0', false],
    ['GPL-2.0+', false],
    ['LGPL-2.1', false],
    ['GPL-2.0-with-classpath-exception', false],
    ['Classpath-exception-2.0', false],
    ['mit', false],
    ['BSD', false],
    ['GPL', false],
    ['MIT OR Apache-2.0', false],
    ['(MIT)', false],
    ['LicenseRef-Canonical', false],
    ['$LICENSE', false],
    ['', false],
    [' MIT', false],
  ])('%j: %j', (text, isOne) => {
    expect(isSpdxLicense(text)).toBe(isOne);
  });
});

describe('isGitHash', () => {
  it.each([
    ['0123abc', true],
    ['a'.repeat(40), true],
    ['0123ABC', false],
    ['0123ab', false],
    ['0123abcd', false],
    ['a'.repeat(41), false],
    ['g123abc', false],
    ['', false],
  ])('%j: %j', (text, isOne) => {
    expect(isGitHash(text)).toBe(isOne);
  });
});

describe('isSemanticVersion', () => {
  it.each([
    ['1.2.3', true],
    ['0.0.0', true],
    ['1.2.3-rc.1', true],
    ['1.2.3+build.5', true],
    ['1.2.3-rc.1+build.5', true],
    ['v1.2.3', false],
    ['1.2', false],
    ['1.2.3.4', false],
    ['24.04.1', true],
    ['1.2.3-01', true],
    ['1.2.3-', true],
    ['1.2.3+', true],
    ['1.2.3-rc.', true],
    ['1.2.3-a-b.c+d-e', true],
    [`1.2.3-${'long'.repeat(100)}`, true],
    ['1.2.3-a..b', false],
    ['1.2.3-.a', false],
    ['1.2.3-a_b', false],
    ['1.2.3+a+b', false],
    ['1.2.3-ä', false],
    ['=1.2.3', false],
    ['1.2.3 ', false],
    ['', false],
  ])('%j: %j', (text, isOne) => {
    expect(isSemanticVersion(text)).toBe(isOne);
  });
});

describe('isEmail', () => {
  it.each([
    ['me@example.com', true],
    ['me.and+you@mail.example.com', true],
    ['"me and you"@example.com', true],
    ['me@[192.0.2.1]', true],
    ['me@localhost', true],
    ['"a@b"@example.com', true],
    ['"a".b."c\\"d"@example.com', true],
    ['me (at work)@example.com', true],
    [' me @ example . com ', true],
    ['me@example.com.', true],
    ['(a@b)me@example.com', true],
    ['"a"b@example.com', false],
    ['"ä"@example.com', false],
    ['me@-example.com', false],
    ['me@example-.com', false],
    ['me@ex_ample.com', false],
    ['me@$HOST', false],
    ['me@example.com, you@example.com', false],
    [`${'m'.repeat(65)}@example.com`, false],
    [`me@${'e'.repeat(64)}`, false],
    [`me@${'e.'.repeat(127)}com`, false],
    ['me', false],
    ['@example.com', false],
    ['me@', false],
    ['me@example..com', false],
    ['.me@example.com', false],
    ['me@you@example.com', false],
    ['me you@example.com', false],
    ['Me <me@example.com>', false],
    ['', false],
  ])('%j: %j', (text, isOne) => {
    expect(isEmail(text)).toBe(isOne);
  });
});
