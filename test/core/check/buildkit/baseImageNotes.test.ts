import { expect, test } from 'vitest';

import { unjudgedRefusals, unjudgedVariables } from '../../../../src/core/check/buildkit/baseImageNotes.js';
import { checkRecipe } from '../../../../src/core/check/checkRecipe.js';
import { readDockerfile } from '../../../../src/core/check/readDockerfile.js';
import { sample } from '../sampleSubject.js';
import { plainBase } from './buildkitSample.js';

function note(text: string, asked = false, notes = unjudgedVariables): string | undefined {
  const { recipe, subject } = sample({ text });
  const baseImages = asked ? [plainBase('ubuntu:24.04')] : undefined;
  return notes({
    recipe,
    subject: { ...subject, ...(baseImages !== undefined && { baseImages }) },
    ...readDockerfile(recipe, text),
  });
}

test('variables that a base image may set are told, with the image', () => {
  expect(note('FROM ubuntu:24.04\nENV A=1\nLABEL a=$A b=$B c=$C d=$B\n')).toBe(
    'UndefinedVar was not checked for $B, $C: a base image may set them, and nothing is known of ubuntu:24.04.',
  );
});

test('many are counted', () => {
  const text = `FROM ubuntu:24.04\nLABEL a=${'abcdefg'.replace(/./g, '$$$&-')}\n`;
  expect(note(text)).toContain('$a, $b, $c, $d, $e and 2 more');
});

test('there is nothing to tell when the image is known, or nothing rests on it', () => {
  expect(note('FROM ubuntu:24.04\nLABEL a=$A\n', true)).toBeUndefined();
  expect(note('FROM scratch\nLABEL a=$A\n')).toBeUndefined();
  expect(note('FROM ubuntu:24.04\nLABEL a=$PATH\n')).toBeUndefined();
});

test('what a builder may refuse is told, with the line and the variables that decide', () => {
  const open = (text: string, asked = false): string | undefined => note(text, asked, unjudgedRefusals);
  const text =
    'FROM ubuntu:24.04\nVOLUME $A\nSTOPSIGNAL ${B}\nEXPOSE $C\nCOPY --chmod=$D a b\nLABEL a=${E:?no}\nUSER $F\n';
  expect(open(text)).toBe(
    'Whether a builder refuses VOLUME in line 2, STOPSIGNAL in line 3, EXPOSE in line 4, COPY in line 5, LABEL in line 6 was not checked: ' +
      'it depends on $A, $B, $C, $D, $E, which a base image may set, and nothing is known of ubuntu:24.04.',
  );
  expect(open(text, true)).toBeUndefined();
  expect(open('FROM scratch\nVOLUME $A\n')).toBeUndefined();
  expect(open('FROM ubuntu:24.04\nENV A=/data\nVOLUME $A\nCOPY $B /x\n')).toBeUndefined();
  expect(note('FROM ubuntu:24.04\nEXPOSE $A\n')).toBeUndefined();
});

test('a check says it among what was not checked', () => {
  const { recipe, subject } = sample({ text: 'FROM ubuntu:24.04\nLABEL a=$A\nVOLUME $B\n' });
  const { notChecked } = checkRecipe(recipe, { ...subject, policy: { preset: 'recommended', rules: {} } });
  expect(notChecked).toEqual(
    expect.arrayContaining([
      expect.stringContaining('UndefinedVar was not checked for $A'),
      expect.stringContaining('Whether a builder refuses VOLUME in line 3 was not checked'),
    ]),
  );
});

test('a check directive that makes no sense is an error of the syntax, that of the build argument too', () => {
  const said = (text: string, args: Readonly<Record<string, string>> = {}): readonly string[] => {
    const { recipe, subject } = sample({ text, target: { args } });
    return checkRecipe(recipe, subject)
      .findings.filter(({ rule }) => rule === 'DockerfileInvalidDirective')
      .map(({ severity, file, message }) => `${severity} ${file} ${message}`);
  };
  expect(said('# check=nonsense\nFROM scratch\n')).toEqual([
    'error /repo/Dockerfile This check directive is not understood: invalid check option "nonsense".',
  ]);
  expect(said('FROM scratch\n', { BUILDKIT_DOCKERFILE_CHECK: 'error=perhaps' })).toEqual([
    'error /repo/oci-recipe.yaml The build argument BUILDKIT_DOCKERFILE_CHECK is not understood: error=perhaps is neither true nor false.',
  ]);
});
