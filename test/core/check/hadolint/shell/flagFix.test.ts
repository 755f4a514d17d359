import { describe, expect, it } from 'vitest';

import { shellRules } from '../../../../../src/core/check/hadolint/shellRules.js';
import { createLineTable, offsetAt } from '../../../../../src/core/dockerfile/lineTable.js';
import { linesOf, remarksOf } from './shellSample.js';

/** The Dockerfile after the one fix that a rule offers. */
function fixed(code: string, text: string): string {
  const lines = createLineTable(text);
  const [fix] = remarksOf(code, text).flatMap(({ fixes = [] }) => fixes);
  const edits = fix?.kind === 'edit' ? fix.edits : [];
  return edits
    .toSorted((one, other) => offsetAt(lines, other.range.start) - offsetAt(lines, one.range.start))
    .reduce(
      (result, { range, newText }) =>
        result.slice(0, offsetAt(lines, range.start)) + newText + result.slice(offsetAt(lines, range.end)),
      text,
    );
}

describe('a flag that is missing is written where it belongs', () => {
  it.each([
    ['DL3014', 'RUN apt-get install x', 'RUN apt-get install -y x'],
    ['DL3014', 'RUN apt-get -q install \\\n  x', 'RUN apt-get -q install -y \\\n  x'],
    ['DL3014', 'RUN apt-get install\\\n  x', 'RUN apt-get install -y\\\n  x'],
    [
      'DL3014',
      'RUN apt-get install a; apt-get install -y b; apt-get "install" c',
      'RUN apt-get install -y a; apt-get install -y b; apt-get "install" -y c',
    ],
    ['DL3014', 'RUN <<END\napt-get install x\nEND', 'RUN <<END\napt-get install -y x\nEND'],
    ['DL3014', 'ONBUILD RUN apt-get install x', 'ONBUILD RUN apt-get install -y x'],
    ['DL3014', 'RUN x=$(apt-get install y)', 'RUN x=$(apt-get install -y y)'],
    ['DL3019', 'RUN apk add x', 'RUN apk add --no-cache x'],
    ['DL3030', 'RUN yum groupinstall x', 'RUN yum groupinstall -y x'],
    ['DL3034', 'RUN zypper rm x', 'RUN zypper -n rm x'],
    ['DL3038', 'RUN dnf install x && microdnf install y', 'RUN dnf install -y x && microdnf install -y y'],
    ['DL3046', 'RUN useradd -u 123456 x', 'RUN useradd -l -u 123456 x'],
    ['DL3047', 'RUN busybox wget u', 'RUN busybox wget -q u'],
  ])('%s: %s', (code, before, after) => {
    const text = `FROM a\n${before}\nCMD ["x"]`;
    const result = fixed(code, text);
    expect(result).toBe(`FROM a\n${after}\nCMD ["x"]`);
    for (const { name } of shellRules) {
      expect(linesOf(name, result)).toEqual(name === code ? [] : linesOf(name, text));
    }
  });

  it('nothing is offered where a word is a string of JSON', () => {
    expect(remarksOf('DL3014', 'FROM a\nRUN ["apt-get", "install", "x"]')[0]?.fixes).toEqual([]);
  });
});
