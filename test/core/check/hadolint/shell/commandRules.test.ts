import { describe, expect, it } from 'vitest';

import { describeRuns, linesOf, remarksOf, stretchesOf } from './shellSample.js';

describeRuns('DL3001, what makes no sense in a build', {
  severity: 'info',
  found: [
    ['service ssh start', 'service ssh start'],
    ['a && ps aux', 'ps aux'],
    'ssh host',
    'vim x',
    'shutdown now',
    'free -m',
    'top',
    'kill -9 1',
    'mount /dev/x /y',
    'x=$(ps)',
    'echo "$(free)"',
    'command ssh host',
  ],
  clean: [
    'apt-get install ssh vim',
    'which ssh',
    'command -v ssh',
    'echo kill',
    '/usr/bin/ssh host',
    'ssh-keygen -t rsa',
    'ifconfig',
    'sudo service x start',
  ],
});

describeRuns('DL3003, cd', {
  severity: 'warning',
  triggers: false,
  found: [
    ['cd /opt', 'cd /opt'],
    ['make && cd /opt && x', 'cd /opt'],
    '(cd /opt; x)',
    'builtin cd /x',
    '["cd", "/opt"]',
  ],
  clean: ['git -C /opt pull', 'echo cd /opt', 'pushd /opt', 'echo "cd"', 'acd /x'],
});

describeRuns('DL3004, sudo', {
  severity: 'error',
  found: [['sudo apt-get update', 'sudo apt-get update'], 'a | sudo tee x', 'A=b sudo x', 'exec sudo x'],
  clean: ['apt-get install sudo', 'gosu root x', 'echo sudo', '# sudo\\\n  true', 'usermod -aG sudo me'],
});

describeRuns('DL3027, apt', {
  severity: 'warning',
  found: [['apt install curl', 'apt install curl'], 'apt update', 'x=$(apt list)', 'apt'],
  clean: [
    'apt-get install apt',
    'apt-cache search x',
    'sudo apt install x',
    'ls /etc/apt',
    '/usr/bin/apt install x',
  ],
});

describeRuns('DL4005, another /bin/sh', {
  severity: 'warning',
  found: [
    ['ln -sfv /bin/bash /bin/sh', 'ln -sfv /bin/bash /bin/sh'],
    'rm /bin/sh && ln -s /bin/bash /bin/sh',
    'ln -s "/bin/bash" "/bin/sh"',
  ],
  clean: [
    'ln -s /bin/bash /bin/shell',
    'ln -s /bin/sh.distrib /x',
    'rm /bin/sh',
    'update-alternatives --set sh /bin/sh',
  ],
});

describeRuns('DL3046, useradd with a high number', {
  severity: 'warning',
  found: [
    ['useradd -u 123456 me', 'useradd -u 123456 me'],
    'useradd -m -u 100000 me',
    'useradd --create-home -u 1234567 me',
    'useradd -u $USER_ID_X me',
  ],
  clean: [
    'useradd -u 12345 me',
    'useradd -l -u 123456 me',
    'useradd --no-log-init -u 123456 me',
    'useradd -lmu 123456 me',
    'useradd me',
    'useradd --uid 123456 me',
    'adduser -u 123456 me',
  ],
});

describeRuns('DL3047, wget and its progress bar', {
  severity: 'info',
  found: [
    ['wget https://example.com/a', 'wget https://example.com/a'],
    'wget -O a https://example.com/a',
    'wget --no-check-certificate https://example.com/a',
    'wget -O- https://example.com/a | tar x',
  ],
  clean: [
    'wget --progress=dot:giga https://example.com/a',
    'wget -q https://example.com/a',
    'wget -qO- https://example.com/a',
    'wget --quiet https://example.com/a',
    'wget -nv https://example.com/a',
    'wget --no-verbose https://example.com/a',
    'wget -o log https://example.com/a',
    'wget --output-file=log https://example.com/a',
    'wget -a log https://example.com/a',
    'wget --append-output log https://example.com/a',
    'curl https://example.com/a',
    'apt-get install wget',
  ],
});

describe('DL4001, wget and curl', () => {
  it.each<[string, string, number[]]>([
    ['in one RUN', 'FROM a\nRUN wget x && curl y', [2]],
    ['in one RUN after another', 'FROM a\nRUN wget x\nRUN curl y\nRUN wget z', [3, 4]],
    ['only those that use one', 'FROM a\nRUN wget x\nRUN ls\nRUN curl y\nRUN ls', [4]],
    ['in a substitution', 'FROM a\nRUN wget "$(curl y)"', [2]],
    ['in stages of their own', 'FROM a\nRUN wget x\nFROM b\nRUN curl y', []],
    ['one alone', 'FROM a\nRUN wget x\nRUN wget y', []],
    ['as an argument', 'FROM a\nRUN curl x\nRUN apt-get install wget', []],
    ['behind ONBUILD, apart from the rest', 'FROM a\nRUN wget x\nONBUILD RUN curl y', []],
    ['behind ONBUILD, over all stages', 'FROM a\nONBUILD RUN wget x\nFROM b\nONBUILD RUN curl y', [4]],
  ])('%s', (_, text, lines) => {
    expect(linesOf('DL4001', text)).toEqual(lines);
  });

  it('points at the second one', () => {
    expect(stretchesOf('DL4001', 'FROM a\nRUN wget x && curl y\nRUN curl z')).toEqual(['curl y', 'curl z']);
    expect(remarksOf('DL4001', 'FROM a\nRUN wget x && curl y')[0]?.severity).toBe('warning');
  });
});

describe('DL4006, pipes without pipefail', () => {
  const bash = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
  it.each<[string, string, number[]]>([
    ['a pipe', 'FROM a\nRUN a | b', [2]],
    ['each RUN', 'FROM a\nRUN a | b\nRUN c\nRUN d |& e', [2, 4]],
    ['in a heredoc', 'FROM a\nRUN <<END\na\nb | c\nEND', [2]],
    ['in a substitution', 'FROM a\nRUN echo "$(a | b)"', [2]],
    ['in exec form, as hadolint has it', 'FROM a\nRUN ["sh", "-c", "a | b"]', [2]],
    ['or', 'FROM a\nRUN a || b', []],
    ['quoted', 'FROM a\nRUN echo "a | b" \'c | d\' e\\|f', []],
    ['a pattern', 'FROM a\nRUN case $x in a|b) c;; esac', []],
    ['no shell at all', 'FROM a\nRUN a | "b', []],
    ['with pipefail', `FROM a\n${bash}\nRUN a | b`, []],
    ['with pipefail too late', `FROM a\nRUN a | b\n${bash}`, [2]],
    ['in the next stage', `FROM a\n${bash}\nFROM b\nRUN a | b`, [4]],
    ['given up again', `FROM a\n${bash}\nSHELL ["/bin/bash", "-c"]\nRUN a | b`, [4]],
    ['with -eo', 'FROM a\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a | b', []],
    ['with other options', 'FROM a\nSHELL ["bash", "-e", "-u", "-o", "pipefail", "-c"]\nRUN a | b', []],
    ['of ash', 'FROM a\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN a | b', []],
    ['of zsh', 'FROM a\nSHELL ["zsh", "-o", "pipefail", "-c"]\nRUN a | b', []],
    ['of a bash elsewhere', 'FROM a\nSHELL ["/usr/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b', []],
    ['of sh, which may not have it', 'FROM a\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN a | b', [3]],
    ['without -o', 'FROM a\nSHELL ["/bin/bash", "-c", "pipefail"]\nRUN a | b', [3]],
    ['set in RUN', 'FROM a\nRUN set -o pipefail && a | b', [2]],
    ['for PowerShell', 'FROM a\nSHELL ["pwsh", "-c"]\nRUN Get-X | Y', []],
    ['for powershell -Command', 'FROM a\nSHELL ["powershell", "-Command"]\nRUN Get-X | Y', []],
    ['for cmd', 'FROM a\nSHELL ["cmd", "/S", "/C"]\nRUN dir | more', []],
    ['for a shell of the base image', '# hadolint shell=powershell\nFROM a\nRUN Get-X | Y', []],
    ['for that of every stage below', '# hadolint shell=pwsh\nFROM a\nFROM b\nRUN Get-X | Y', []],
    ['for that of one stage', 'FROM a\n# hadolint shell=pwsh\nRUN X | Y\nFROM b\nRUN a | b', [5]],
    ['for a POSIX shell of the base image', '# hadolint shell=/bin/bash\nFROM a\nRUN a | b', [3]],
    ['with SHELL over the pragma', `# hadolint shell=pwsh\nFROM a\nSHELL ["/bin/sh", "-c"]\nRUN a | b`, [4]],
    ['behind ONBUILD', 'FROM a\nONBUILD RUN a | b', []],
  ])('%s', (_, text, lines) => {
    expect(linesOf('DL4006', text)).toEqual(lines);
  });

  it('points at the pipe', () => {
    const text = 'FROM a\nRUN a \\\n  && b | c';
    expect(stretchesOf('DL4006', text)).toEqual(['|']);
    expect(remarksOf('DL4006', text)[0]).toMatchObject({
      severity: 'warning',
      instructionLine: 1,
      range: { start: { line: 2, character: 7 } },
    });
  });
});

describe('DL3059, RUN behind RUN', () => {
  it.each<[string, string, number[]]>([
    ['two', 'FROM a\nRUN a\nRUN b', [3]],
    ['three', 'FROM a\nRUN a\nRUN b\nRUN c', [3, 4]],
    ['with comments and blank lines between', 'FROM a\nRUN a\n# comment\n\nRUN b', [5]],
    ['with something between', 'FROM a\nRUN a\nWORKDIR /x\nRUN b', []],
    ['over stages', 'FROM a\nRUN a\nFROM b\nRUN b', []],
    ['with a chain first', 'FROM a\nRUN a && b\nRUN c', []],
    ['with a chain second', 'FROM a\nRUN a\nRUN b && c', []],
    ['with a chain between', 'FROM a\nRUN a\nRUN b; c\nRUN d\nRUN e', [5]],
    ['with a pipe', 'FROM a\nRUN a\nRUN b | c', []],
    [
      'with the same mounts',
      'FROM a\nRUN --mount=type=cache,target=/x a\nRUN --mount=target=/x,type=cache b',
      [3],
    ],
    ['with other mounts', 'FROM a\nRUN --mount=type=cache,target=/x a\nRUN b', []],
    ['with another network', 'FROM a\nRUN --network=none a\nRUN --network=host b\nRUN --network=host c', [4]],
    ['of no command', 'FROM a\nRUN x=1\nRUN [ -d /x ]', [3]],
    ['behind ONBUILD', 'FROM a\nONBUILD RUN a\nONBUILD RUN b', []],
    ['with ONBUILD between', 'FROM a\nRUN a\nONBUILD RUN b\nRUN c', []],
  ])('%s', (_, text, lines) => {
    expect(linesOf('DL3059', text)).toEqual(lines);
  });
});

describe('a shell that is no POSIX shell', () => {
  it.each([
    ['DL3001', 'SHELL ["pwsh", "-c"]\nRUN vim x', [3]],
    ['DL3003', 'SHELL ["cmd", "/S", "/C"]\nRUN cd x', [3]],
    ['DL3047', '# hadolint shell=powershell\nRUN wget https://a.example/b', [3]],
    ['DL3001', 'SHELL ["pwsh", "-c"]\nRUN if ($x) { vim }', []],
    ['DL3001', 'RUN <<END\n#!/usr/bin/env python3\nvim\nEND', []],
  ])('%s looks at its RUN all the same, as far as it can be read: %j', (rule, text, lines) => {
    expect(linesOf(rule, `FROM a\n${text}`)).toEqual(lines);
  });
});
