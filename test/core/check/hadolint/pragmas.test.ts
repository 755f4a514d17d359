import { describe, expect, it } from 'vitest';

import { isIgnoredByPragma, parsePragma, readPragmas } from '../../../../src/core/check/hadolint/pragmas.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';

describe('parsePragma', () => {
  it.each([
    ['hadolint ignore=DL3006', ['DL3006']],
    [' hadolint ignore=DL3006', ['DL3006']],
    ['\thadolint \t ignore=DL3006', ['DL3006']],
    ['hadolint ignore = DL3006', ['DL3006']],
    ['hadolint ignore= DL3006 , SC2086,DL1', ['DL3006', 'SC2086', 'DL1']],
    ['hadolint ignore=DL3006# because', ['DL3006']],
    ['hadolint ignore=DL3006,SC2086 # because, of that', ['DL3006', 'SC2086']],
    ['hadolint ignore=DL3006 ', ['DL3006']],
    ['hadolint ignore=StageNameCasing', ['StageNameCasing']],
    ['hadolint ignore=', undefined],
    ['hadolint ignore=,', undefined],
    ['hadolint ignore=DL3006,', undefined],
    ['hadolint ignore=DL3006,,SC2086', undefined],
    ['hadolint ignore=DL3006 SC2086', undefined],
    ['hadolint ignore=DL3006 because', undefined],
    ['hadolint ignore=DL-3006', undefined],
    ['hadolint ignore=DL3006,dl3008', undefined],
    ['hadolint ignore:DL3006', undefined],
    ['hadolint ignore DL3006', undefined],
    ['hadolint\nignore=DL3006', undefined],
    ['hadolintignore=DL3006', undefined],
    ['Hadolint ignore=DL3006', undefined],
    ['hadolint Ignore=DL3006', undefined],
    ['see hadolint ignore=DL3006', undefined],
    ['hadolint ignore=# because', undefined],
  ])('%j ignores %j', (text, codes) => {
    expect(parsePragma(text)).toEqual(codes && { kind: 'ignore', codes });
  });

  it.each([
    ['hadolint global ignore=DL3006,DL3007', 'global'],
    ['hadolint  global\tignore = DL3006 ,DL3007 # because', 'global'],
    ['hadolint stage ignore=DL3006,DL3007', 'stage'],
  ])('%j is for more than an instruction', (text, kind) => {
    expect(parsePragma(text)).toEqual({ kind, codes: ['DL3006', 'DL3007'] });
  });

  it.each([
    ['hadolint shell=powershell', 'powershell'],
    ['hadolint shell = /bin/bash', '/bin/bash'],
    ['hadolint shell=bash # because', 'bash'],
    ['hadolint shell=', undefined],
    ['hadolint shell=bash -c', undefined],
    ['hadolint global shell=bash', undefined],
  ])('%j names the shell %j', (text, shell) => {
    expect(parsePragma(text)).toEqual(shell && { kind: 'shell', shell });
  });
});

describe('readPragmas', () => {
  it.each([
    ['the instruction right below', '# hadolint ignore=DL1\nFROM a', 1, true],
    ['not the one behind a blank line', '# hadolint ignore=DL1\n\nFROM a', 2, false],
    ['not the one behind another comment', '# hadolint ignore=DL1\n# so\nFROM a', 2, false],
    ['not the second one below', '# hadolint ignore=DL1\nFROM a\nRUN x', 2, false],
    ['no other rule', '# hadolint ignore=DL2\nFROM a', 1, false],
    ['an indented one', 'FROM a\n  # hadolint ignore=DL1\n  RUN x', 2, true],
    ['the last of two', '# hadolint ignore=DL2\n# hadolint ignore=DL1\nFROM a', 2, true],
    ['not the first of two', '# hadolint ignore=DL1\n# hadolint ignore=DL2\nFROM a', 2, false],
    ['a continued one', 'FROM a\n# hadolint ignore=DL1\nRUN x \\\n  y', 2, true],
    ['nothing from between its lines', 'FROM a\nRUN x \\\n# hadolint ignore=DL1\n  y', 1, false],
    ['nothing below from between lines', 'FROM a\nRUN x \\\n# hadolint ignore=DL1\n  y', 3, false],
    ['nothing from a heredoc', 'FROM a\nRUN <<E\n# hadolint ignore=DL1\nE\nRUN y', 4, false],
    ['the whole file', 'FROM a\n# hadolint global ignore=DL1\nRUN x', 0, true],
    [
      'the whole file, two times',
      '# hadolint global ignore=DL2\n# hadolint global ignore=DL1\nFROM a',
      2,
      true,
    ],
    ['a stage', '# hadolint stage ignore=DL1\nFROM a\nRUN x\nRUN y', 3, true],
    ['nothing of the next stage', '# hadolint stage ignore=DL1\nFROM a\nRUN x\nFROM b\nRUN y', 4, false],
    [
      'the FROM that ends the stage, as hadolint has it',
      '# hadolint stage ignore=DL1\nFROM a\nFROM b',
      2,
      true,
    ],
    ['the rest of a stage', 'FROM a\nRUN x\n# hadolint stage ignore=DL1\nRUN y\nRUN z', 4, true],
    ['not what is before it', 'FROM a\nRUN x\n# hadolint stage ignore=DL1\nRUN y\nRUN z', 1, false],
  ])('silences %s', (_, text, line, isSilent) => {
    expect(isIgnoredByPragma(readPragmas(parseDockerfile(text)), 'DL1', line)).toBe(isSilent);
  });

  it('finds the shells in order', () => {
    const text = '# hadolint shell=bash\nFROM a\n# hadolint shell=powershell # windows\nRUN x';
    expect(readPragmas(parseDockerfile(text)).shells).toEqual([
      { line: 0, shell: 'bash' },
      { line: 2, shell: 'powershell' },
    ]);
  });

  it('takes time linear in the file', () => {
    const text = `FROM a\n${'# hadolint ignore=DL1\nRUN x\n'.repeat(20_000)}`;
    expect(readPragmas(parseDockerfile(text)).lines.size).toBe(20_000);
  });
});
