import { expect, test } from 'vitest';

import { parseInvocation } from '../../../src/cli/options/parseInvocation.js';
import { UsageError } from '../../../src/cli/options/usageError.js';

test('options may stand before, between and after the operands', () => {
  const invocation = parseInvocation(['--format', 'json', 'check', '--branch=v1.0-24.04', 'images/web']);
  expect(invocation).toMatchObject({ kind: 'run', command: 'check', operands: ['images/web'] });
});

test('an option given twice keeps both values, and the last one counts where one is wanted', () => {
  const invocation = parseInvocation([
    'build',
    '--platform',
    'amd64',
    '--platform',
    'arm64',
    '-o',
    'a',
    '-o',
    'b',
  ]);
  const options = invocation.kind === 'run' ? invocation.options : undefined;
  expect([options?.list('platform'), options?.text('output')]).toEqual([['amd64', 'arm64'], 'b']);
});

test('what follows -- is an operand', () => {
  expect(parseInvocation(['verify', '--', '--odd'])).toMatchObject({ operands: ['--odd'] });
});

test.each([
  [['--help'], { kind: 'help' }],
  [['help'], { kind: 'help' }],
  [['help', 'build'], { kind: 'help', command: 'build' }],
  [['build', '--help', '--platform', 'x'], { kind: 'help', command: 'build' }],
  [['convert', '-h'], { kind: 'help', command: 'convert' }],
  [['--version'], { kind: 'version' }],
  [['-V'], { kind: 'version' }],
])('%j is understood', (args, expected) => {
  expect(parseInvocation(args)).toEqual(expected);
});

test.each([
  [['build', '--platfrom', 'amd64'], 'There is no option --platfrom; did you mean --platform?'],
  [['build', '--quux'], 'There is no option --quux.'],
  [['biuld'], 'There is no command "biuld"; did you mean build?'],
  [['nothing-like-it'], 'There is no command "nothing-like-it".'],
  [
    [],
    'No command given; it is one of check, build, convert, verify, inspect, diff, recipe. "oci-recipe --help" tells more.',
  ],
  [['build', '--output'], '--output needs a value: --output DIR.'],
  [
    ['build', '--output', '--force'],
    '--output needs a value: --output DIR (write --output=--force if "--force" is meant).',
  ],
  [['build', '--force=yes'], '--force takes no value, but was given "yes".'],
  [
    ['check', '--format', 'jsn'],
    '--format takes one of text, json, sarif, github, not "jsn"; did you mean json?',
  ],
  [
    ['convert', 'a.tar', '--to', 'podman'],
    '--to takes one of launchpad, docker-legacy, docker, oci, oci-tar, not "podman".',
  ],
  [
    ['check', '--platform', 'amd64'],
    '"oci-recipe check" has no option --platform; it belongs to build, convert, inspect, diff.',
  ],
  [['verify'], 'INPUT is missing: oci-recipe verify INPUT'],
  [['verify', 'a', 'b'], '"b" is one argument too many: oci-recipe verify INPUT'],
])('%j is refused', (args, message) => {
  expect(() => parseInvocation(args)).toThrow(new UsageError(message));
});
