import { expect, test } from 'vitest';

import { sourceKey } from '../../../src/core/check/contextFacts.js';
import type { Differences } from './sampleSubject.js';
import { findingsOf, meant, remarks, severities } from './sampleSubject.js';

const copying = (source: string): string => `FROM ubuntu:24.04\nCOPY ${source} /x/\n`;
const rule = { file: '.gitignore', line: 3, pattern: '*.o' };

test.each([
  ['a', 'a'],
  ['/a/', 'a'],
  ['./a//b', 'a/b'],
  ['../../a', 'a'],
  ['.', '.'],
  ['/', '.'],
  ['a/./b', 'a/b'],
])('the builder looks for %s at %s', (value, expected) => {
  expect(sourceKey(value)).toBe(expected);
});

test('a missing file is an error at its place', () => {
  expect(findingsOf({ text: copying('gone.txt'), sources: { 'gone.txt': [] } })).toEqual([
    {
      rule: 'MissingSource',
      severity: 'error',
      message:
        '"gone.txt" is not in the build context. Create it, or correct the path (it starts at the context, not at the Dockerfile).',
      file: '/repo/Dockerfile',
      range: { start: { line: 1, character: 5 }, end: { line: 1, character: 13 } },
      instructionLine: 1,
      fixes: [],
    },
  ]);
});

test.each<[string, string, Differences, readonly string[]]>([
  ['a pattern without matches', '*.txt', { sources: { '*.txt': [] } }, ['warning']],
  ['a pattern in a folder that is not there', 'd/*.c', { sources: { 'd/*.c': [] } }, ['error']],
  [
    'a pattern in a folder that another source sends',
    'd/*.c d/a',
    { sources: { 'd/*.c': [], 'd/a': [{ path: 'd/a' }] } },
    ['warning'],
  ],
  [
    'a pattern in no folder, though the context is sent',
    'd/*.c .',
    { sources: { 'd/*.c': { matches: [], isFolderMissing: true }, '.': [{ path: '.', isDirectory: true }] } },
    ['error'],
  ],
  ['a file made optional by a star', 'a lock*', { sources: { a: [{}], 'lock*': [] } }, ['hint']],
  ['a pattern that cannot be read', "['a',", { sources: { '[a,': [] } }, ['error']],
  ['a path that climbs out', '../gone', { sources: { gone: [] } }, ['error']],
  ['a URL', 'https://host/x', {}, ['error']],
  ['a source nobody looked for', 'new', {}, []],
  ['a source with an unknown variable', '$X', { sources: {} }, []],
  ['a file that is there', 'a', { sources: { a: [{ isTracked: true }] } }, []],
  ['a file where git knows nothing', 'a', { sources: { a: [{}] } }, []],
])('MissingSource for %s', (_name, source, differences, expected) => {
  expect(severities('MissingSource', { ...differences, text: copying(source) })).toEqual(expected);
});

test('a path that climbs out is told where it ends', () => {
  expect(remarks('MissingSource', { text: copying('../gone'), sources: { gone: [] } })[0]).toContain(
    'cannot leave the build context; the builder looks for "gone"',
  );
});

test('a source missing on one platform is said of that platform', () => {
  const text = 'FROM ubuntu:24.04\nARG TARGETARCH\nCOPY bin/$TARGETARCH /x\n';
  const differences = {
    text,
    platforms: ['linux/amd64', 'linux/arm64'],
    sources: { 'bin/amd64': [{}], 'bin/arm64': [] },
  };
  expect(findingsOf(differences).map(({ platform, message }) => [platform, message.slice(0, 11)])).toEqual([
    ['linux/arm64', '"bin/arm64"'],
  ]);
});

test('a source missing on every platform is said once, of none', () => {
  const platforms = ['linux/amd64', 'linux/arm64'];
  const [finding, ...rest] = findingsOf({ text: copying('a'), platforms, sources: { a: [] } });
  expect(rest).toEqual([]);
  expect(finding).not.toHaveProperty('platform');
});

test('a name that differs in case is an error with the right name', () => {
  const differences = { text: copying('readme.md'), sources: { 'readme.md': { otherCase: 'README.md' } } };
  expect(findingsOf(differences)).toMatchObject([
    {
      rule: 'SourceCaseMismatch',
      severity: 'error',
      fixes: [{ kind: 'edit', edits: [{ newText: 'README.md' }] }],
    },
  ]);
});

test.each<[string, Differences]>([
  ['a JSON string', { text: 'FROM ubuntu:24.04\nCOPY ["readme.md", "/x"]\n' }],
  ['a path not as written', { text: copying('./readme.md') }],
  ['an inline Dockerfile', { text: copying('readme.md'), target: { dockerfileInline: 'x' } }],
])('no edit is offered for %s', (_name, differences) => {
  const sources = { 'readme.md': { otherCase: 'README.md' } };
  const [finding] = findingsOf({ ...differences, sources });
  expect(finding).toMatchObject({ rule: 'SourceCaseMismatch', fixes: [] });
});

test('a symlink out of the context is an error', () => {
  const sources = { link: [{ leavesContext: true }] };
  expect(severities('SourceLeavesContext', { text: copying('link'), sources })).toEqual(['error']);
});

test.each<[string, string, Differences, readonly string[]]>([
  ['a file', 'a.txt', { ignore: 'b\n*.txt', sources: { 'a.txt': [{}] } }, ['error']],
  ['a file below an excluded directory', 'd/a', { ignore: 'd', sources: { 'd/a': [{}] } }, ['error']],
  ['a directory', 'd', { ignore: 'd/', sources: { d: [{ isDirectory: true }] } }, ['error']],
  ['a directory with an exception', 'd', { ignore: 'd\n!d/a', sources: { d: [{ isDirectory: true }] } }, []],
  ['a file taken back', 'd/a', { ignore: 'd\n!d/a', sources: { 'd/a': [{}] } }, []],
  ['every match', '*.txt', { ignore: '*.txt', sources: { '*.txt': [{ path: 'a.txt' }] } }, ['warning']],
  ['some', '*.txt', { ignore: 'a.txt', sources: { '*.txt': [{ path: 'a.txt' }, { path: 'b.txt' }] } }, []],
  ['every match in a folder', 'd/*.c', { ignore: 'd', sources: { 'd/*.c': [{ path: 'd/a.c' }] } }, ['error']],
  ['what a link leads to', 'l', { ignore: 'a', sources: { l: [{ path: 'l', target: 'a' }] } }, ['error']],
  ['the whole context', '.', { ignore: '*', sources: { '.': [{ isDirectory: true }] } }, []],
])('ExcludedByDockerignore for %s', (_name, source, differences, expected) => {
  expect(severities('ExcludedByDockerignore', { ...differences, text: copying(source) })).toEqual(expected);
});

test('the line that excludes is named', () => {
  const differences = { text: copying('a.txt'), ignore: '# note\n*.txt\n', sources: { 'a.txt': [{}] } };
  const [finding] = findingsOf(differences);
  expect(finding).toMatchObject({
    rule: 'CopyIgnoredFile',
    aliases: ['ExcludedByDockerignore'],
    severity: 'error',
    related: [{ file: '/repo/.dockerignore', range: { start: { line: 1, character: 0 } } }],
  });
});

test('what BuildKit does not judge, an ignore file with exceptions, is judged all the same', () => {
  const differences = { text: copying('a.txt'), ignore: '*.txt\n!b.txt\n', sources: { 'a.txt': [{}] } };
  expect(remarks('ExcludedByDockerignore', differences)).toEqual([
    'error 1:5 "a.txt" is kept out of the build context by "*.txt" (.dockerignore, line 1). ' +
      'Remove that line, or take the file back with "!a.txt" below it.',
  ]);
});

test('a malformed line of the ignore file is an error there', () => {
  expect(findingsOf({ ignore: 'a\n![\r\n' })).toMatchObject([
    {
      rule: 'InvalidIgnorePattern',
      file: '/repo/.dockerignore',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } },
    },
  ]);
});

const untracked = { isTracked: false };
const ignored = { isTracked: false, ignoredBy: rule };

test.each<[string, string, Differences, readonly string[]]>([
  ['UntrackedSource', 'not meant', { sources: { a: [untracked] } }, ['warning']],
  ['UntrackedSource', 'meant', { ...meant, sources: { a: [untracked] } }, ['error']],
  ['UntrackedSource', 'partly, not meant', { sources: { a: [untracked, { isTracked: true }] } }, []],
  [
    'UntrackedSource',
    'partly, meant',
    { ...meant, sources: { a: [untracked, { isTracked: true }] } },
    ['warning'],
  ],
  ['UntrackedSource', 'with some ignored', { sources: { a: [untracked, ignored] } }, ['warning']],
  ['IgnoredByGit', 'not meant', { sources: { a: [ignored] } }, ['info']],
  ['IgnoredByGit', 'meant', { ...meant, sources: { a: [ignored] } }, ['error']],
  ['IgnoredByGit', 'partly, not meant', { sources: { a: [ignored, { isTracked: true }] } }, []],
  [
    'IgnoredByGit',
    'partly, meant',
    { ...meant, sources: { a: [ignored, { isTracked: true }] } },
    ['warning'],
  ],
])('%s where Launchpad is %s', (name, _case, differences, expected) => {
  expect(severities(name, { ...differences, text: copying('a') })).toEqual(expected);
});

test('the rule by which git ignores a file is named', () => {
  expect(remarks('IgnoredByGit', { ...meant, text: copying('a'), sources: { a: [ignored] } })).toEqual([
    'error 1:5 "a" is ignored by git by "*.o" (.gitignore, line 3), so missing where Launchpad builds the branch. ' +
      'Make it in a stage of the Dockerfile, or track it with "git add -f".',
  ]);
});

test.each([
  [1, '"f0" is not tracked'],
  [2, '"f0" and "f1" are not tracked'],
  [5, '"f0", "f1", "f2" and 2 more are not tracked'],
])('%i untracked files are listed', (count, expected) => {
  const matches = Array.from({ length: count }, (_unused, index) => ({ ...untracked, path: `f${index}` }));
  expect(remarks('UntrackedSource', { text: copying('f*'), sources: { 'f*': matches } })[0]).toContain(
    expected,
  );
});

test.each<[string, Differences, readonly string[]]>([
  ['not meant', {}, ['info']],
  ['meant', meant, ['error']],
])('an untracked Dockerfile where Launchpad is %s', (_name, differences, expected) => {
  const dockerfile = { path: '/repo/Dockerfile', realPath: '/repo/Dockerfile', isTracked: false };
  expect(severities('UntrackedSource', { ...differences, context: { dockerfile } })).toEqual(expected);
});

test('the first thing wrong with a source is the only one said', () => {
  const sources = { a: [{ isTracked: false, leavesContext: true }] };
  expect(findingsOf({ text: copying('a'), ignore: 'a', sources }).map((finding) => finding.rule)).toEqual([
    'CopyIgnoredFile',
  ]);
});

test('the source of a bind mount is judged like one of COPY', () => {
  const text = 'FROM ubuntu:24.04\nRUN --mount=type=bind,source=gone,target=/x true\n';
  expect(severities('MissingSource', { text, sources: { gone: [] } })).toEqual(['error']);
});
