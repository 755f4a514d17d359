import { expect, test } from 'vitest';

import { branchStatusOf, gitRefName, isLaunchpadMeant } from '../../../src/core/check/branchStatus.js';
import type { Differences } from './sampleSubject.js';
import { findingsOf, meant, remarks, sample, severities } from './sampleSubject.js';

const launchpadRemote = { name: 'origin', url: 'https://git.launchpad.net/x', isLaunchpad: true };
const on = (branch: string): Differences => ({ ...meant, repository: { branch } });

test('a sound recipe has no findings, whether Launchpad is meant or not', () => {
  expect([findingsOf({}), findingsOf(meant)]).toEqual([[], []]);
});

test('a refused branch name is an error with the reason, an example, and a rename', () => {
  expect(findingsOf(on('main'))).toEqual([
    {
      rule: 'LaunchpadBranchName',
      severity: 'error',
      message:
        'Launchpad refuses the branch name "main": it has no "-" between a version and an Ubuntu version. ' +
        'Name the branch APPVERSION-UBUNTUVERSION, for example v1.0-24.04.',
      file: '/repo/oci-recipe.yaml',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      fixes: [
        { kind: 'rename-branch', title: 'Rename branch main to v1.0-24.04', from: 'main', to: 'v1.0-24.04' },
      ],
    },
  ]);
});

test('a name given by hand is judged instead, without a rename', () => {
  const [finding] = findingsOf({ branch: 'main', text: 'FROM scratch' });
  expect(finding).toMatchObject({
    rule: 'LaunchpadBranchName',
    message: expect.stringContaining('such as v1.0-24.04') as unknown,
    fixes: [],
  });
});

test("the recipe's git_ref is judged instead of git's branch, and pointed at", () => {
  const range = { start: { line: 7, character: 4 }, end: { line: 7, character: 11 } };
  const [finding] = findingsOf({
    launchpadBlock: { gitRef: '~me/+git/x/+ref/wrong' },
    keyRanges: { 'x-launchpad.git_ref': range },
  });
  expect(finding).toMatchObject({ rule: 'LaunchpadBranchName', range, fixes: [] });
});

test.each<[string, Differences, boolean]>([
  ['nothing says so', {}, false],
  ['an x-launchpad block is there', { launchpadBlock: {} }, true],
  ['a remote is Launchpad', { repository: { remotes: [launchpadRemote] } }, true],
  ['a branch name is given', { branch: 'main' }, true],
  ['the setting says always', { launchpad: 'always' }, true],
  ['the setting says never', { launchpad: 'never', launchpadBlock: {}, branch: 'x' }, false],
  ['there is no repository', { repository: { kind: 'none', code: 'git-missing', reason: '' } }, false],
])('Launchpad is meant when %s: %#', (_name, differences, expected) => {
  const { recipe, subject } = sample(differences);
  expect(isLaunchpadMeant({ recipe, ...subject })).toBe(expected);
});

test('where Launchpad is not meant, only the status speaks of the name', () => {
  const { recipe, subject } = sample({ repository: { branch: 'main' } });
  expect(findingsOf({ repository: { branch: 'main' } })).toEqual([]);
  expect(branchStatusOf({ recipe, ...subject })).toMatchObject({
    name: 'main',
    launchpadMeant: false,
    judgement: { accepted: false },
  });
});

test.each([
  ['~me/+git/x/+ref/v1.0-24.04', 'v1.0-24.04'],
  ['v1.0-24.04', 'v1.0-24.04'],
  [undefined, undefined],
])('the ref of %s is %s', (gitRef, expected) => {
  expect(gitRefName(gitRef)).toBe(expected);
});

test.each([
  ['latest-24.04', 'info', 'A push gets the tag latest-24.04_edge.'],
  ['v1.0+git-24.04', 'warning', 'no registry takes the tag "v1.0+git-24.04_edge"'],
])('the accepted but odd name %s is %s', (branch, severity, words) => {
  expect(remarks('LaunchpadBranchForm', on(branch))).toEqual([expect.stringContaining(words)]);
  expect(severities('LaunchpadBranchForm', on(branch))).toEqual([severity]);
});

test('a detached HEAD is said plainly, with its tag', () => {
  const repository = {
    head: 'detached',
    tag: 'v1',
    branch: undefined,
  } as unknown as Differences['repository'];
  expect(remarks('DetachedHead', { ...meant, repository: repository ?? {} })).toEqual([
    'info 0:0 HEAD is detached at cccccccccccc (tag v1), so no branch name was judged. Launchpad builds a branch: ' +
      'switch to it, or give its name with --branch or x-launchpad.git_ref.',
  ]);
});

test('a detached HEAD does not matter when the name is given, or Launchpad is not meant', () => {
  const repository = { head: 'detached', branch: undefined } as unknown as NonNullable<
    Differences['repository']
  >;
  expect(remarks('DetachedHead', { ...meant, repository, branch: 'v1.0-24.04' })).toEqual([]);
  expect(remarks('DetachedHead', { repository })).toEqual([]);
});

test('a detached HEAD without a commit or tag is said as well', () => {
  const repository = { head: 'detached', branch: undefined, commit: undefined } as unknown as object;
  expect(remarks('DetachedHead', { ...meant, repository })[0]).toContain('detached at a commit, so');
});

test.each([
  ['refs/tags/v1.0-24.04', ['warning']],
  ['HEAD', ['warning']],
  ['refs/heads/v1.0-24.04', []],
  ['v1.0-24.04', []],
])('whether the builder can clone %s', (branch, expected) => {
  expect(severities('LaunchpadTagRef', { branch })).toEqual(expected);
});

test.each<[string, Differences, readonly string[]]>([
  ['FROM ubuntu:24.04', {}, []],
  ['FROM ubuntu:jammy', {}, ['ubuntu:jammy, which is Ubuntu 22.04 (jammy)']],
  ['ARG V=22.04\nFROM ubuntu:$V', {}, ['ubuntu:22.04']],
  ['ARG V=22.04\nFROM ubuntu:$V', { target: { args: { V: '24.04' } } }, []],
  ['FROM ubuntu:22.04 AS b\nFROM ubuntu:24.04', {}, []],
  ['FROM ubuntu:22.04 AS b\nFROM b', {}, ['ubuntu:22.04']],
  ['FROM ubuntu:22.04 AS b\nFROM ubuntu:24.04', { target: { target: 'b' } }, ['ubuntu:22.04']],
  ['FROM ubuntu:latest', {}, []],
  ['FROM debian:12', {}, []],
  ['FROM $UNKNOWN', {}, []],
  ['FROM Not/An:Image', {}, []],
  ['FROM base', { target: { contexts: { base: 'docker-image://ubuntu:22.04' } } }, ['ubuntu:22.04']],
  ['FROM ubuntu:22.04', { target: { contexts: { 'ubuntu:22.04': 'target:other' } } }, []],
  ['FROM ubuntu:22.04', { repository: { branch: 'main' } }, []],
  ['FROM ubuntu:22.04', { launchpad: 'never' }, []],
  ['FROM ubuntu:22.04', { repository: { kind: 'none', code: 'git-missing', reason: '' } }, []],
  ['FROM ubuntu:99.10', {}, ['which is Ubuntu 99.10.']],
])('%j against the branch v1.0-24.04 with %j', (text, differences, expected) => {
  expect(remarks('UbuntuSeriesMismatch', { ...differences, text })).toEqual(
    expected.map((part) => expect.stringContaining(part) as unknown),
  );
});

test('a mismatch points at the image of the FROM that decides', () => {
  const finding = findingsOf({ text: 'FROM --platform=linux/amd64 ubuntu:22.04 AS b\nFROM b' }).find(
    ({ rule }) => rule === 'UbuntuSeriesMismatch',
  );
  expect(finding).toMatchObject({
    severity: 'warning',
    file: '/repo/Dockerfile',
    range: { start: { line: 0, character: 28 }, end: { line: 0, character: 40 } },
  });
});

test('a mismatch of all platforms is said once', () => {
  const both = { text: 'FROM ubuntu:22.04', platforms: ['linux/amd64', 'linux/arm64'] };
  expect(remarks('UbuntuSeriesMismatch', both)).toHaveLength(1);
});
