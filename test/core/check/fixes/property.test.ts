import { expect, test } from 'vitest';

import { fixableRules } from '../../../../src/core/check/fixes/addFixes.js';
import { splitPlainWords } from '../../../../src/core/check/fixes/jsonFormFix.js';
import { instructionAt } from '../../../../src/core/check/instructionAt.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';
import { applyEdits } from '../../../../src/core/finding/applyEdits.js';
import type { Finding, Fix, TextEdit } from '../../../../src/core/finding/finding.js';
import type { Meaning } from './meaning.js';
import { meaningOf } from './meaning.js';
import type { SampleFile } from './sampleFiles.js';
import { check, sampleFiles } from './sampleFiles.js';

type EditFix = Extract<Fix, { kind: 'edit' }>;
type Change = (meaning: Meaning) => Meaning | undefined;
type Rewording = (meaning: Meaning) => Meaning;

const ofWords =
  (change: (word: string) => string): Rewording =>
  (meaning) => ({ ...meaning, words: meaning.words.map(change), heredocs: meaning.heredocs.map(change) });
const without = (pattern: RegExp): Rewording => ofWords((word) => word.replaceAll(pattern, ''));
/** One blank, however many there are and wherever the lines end. */
const evenBlanks = (word: string): string => word.replaceAll(/\s+/g, ' ').trim();

const asPrograms: Change = (meaning) => {
  const isShell =
    meaning.form === 'words' && ['CMD', 'ENTRYPOINT'].includes(meaning.keyword.replace('ONBUILD ', ''));
  const plain = isShell ? (splitPlainWords(meaning.words[0] ?? '') ?? meaning.words) : meaning.words;
  return { ...meaning, form: 'any', words: plain };
};
const asHealthcheck: Change = (meaning) =>
  meaning.keyword === 'HEALTHCHECK'
    ? {
        ...meaning,
        form: 'any',
        words: meaning.words
          .filter((word) => word !== 'CMD')
          .flatMap((word) =>
            word.startsWith('[') ? (JSON.parse(word) as string[]) : (splitPlainWords(word) ?? [word]),
          ),
      }
    : asPrograms(meaning);

/** What a fix changes on purpose: equal before and after once this is left out. Fixes that are not here change nothing. */
const intended: Readonly<Record<string, Change>> = {
  JSONArgsRecommended: asPrograms,
  MaintainerDeprecated: (meaning) =>
    meaning.keyword === 'LABEL' && meaning.words[0]?.startsWith('org.opencontainers.image.authors=') === true
      ? { ...meaning, keyword: 'MAINTAINER', words: [meaning.words[0].slice(33)] }
      : meaning,
  RedundantTargetPlatform: (meaning) => ({
    ...meaning,
    flags: meaning.flags.filter((flag) => !/^platform=.*TARGETPLATFORM/.test(flag)),
  }),
  UndefinedArgInFrom: (meaning) => ({
    ...ofWords((word) => word.replaceAll(/\$\{?\w+/g, '$'))(meaning),
    flags: [],
  }),
  UndefinedVar: (meaning) => ({
    ...ofWords((word) => word.replaceAll(/\$\{?\w+|<\w+>/g, '$'))(meaning),
    flags: [],
  }),
  WorkdirRelativePath: ofWords((word) => word.replace(/^[./]+/, '')),
  DL3009: (meaning) => without(/ && rm -rf \/var\/lib\/apt\/lists\/\*/g)(ofWords(evenBlanks)(meaning)),
  DL3014: without(/ -y\b/g),
  DL3015: without(/ --no-install-recommends/g),
  DL3019: without(/ --no-cache\b/g),
  DL3020: (meaning) => ({ ...meaning, keyword: meaning.keyword.replace('ADD', 'COPY') }),
  DL3021: ofWords((word) => word.replace(/\/$/, '')),
  DL3025: asHealthcheck,
  DL3027: ofWords((word) => word.replaceAll(/\bapt-(?:get|cache)\b/g, 'apt')),
  DL3030: without(/ -y\b/g),
  DL3032: (meaning) => without(/ && yum clean all/g)(ofWords(evenBlanks)(meaning)),
  DL3034: without(/ -n\b/g),
  DL3036: (meaning) => without(/ && zypper clean/g)(ofWords(evenBlanks)(meaning)),
  DL3038: without(/ -y\b/g),
  DL3040: (meaning) => without(/ && dnf clean all/g)(ofWords(evenBlanks)(meaning)),
  DL3042: without(/ --no-cache-dir/g),
  DL3046: without(/ -l\b/g),
  DL3047: without(/ -q\b/g),
  DL3060: (meaning) => without(/ && yarn cache clean/g)(ofWords(evenBlanks)(meaning)),
  DL4006: (meaning) =>
    meaning.keyword === 'SHELL' && meaning.words.includes('pipefail') ? undefined : meaning,
};

/** What is built stays the same all the same: a build that would wait for an answer ends. */
const harmless = ['DL3014', 'DL3030', 'DL3034', 'DL3038', 'RedundantTargetPlatform'];

/** Rules that look at what a fix has made visible for them. */
const revealed: Readonly<Record<string, readonly string[]>> = {
  DL3027: ['DL3008', 'DL3009', 'DL3014', 'DL3015'],
  UndefinedArgInFrom: ['InvalidDefaultArgInFrom', 'DL3006', 'DL3007'],
};

const files = sampleFiles();
const found = files.map((file) => ({ file, findings: check(file) }));
const fixes = found.flatMap(({ file, findings }) =>
  findings.flatMap((finding) =>
    finding.fixes.flatMap((fix) => (fix.kind === 'edit' ? [{ file, findings, finding, fix }] : [])),
  ),
);

interface Fixing {
  readonly file: SampleFile;
  readonly findings: readonly Finding[];
  readonly finding: Finding;
  readonly fix: EditFix;
}

test('the samples have fixes of every rule that has any', () => {
  const rules = new Set(fixes.map(({ finding }) => finding.rule));
  const aliases = new Set(fixes.flatMap(({ finding }) => finding.aliases ?? []));
  expect(fixableRules.filter((rule) => !rules.has(rule) && !aliases.has(rule))).toEqual([]);
  expect(fixes.length).toBeGreaterThan(500);
});

test('after a fix its finding is gone and none is new', () => {
  expect(fixes.flatMap((fixing) => [...remaining(fixing), ...appeared(fixing)])).toEqual([]);
}, 120_000);

test('a fix changes what is meant only as intended, and nothing where it says that it is safe', () => {
  const changed = fixes.filter(({ file, finding, fix }) => {
    const after = applied(file.text, fix.edits);
    return JSON.stringify(told(file.text, finding.rule)) !== JSON.stringify(told(after, finding.rule));
  });
  expect(changed.map(({ file, finding, fix }) => [file.name, finding.rule, fix.title])).toEqual([]);
  const unsafe = Object.keys(intended).filter((rule) => !harmless.includes(rule));
  const safe = fixes.filter(({ fix }) => fix.isSafe === true).map(({ finding }) => finding.rule);
  expect(unsafe.filter((rule) => safe.includes(rule))).toEqual([]);
});

test('all safe fixes together end in three rounds, with what is meant unchanged', () => {
  const restless = found.filter(({ file }) => {
    let text = file.text;
    for (let round = 0; round < 3; round += 1) {
      text = fixAll(text, check({ ...file, text }));
    }
    const isLeft = check({ ...file, text }).some(({ fixes: left }) =>
      left.some((fix) => fix.kind === 'edit' && fix.isSafe),
    );
    return isLeft || JSON.stringify(toldByAll(text)) !== JSON.stringify(toldByAll(file.text));
  });
  expect(restless.map(({ file }) => file.name)).toEqual([]);
}, 120_000);

function applied(text: string, edits: readonly TextEdit[]): string {
  const after = applyEdits(text, edits);
  if (after === undefined) {
    throw new Error(`The edits overlap or lie outside of the document: ${JSON.stringify(edits)}`);
  }
  return after;
}

function told(text: string, rule: string): readonly (Meaning | undefined)[] {
  const change = intended[rule] ?? ((meaning: Meaning) => meaning);
  return meaningOf(text)
    .map(change)
    .filter((meaning) => meaning !== undefined);
}

/** What is meant without what the safe fixes add. */
function toldByAll(text: string): readonly Meaning[] {
  return harmless.reduce<readonly Meaning[]>(
    (meanings, rule) => meanings.flatMap((meaning) => intended[rule]?.(meaning) ?? []),
    meaningOf(text),
  );
}

/** The findings by rule and instruction; an inserted SHELL does not count. */
function keysOf(text: string, findings: readonly Finding[]): readonly string[] {
  const { instructions } = parseDockerfile(text);
  const counted = instructions.filter(({ keyword }) => keyword !== 'SHELL');
  return findings.map(({ rule, instructionLine, range }) => {
    const instruction = instructionAt(instructions, instructionLine ?? range.start.line);
    return `${rule} ${instruction === undefined ? -1 : counted.indexOf(instruction)}`;
  });
}

function countOf(keys: readonly string[], key: string): number {
  return keys.filter((one) => one === key).length;
}

function remaining({ file, findings, finding, fix }: Fixing): readonly string[] {
  const after = applied(file.text, fix.edits);
  const [key = ''] = keysOf(file.text, [finding]);
  const isGone =
    countOf(keysOf(after, check({ ...file, text: after })), key) < countOf(keysOf(file.text, findings), key);
  return isGone ? [] : [`${file.name}: ${key} is still there`];
}

function appeared({ file, findings, finding, fix }: Fixing): readonly string[] {
  const after = applied(file.text, fix.edits);
  const before = keysOf(file.text, findings);
  const keys = keysOf(after, check({ ...file, text: after }));
  const fresh = [...new Set(keys)].filter((key) => countOf(keys, key) > countOf(before, key));
  const known = revealed[finding.rule] ?? [];
  return fresh
    .filter((key) => !known.includes(key.split(' ', 1)[0] ?? ''))
    .map((key) => `${file.name}: ${finding.rule} brings ${key}`);
}

function fixAll(text: string, findings: readonly Finding[]): string {
  let edits: readonly TextEdit[] = [];
  for (const { fixes: offered } of findings) {
    const safe = offered.find((fix) => fix.kind === 'edit' && fix.isSafe === true);
    const more = [...edits, ...(safe?.kind === 'edit' ? safe.edits : [])];
    edits = applyEdits(text, more) === undefined ? edits : more;
  }
  return applied(text, edits);
}
