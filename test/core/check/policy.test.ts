import { describe, expect, test } from 'vitest';

import { applyPolicy, isInForce, resolvePolicy } from '../../../src/core/check/policy.js';
import type { CheckPolicy, PolicyLayer } from '../../../src/core/finding/checkPolicy.js';
import type { Finding } from '../../../src/core/finding/finding.js';

const finding = (rule: string, aliases?: readonly string[]): Finding => ({
  rule,
  severity: 'warning',
  message: '',
  file: '/Dockerfile',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  fixes: [],
  ...(aliases !== undefined && { aliases }),
});

describe('places that say something', () => {
  test.each<[string, readonly PolicyLayer[], CheckPolicy]>([
    ['nobody', [], { preset: 'recommended', rules: {} }],
    ['the later preset counts', [{ preset: 'all' }, { preset: 'strict' }], { preset: 'strict', rules: {} }],
    [
      'the later setting of a rule counts',
      [{ rules: { DL3008: 'off', DL3009: 'error' } }, { rules: { DL3008: 'hint' } }],
      { preset: 'recommended', rules: { DL3008: 'hint', DL3009: 'error' } },
    ],
    [
      'none takes back what was named before it',
      [{ rules: { DL3008: 'error' } }, { preset: 'none', rules: { DL3009: 'info' } }],
      { preset: 'none', rules: { DL3009: 'info' } },
    ],
    [
      'what is named after none speaks',
      [{ preset: 'none' }, { rules: { DL3008: 'error' } }],
      { preset: 'none', rules: { DL3008: 'error' } },
    ],
    [
      'a modifier calls nothing up under none',
      [{ preset: 'none' }, { rules: { DL3008: 'error' }, isModifier: true }],
      { preset: 'none', rules: {} },
    ],
    [
      'none that is replaced takes nothing back',
      [{ preset: 'none', rules: { DL3008: 'error' } }, { preset: 'all' }],
      { preset: 'all', rules: { DL3008: 'error' } },
    ],
  ])('%s', (_name, layers, expected) => {
    expect(resolvePolicy(layers)).toEqual(expected);
  });
});

describe('what a policy lets through', () => {
  const heard = (policy: Partial<CheckPolicy>, one: Finding): readonly string[] =>
    applyPolicy({ preset: 'recommended', rules: {}, ...policy }, [one]).map(({ severity }) => severity);

  test.each<[string, Partial<CheckPolicy>, Finding, readonly string[]]>([
    ['what the preset has', {}, finding('MissingSource'), ['warning']],
    ['nothing under none', { preset: 'none' }, finding('MissingSource'), []],
    ['not what only all has', { preset: 'strict' }, finding('DL1001'), []],
    ['what only all has, under all', { preset: 'all' }, finding('DL1001'), ['warning']],
    [
      'what is named, whatever the preset',
      { preset: 'none', rules: { DL1001: 'default' } },
      finding('DL1001'),
      ['warning'],
    ],
    ['a severity', { rules: { MissingSource: 'info' } }, finding('MissingSource'), ['info']],
    ['not what is off', { rules: { MissingSource: 'off' } }, finding('MissingSource'), []],
    [
      'not what is off by an alias',
      { rules: { DL3024: 'off' } },
      finding('DuplicateStageName', ['DL3024']),
      [],
    ],
    [
      'a severity by an alias',
      { rules: { DL3024: 'error' } },
      finding('DuplicateStageName', ['DL3024']),
      ['error'],
    ],
    [
      'the syntax by its one name',
      { rules: { DockerfileSyntax: 'hint' } },
      finding('DockerfileUnknownFlag'),
      ['hint'],
    ],
    [
      'a name of the syntax before the one they share',
      { rules: { DockerfileSyntax: 'hint', DockerfileUnknownFlag: 'off' } },
      finding('DockerfileUnknownFlag'),
      [],
    ],
    ["ShellCheck's codes", {}, finding('SC2086'), ['warning']],
    ["ShellCheck's codes that are off", { rules: { SC2086: 'off' } }, finding('SC2086'), []],
    ["not ShellCheck's codes under none", { preset: 'none' }, finding('SC2086'), []],
    ['a rule with the name of something inherited', { rules: {} }, finding('constructor'), ['warning']],
  ])('%s', (_name, policy, one, expected) => {
    expect(heard(policy, one)).toEqual(expected);
  });

  test('a rule that is off need not be run', () => {
    const info = {
      name: 'DL3007',
      family: 'hadolint',
      title: '',
      severity: 'warning',
      preset: 'strict',
    } as const;
    const inForce = (policy: CheckPolicy): boolean => isInForce(policy, info);
    expect([
      inForce({ preset: 'recommended', rules: {} }),
      inForce({ preset: 'strict', rules: {} }),
      inForce({ preset: 'strict', rules: { DL3007: 'off' } }),
      inForce({ preset: 'none', rules: { DL3007: 'error' } }),
    ]).toEqual([false, true, false, true]);
  });
});
