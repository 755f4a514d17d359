import { expect, test } from 'vitest';

import { judgeBranchName, withoutPrefix } from '../../../src/core/check/branchName.js';

const accepted = [
  'v1.0-24.04',
  'refs/heads/v1.0-24.04',
  'refs/tags/v1.0-24.04',
  'v2-1.0-20.04',
  '-24.04',
  '--24.04',
  'latest-24.04',
  'x-99.99',
  'v1.0+git-24.04',
  'v1 0-24.04',
  'Edge-24.04',
  'v1edge-24.04',
  'v1.0-24.04.1',
  'v1.0-24.04foo',
  'v1.0-24.041',
  'v1.0-24.04_x',
  'v1.0-24.04/x',
  'v1.0-٢٤.٠٤',
];

const refused = [
  'main',
  '24.04',
  '',
  'v1.0_24.04',
  'v1.0-24.4',
  'v1.0-ubuntu24.04',
  'v1.0-24.04-edge',
  'v1.0-edge-24.04',
  'edge-24.04',
  'stable-beta-24.04',
  'v1/0-24.04',
  'feature/v1-24.04',
  '/refs/heads/v1.0-20.04',
  'refs/heads/refs/tags/v1.0-20.04',
  'refs/heads/edge/v1-24.04',
  'refs/merge/1-24.04',
];

test.each(accepted)('Launchpad takes %j', (name) => {
  expect(judgeBranchName(name).accepted).toBe(true);
});

test.each(refused)('Launchpad refuses %j, and the reason is said', (name) => {
  expect(judgeBranchName(name)).toMatchObject({
    accepted: false,
    documentedForm: false,
    pushTag: 'edge',
    tagValid: true,
    reason: expect.stringMatching(/\w/) as unknown,
  });
});

test.each([
  ['v1.0-24.04', true],
  ['refs/heads/v1.0-24.04', true],
  ['v2-22.04', true],
  ['v1.2.3-24.10', true],
  ['1.0-24.04', false],
  ['latest-24.04', false],
  ['v1.0-24.04.1', false],
  ['v1.0-24.05', false],
  ['v2-1.0-20.04', false],
  ['v1.0-٢٤.٠٤', false],
])('whether %s is of the documented form is %s', (name, expected) => {
  expect(judgeBranchName(name).documentedForm).toBe(expected);
});

test.each([
  ['v1.0-24.04.1', '"24.04.1" is more than'],
  ['v1.0-24.05', 'no version 24.05'],
  ['latest-24.04', '"latest" is not a version'],
  ['v1.0-edge-24.04', '"edge" names a risk'],
  ['v1/0-24.04', 'contains "/"'],
  ['main', 'no "-"'],
  ['v1-x', 'last "-"'],
])('the reason against %s is that %s', (name, reason) => {
  expect(judgeBranchName(name).reason).toContain(reason);
});

test.each([
  ['v1.0-24.04', 'v1.0-24.04_edge', true],
  ['refs/tags/v1.0-24.04', 'v1.0-24.04_edge', true],
  ['v1.0+git-24.04', 'v1.0+git-24.04_edge', false],
  ['v1 0-24.04', 'v1 0-24.04_edge', false],
  ['v1.0-24.04/x', 'v1.0-24.04/x_edge', false],
  ['-24.04', '-24.04_edge', false],
  [`v${'1'.repeat(130)}-24.04`, `v${'1'.repeat(130)}-24.04_edge`, false],
])('%s is pushed as %s, and whether that is a tag is %s', (name, pushTag, tagValid) => {
  expect(judgeBranchName(name)).toMatchObject({ pushTag, tagValid });
});

test.each([
  ['v1.0-24.04', 'v1.0', '24.04'],
  ['v2-1.0-20.04', 'v2-1.0', '20.04'],
  ['v1.0-24.041', 'v1.0', '24.04'],
])('%s has version %s and series %s', (name, version, series) => {
  expect(judgeBranchName(name)).toMatchObject({ version, series });
});

test.each([
  ['v1.0_24.04', ['v1.0-24.04']],
  ['v1.0-24.4', ['v1.0-24.04']],
  ['v1.0-ubuntu24.04', ['v1.0-24.04']],
  ['v1.0-24.04-edge', ['v1.0-24.04']],
  ['v1.0-edge-24.04', ['v1.0-24.04']],
  ['feature/v2-24.04', ['v2-24.04']],
  ['24.04', ['v1.0-24.04']],
  ['1.2.3-24.04', ['v1.2.3-24.04']],
  ['v3.1-noble', ['v3.1-24.04']],
  ['jammy', ['v1.0-22.04']],
  ['v1.0-24.04.1', ['v1.0-24.04']],
  ['v1.0+git-24.04', ['v1.0-24.04']],
  ['main', []],
  ['v1.0-24.04', []],
])('for %s the suggestions are %j', (name, expected) => {
  expect(judgeBranchName(name).suggestions).toEqual(expected);
});

test('the base image helps where the name says no series', () => {
  expect(judgeBranchName('main', { series: '24.04' }).suggestions).toEqual(['v1.0-24.04']);
  expect(judgeBranchName('main', { series: '99.99' }).suggestions).toEqual([]);
});

test('only one prefix is removed', () => {
  expect(withoutPrefix('refs/heads/refs/tags/x')).toBe('refs/tags/x');
});
