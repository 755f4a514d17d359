import { expect, test } from 'vitest';

import { parseInvocation } from '../../../src/cli/options/parseInvocation.js';
import { toBuildChoices } from '../../../src/cli/options/toBuildChoices.js';
import type { BuildChoices } from '../../../src/core/plan/buildChoices.js';
import { noChoices } from '../../../src/core/plan/buildChoices.js';

function choicesOf(args: readonly string[], environment: Record<string, string> = {}): BuildChoices {
  const invocation = parseInvocation(['build', ...args]);
  if (invocation.kind !== 'run') {
    throw new Error('expected a command to run');
  }
  return toBuildChoices(invocation.options, { environment, currentDirectory: '/here' });
}

test('no options leave everything to the recipe', () => {
  expect(choicesOf([])).toEqual(noChoices);
});

test('platforms may be repeated, listed, short, and twice the same', () => {
  expect(choicesOf(['--platform', 'amd64,linux/arm64/v8', '--platform', 'aarch64']).platforms).toEqual([
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ]);
});

test('a build argument may hold = and be empty; a bare name takes the environment', () => {
  const args = ['A=1=2', 'B=', 'HOME', 'UNSET'].flatMap((text) => ['--build-arg', text]);
  expect(choicesOf(args, { HOME: '/root' }).buildArgs).toEqual({ A: '1=2', B: '', HOME: '/root' });
});

test('every other option is handed on as it was written', () => {
  const args = [
    '--target=build',
    '--builder=farm',
    '--provenance=mode=max',
    '--network=host',
    '--no-cache',
    '--pull',
    '--build-context=base=oci-layout:///x@sha256:1',
    '--secret=id=token,src=token.txt',
    '--ssh=default',
    '--allow=network.host',
    '--cache-from=type=local,src=c',
    '--cache-to=type=local,dest=c',
  ];
  expect(choicesOf(args)).toEqual({
    platforms: [],
    target: 'build',
    builder: 'farm',
    provenance: 'mode=max',
    network: 'host',
    noCache: true,
    pull: true,
    buildArgs: {},
    buildContexts: { base: 'oci-layout:///x@sha256:1' },
    secrets: ['id=token,src=/here/token.txt'],
    ssh: ['default'],
    allow: ['network.host'],
    cacheFrom: ['type=local,src=/here/c'],
    cacheTo: ['type=local,dest=/here/c'],
  });
});

test.each([
  [['--build-arg', '=x'], '--build-arg takes NAME=VALUE, not "=x".'],
  [['--build-context', 'base'], '--build-context takes NAME=VALUE, not "base".'],
  [['--platform', 'a/b/c/d'], '"a/b/c/d" is not a platform; write os/architecture, such as linux/arm64.'],
])('%j is refused', (args, message) => {
  expect(() => choicesOf(args)).toThrow(message);
});
