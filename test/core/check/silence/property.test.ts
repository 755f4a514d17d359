import { expect, test } from 'vitest';

import { silenceEdits } from '../../../../src/core/check/silence/silenceEdits.js';
import type { SilencePlace } from '../../../../src/core/check/silence/silenceEdits.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';
import { applyEdits } from '../../../../src/core/finding/applyEdits.js';
import type { Finding } from '../../../../src/core/finding/finding.js';
import { meaningOf } from '../fixes/meaning.js';
import type { SampleFile } from '../fixes/sampleFiles.js';
import { check, sampleFiles } from '../fixes/sampleFiles.js';

const dockerfile = '/repo/Dockerfile';
/** A description must be the last comment, and so must a pragma: where both are asked for, one is found wanting. */
const rival = 'InvalidDefinitionDescription';

const files: readonly SampleFile[] = sampleFiles()
  .filter(({ args }) => !Object.hasOwn(args, 'BUILDKIT_DOCKERFILE_CHECK'))
  .map((file, index) =>
    index % 2 === 0 ? file : { ...file, name: `${file.name} as of 1.21`, text: withSyntax(file.text) },
  );

/** Those with the most to silence. */
const oddOrLong = files.filter(({ name }) => /^(?:odd|mixed|check|directive)/.test(name));

/** The file with a frontend that reads `# check=` above instructions, where it names none. */
function withSyntax(text: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return /^\uFEFF?#/.test(text)
    ? text
    : `${mark}# syntax=docker/dockerfile:1.21${eol}${text.slice(mark.length)}`;
}

test.each(['here', 'file'] as const)(
  'what is silenced %s is gone, and nothing else changed',
  (where) => {
    const outcomes = files.flatMap((file) => {
      const findings = check(file).filter((finding) => finding.file === dockerfile);
      return findings.map((finding) => judge(file, findings, finding, where));
    });
    expect(outcomes.filter((outcome) => typeof outcome === 'string')).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === true).length).toBeGreaterThan(1000);
  },
  120_000,
);

test('all findings of a file can be silenced one after the other', () => {
  const loud = oddOrLong.flatMap((file) => {
    let { text } = file;
    for (let round = 0; round < 40; round += 1) {
      const next = check({ ...file, text })
        .filter((finding) => finding.file === dockerfile && finding.rule !== rival)
        .map((finding) => silenced(text, finding, round % 2 === 0 ? 'here' : 'file', 'because # it "is"'))
        .find((result) => result !== undefined);
      if (next === undefined) {
        break;
      }
      ({ text } = next);
    }
    const left = check({ ...file, text }).filter(
      (finding) => finding.rule !== rival && silenced(text, finding, 'file') !== undefined,
    );
    const isSame = JSON.stringify(meaningOf(text)) === JSON.stringify(meaningOf(file.text));
    return left.length === 0 && isSame
      ? []
      : [`${file.name}: ${left.map(({ rule }) => rule).join()}\n${text}`];
  });
  expect(loud).toEqual([]);
}, 120_000);

/** True when all is well, false when nothing is offered, else what is wrong. */
function judge(
  file: SampleFile,
  before: readonly Finding[],
  finding: Finding,
  where: SilencePlace,
): boolean | string {
  const done = silenced(file.text, finding, where, 'not here');
  if (done === undefined) {
    return false;
  }
  const { text, reach } = done;
  const lineOf = ({ instructionLine, range }: Finding): number => instructionLine ?? range.start.line;
  const expected = before.filter(
    (one) =>
      one.rule !== rival &&
      (![one.rule, ...(one.aliases ?? [])].includes(finding.rule) ||
        (reach === 'here' && lineOf(one) !== lineOf(finding))),
  );
  const after = check({ ...file, text }).filter((one) => one.file === dockerfile && one.rule !== rival);
  const isSame = JSON.stringify(keys(after, text)) === JSON.stringify(keys(expected, file.text));
  const isMeant = JSON.stringify(meaningOf(text)) === JSON.stringify(meaningOf(file.text));
  const difference = JSON.stringify([keys(expected, file.text), keys(after, text)]);
  return (isSame && isMeant) || `${file.name}: ${finding.rule} ${where}: ${difference}\n${text}`;
}

function silenced(
  text: string,
  finding: Finding,
  where: SilencePlace,
  reason?: string,
): { readonly text: string; readonly reach: SilencePlace } | undefined {
  const silence = silenceEdits(parseDockerfile(text), finding, where, reason);
  if (silence === undefined) {
    return undefined;
  }
  const result = applyEdits(text, silence.edits);
  if (result === undefined) {
    throw new Error(`The edits overlap or lie outside of the document: ${JSON.stringify(silence.edits)}`);
  }
  return { text: result, reach: silence.reach };
}

/** Rule, words and the line as it is written: what stays when lines are put in above. */
function keys(findings: readonly Finding[], text: string): readonly string[] {
  const lines = text.split(/\r\n?|\n/);
  return findings
    .map(({ rule, message, instructionLine, range: { start }, platform = '' }) => {
      const line =
        instructionLine === undefined || rule === 'DL3057'
          ? ''
          : (lines[start.line] ?? '').replace('\uFEFF', '');
      return `${rule} ${platform} ${message} ${start.character} ${line}`;
    })
    .toSorted();
}
