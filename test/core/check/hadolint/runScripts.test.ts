import { describe, expect, it } from 'vitest';

import { dialectOf, findRunScripts } from '../../../../src/core/check/hadolint/runScripts.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';

/** `dialect: text` of every script. */
function scriptsIn(text: string): readonly string[] {
  return findRunScripts(parseDockerfile(text)).map(({ dialect, joined }) => `${dialect}: ${joined.text}`);
}

/** The variables of the last script that are set. */
function variablesIn(text: string): readonly string[] {
  return findRunScripts(parseDockerfile(text)).at(-1)?.variables ?? [];
}

describe('findRunScripts', () => {
  it.each([
    ['a line', 'FROM a\nRUN echo $x', ['sh: echo $x']],
    ['lines that are continued', 'FROM a\nRUN echo \\\n  a \\\n# comment\n  b', ['sh: echo   a   b']],
    ['behind flags', 'FROM a\nRUN --mount=type=cache,target=/x echo', ['sh: echo']],
    ['ONBUILD', 'FROM a\nONBUILD RUN echo', ['sh: echo']],
    ['no JSON', 'FROM a\nRUN ["echo", "$x"]', []],
    ['no other instruction', 'FROM a\nCMD echo $x\nENTRYPOINT echo\nHEALTHCHECK CMD echo', []],
    ['nothing before FROM', 'RUN echo\nFROM a', []],
    ['SHELL bash', 'FROM a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN echo', ['bash: echo']],
    ['SHELL by env', 'FROM a\nSHELL ["/usr/bin/env", "-S", "A=b", "bash", "-c"]\nRUN echo', ['bash: echo']],
    ['SHELL of the parent', 'FROM a AS s\nSHELL ["bash", "-c"]\nFROM s\nRUN echo', ['bash: echo']],
    ['not SHELL of another stage', 'FROM a AS s\nSHELL ["bash", "-c"]\nFROM a\nRUN echo', ['sh: echo']],
    ['no PowerShell', 'FROM a\nSHELL ["powershell", "-Command"]\nRUN Get-Process', []],
    ['no cmd', 'FROM a\nSHELL ["cmd", "/S", "/C"]\nRUN dir', []],
    ['no zsh', 'FROM a\nSHELL ["/bin/zsh", "-c"]\nRUN echo', []],
    ['SHELL behind', 'FROM a\nRUN echo\nSHELL ["cmd"]\nRUN dir', ['sh: echo']],
    ['SHELL with ARG behind', 'FROM a\nSHELL ["bash", "-c"]\nARG X\nRUN echo', ['bash: echo']],
    ['a pragma for a stage', 'FROM a\n# hadolint shell=powershell\nRUN dir\nFROM b\nRUN echo', ['sh: echo']],
    ['a pragma for all', '# hadolint shell=powershell\nFROM a\nRUN dir\nFROM b\nRUN dir', []],
    ['a pragma and a SHELL', '# hadolint shell=powershell\nFROM a\nSHELL ["bash", "-c"]\nRUN x', ['bash: x']],
    ['a pragma for bash', '# hadolint shell=bash\nFROM a\nRUN x', ['bash: x']],
    ['a pragma below the RUN', 'FROM a\nRUN x\n# hadolint shell=powershell', ['sh: x']],
    ['a heredoc', 'FROM a\nRUN <<E\necho 1\necho 2\nE', ['sh: echo 1\necho 2\n']],
    ['a heredoc in bash', 'FROM a\nRUN <<E\n#!/bin/bash -e\necho\nE', ['bash: #!/bin/bash -e\necho\n']],
    [
      'a heredoc by env',
      'FROM a\nRUN <<E\n#!/usr/bin/env bash\necho\nE',
      ['bash: #!/usr/bin/env bash\necho\n'],
    ],
    ['no heredoc in Python', 'FROM a\nRUN <<E\n#!/usr/bin/env python3\nprint()\nE', []],
    ['no heredoc for Python', 'FROM a\nRUN python3 <<E\nprint()\nE', ['sh: python3 <<E\nprint()\nE']],
  ])('finds %s', (_, text, scripts) => {
    expect(scriptsIn(text)).toEqual(scripts);
  });

  it.each([
    ['ARG and ENV', 'FROM a\nARG A\nENV B=1 C=2\nENV D 3\nRUN a.b A ${B} C D c', ['A', 'B', 'C', 'D']],
    ['what is set behind', 'FROM a\nRUN x\nENV A=1', []],
    ['those of the parent', 'FROM a AS s\nENV A=1\nFROM s\nENV B=1\nRUN a.b A ${B} C D c', ['A', 'B']],
    ['not those of others', 'FROM a AS s\nENV A=1\nFROM a\nRUN a.b A ${B} C D c', []],
    ['not those before FROM', 'ARG A\nFROM a\nRUN a.b A ${B} C D c', []],
    ['names in quotes', 'FROM a\nENV "A"=1\nRUN a.b A ${B} C D c', ['A']],
    ['names that are some', 'FROM a\nENV a.b=1 c=2\nRUN a.b A ${B} C D c', ['c']],
    ['ONBUILD for ONBUILD', 'FROM a\nENV A=1\nONBUILD ENV B=1\nONBUILD RUN a.b A ${B} C D c', ['A', 'B']],
    [
      'what was meant',
      'FROM a\nARG X_VERSION\nENV NAME=1 BASE=2\nRUN $VERSION; ${NAMES}',
      ['X_VERSION', 'NAME'],
    ],
    ['what was meant, in other letters', 'FROM a\nARG version\nRUN ${#VERSION} $VERSION', ['version']],
    ['what was meant, of what is set', 'FROM a AS s\nENV NAMES=1\nFROM a\nENV NAMED=1\nRUN $NAME', ['NAMED']],
    ['short names as they are', 'FROM a\nENV ABC=1 ABCDEF=2\nRUN $ABD $ABCXYF', []],
    ['ONBUILD for nothing else', 'FROM a\nONBUILD ENV B=1\nRUN a.b A ${B} C D c', []],
  ])('knows the variables: %s', (_, text, variables) => {
    expect(variablesIn(text)).toEqual(variables);
  });

  it('takes the nearest of many names that may have been meant', () => {
    const names = Array.from({ length: 26 }, (_, index) => `LONGNAME${String.fromCharCode(65 + index)}A`);
    const text = `FROM a\nENV ${[...names, 'LONGNAMES'].map((name) => `${name}=1`).join(' ')}\nRUN $LONGNAME`;
    expect(variablesIn(text)).toEqual(['LONGNAMES', ...names.slice(0, 9)]);
  });

  it('knows the variables of the builder', () => {
    const [script] = findRunScripts(parseDockerfile('FROM a\nRUN echo $http_proxy $other $RTTP_PROXY'));
    expect(script?.variables).toEqual([
      'http_proxy',
      ...['HTTP_PROXY', 'HTTPS_PROXY', 'https_proxy', 'FTP_PROXY', 'ftp_proxy'],
    ]);
  });
});

describe('findRunScripts', () => {
  it('takes time linear in the file', () => {
    const stages = Array.from(
      { length: 5000 },
      (_, index) => `FROM b${index} AS b${index + 1}\nENV A${index}=1\n`,
    );
    const text = `${stages.join('')}${'ENV X=1\n# hadolint shell=bash\nRUN echo $A1 $X\n'.repeat(5000)}`;
    const scripts = findRunScripts(parseDockerfile(text));
    expect(scripts).toHaveLength(5000);
    expect(scripts.at(-1)).toMatchObject({ dialect: 'bash', variables: ['A1', 'X'] });
  });
});

describe('dialectOf', () => {
  it.each([
    ['/bin/sh', 'sh'],
    ['/usr/bin/bash', 'bash'],
    ['bash.exe', 'bash'],
    ['C:\\tools\\bash.exe', 'bash'],
    ['/bin/ash', 'dash'],
    ['/bin/dash', 'dash'],
    ['ksh93', 'ksh'],
    ['pwsh', undefined],
    ['cmd', undefined],
    ['/bin/zsh', undefined],
    ['fish', undefined],
    ['', undefined],
  ])('%j is %j', (program, dialect) => {
    expect(dialectOf(program)).toBe(dialect);
  });
});
