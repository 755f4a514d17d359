import { describe, expect, it } from 'vitest';

import { describeRuns, linesOf, remarksOf, stretchesOf } from './shellSample.js';

describeRuns('DL3019, the index of apk', {
  severity: 'info',
  found: [
    ['apk add curl', 'apk add curl'],
    'apk update && apk add curl && rm -rf /var/cache/apk/*',
    '--mount=type=cache,target=/other apk add curl',
    '--mount=type=bind,target=/var/cache/apk apk add curl',
  ],
  clean: [
    'apk add --no-cache curl',
    'apk --no-cache add curl',
    '--mount=type=cache,target=/var/cache/apk apk add -U curl',
    '--mount=type=cache,dst=/var/cache/apk/ apk add curl',
    '--mount=type=tmpfs,destination=/var/cache/apk apk add curl',
    '--mount=target=/var/cache/apk,type=cache apk add curl',
    'apk del curl',
  ],
});

describeRuns('DL3030, yum that asks', {
  severity: 'warning',
  found: [
    ['yum install curl', 'yum install curl'],
    'yum groupinstall x',
    'yum localinstall x.rpm',
    'yum -q install x',
  ],
  clean: [
    'yum install -y curl',
    'yum -y install curl',
    'yum --assumeyes install x',
    'yum update',
    'yum -qy install x',
  ],
});

describeRuns('DL3038, dnf that asks', {
  severity: 'warning',
  found: [
    ['dnf install curl', 'dnf install curl'],
    'microdnf install curl',
    'dnf groupinstall x',
    'dnf localinstall x',
  ],
  clean: [
    'dnf install -y curl',
    'microdnf -y install curl',
    'dnf --assumeyes install x',
    'dnf upgrade',
    'dnf4 install x',
  ],
});

describeRuns('DL3034, zypper that asks', {
  severity: 'warning',
  found: [
    ['zypper install curl', 'zypper install curl'],
    ...['in', 'remove', 'rm', 'source-install', 'si', 'patch'].map((command) => `zypper ${command} x`),
  ],
  clean: [
    'zypper install -y curl',
    'zypper -n install curl',
    'zypper --non-interactive in curl',
    'zypper install --no-confirm curl',
    'zypper refresh',
  ],
});

describeRuns('DL3035, zypper to another release', {
  severity: 'warning',
  found: [['zypper dist-upgrade', 'zypper dist-upgrade'], 'zypper -n dup'],
  clean: ['zypper update', 'zypper install dist'],
});

describeRuns('DL3032, the cache of yum', {
  severity: 'warning',
  found: [
    ['yum install -y curl', 'yum install -y curl'],
    'yum clean all && yum install -y curl',
    'yum install -y a && rm -r /var/cache/yum',
  ],
  clean: [
    'yum install -y curl && yum clean all',
    'yum install -y curl && yum clean packages',
    'yum install -y curl && rm -rf /var/cache/yum/*',
    'yum install -y a && rm -rf /x',
    'yum update',
    'yum clean all',
  ],
});

describeRuns('DL3036, the cache of zypper', {
  severity: 'warning',
  found: [['zypper install -y curl', 'zypper install -y curl'], 'zypper cc && zypper in curl'],
  clean: [
    'zypper install -y curl && zypper clean',
    'zypper in curl && zypper cc -a',
    '--mount=type=cache,target=/var/cache/zypp zypper in curl',
    '--mount=type=tmpfs,target=/var/cache/zypp zypper in curl',
    'zypper refresh',
  ],
});

describeRuns('DL3040, the cache of dnf', {
  severity: 'warning',
  found: [
    ['dnf install -y curl', 'dnf install -y curl'],
    ['dnf install -y a && dnf clean all && microdnf install b', 'microdnf install b'],
    'dnf clean all && dnf install -y curl',
    'microdnf install -y curl && dnf clean all',
    'dnf upgrade -y',
    'dnf in x',
    'dnf reinstall x',
    'dnf install -y a && rm -r /var/cache/libdnf5',
  ],
  clean: [
    'dnf install -y curl && dnf clean all',
    'microdnf install -y curl && microdnf clean all',
    'dnf install -y curl && rm -rf /var/cache/libdnf5*',
    '--mount=type=cache,target=/var/cache/libdnf5 dnf install -y curl',
    '--mount=type=cache,target=/root/.cache/libdnf5 dnf install -y curl',
    '--mount=type=tmpfs,target=/var/cache/libdnf5 dnf install -y curl',
    'dnf search x',
  ],
});

describe('DL3033 and DL3041, yum and dnf without versions', () => {
  const both: readonly (readonly [string, readonly number[]])[] = [
    ['install -y curl', [2]],
    ['install -y curl-7.1', []],
    ['install -y curl-7.1-3.el9 wget', [2]],
    ['install -y lib-foo', [2]],
    ['install -y lib-foo-1.2', []],
    ['install -y openssl-1:3.0.7~beta^git+1_x', []],
    ['install -y x.rpm', [2]],
    ['install -y ./x-1.rpm', []],
    ['install -y "curl-$VERSION"', [2]],
    ['module install -y nodejs:18', []],
    ['module install -y nodejs', [2]],
    ['module enable nodejs', []],
    ['update', []],
  ];
  it.each(both)('%s', (words, lines) => {
    expect(linesOf('DL3033', `FROM a\nRUN yum ${words}`)).toEqual(lines);
    expect(linesOf('DL3041', `FROM a\nRUN dnf ${words}`)).toEqual(lines);
    expect(linesOf('DL3041', `FROM a\nRUN microdnf ${words}`)).toEqual(lines);
    expect(linesOf('DL3041', `FROM a\nONBUILD RUN dnf ${words}`)).toEqual(lines);
  });

  it('groups are none of dnf’s packages, and packages of yum’s', () => {
    expect(linesOf('DL3041', 'FROM a\nRUN dnf group install -y x')).toEqual([]);
    expect(linesOf('DL3033', 'FROM a\nRUN yum group install -y x')).toEqual([2]);
  });

  it.each<[string, string, number[]]>([
    ['ARG before FROM', 'ARG V=1\nFROM a\nRUN dnf install x-$V', []],
    ['ARG', 'FROM a\nARG V\nRUN dnf install x-${V}', []],
    ['ARG of another stage', 'FROM a\nARG V\nFROM b\nRUN dnf install x-$V', []],
    ['ENV', 'FROM a\nENV V=1\nRUN dnf install "x-${V}-2"', []],
    ['ENV of another stage', 'FROM a\nENV V=1\nFROM b\nRUN dnf install x-$V', [4]],
    ['ENV of the parent', 'FROM a AS p\nENV V=1\nFROM p\nRUN dnf install x-$V', []],
    ['nothing', 'FROM a\nRUN dnf install x-$V', [2]],
    ['another name', 'FROM a\nARG VERSION\nRUN dnf install x-$V', [3]],
  ])('a version may come from %s', (_, text, lines) => {
    expect(linesOf('DL3041', text)).toEqual(lines);
    expect(linesOf('DL3033', text.replaceAll('dnf', 'yum'))).toEqual(lines);
  });

  it('points at the package', () => {
    expect(stretchesOf('DL3041', 'FROM a\nRUN dnf install -y a-1 bcd')).toEqual(['bcd']);
    expect(remarksOf('DL3033', 'FROM a\nRUN yum install x')[0]?.severity).toBe('warning');
  });
});

describe('DL3042, the cache of pip', () => {
  it.each<[string, string, number[]]>([
    ['pip', 'FROM a\nRUN pip install x', [2]],
    ['pip3', 'FROM a\nRUN pip3 install --upgrade x', [2]],
    ['python -m pip', 'FROM a\nRUN python3 -m pip install x', [2]],
    ['one of two', 'FROM a\nRUN pip install --no-cache-dir x && pip install y', [2]],
    ['the flag', 'FROM a\nRUN pip install --no-cache-dir x', []],
    ['the flag with a value', 'FROM a\nRUN pip install --no-cache-dir=1 x', [2]],
    ['another command', 'FROM a\nRUN pip uninstall x', []],
    ['pipx', 'FROM a\nRUN pipx install x', []],
    ['pipenv', 'FROM a\nRUN pipenv install x', []],
    ['python -m pipx', 'FROM a\nRUN python -m pipx install pip', []],
    ['python -m pipenv', 'FROM a\nRUN python3 -m pipenv install', []],
    ['ENV', 'FROM a\nENV PIP_NO_CACHE_DIR=1\nRUN pip install x', []],
    ...['true', 'True', 'TRUE', 'on', 'On', 'ON', 'yes', 'Yes', 'YES', '"1"', "'on'"].map(
      (value): [string, string, number[]] => [
        `ENV ${value}`,
        `FROM a\nENV PIP_NO_CACHE_DIR=${value}\nRUN pip install x`,
        [],
      ],
    ),
    ['ENV off', 'FROM a\nENV PIP_NO_CACHE_DIR=0\nRUN pip install x', [3]],
    ['ENV too late', 'FROM a\nRUN pip install x\nENV PIP_NO_CACHE_DIR=1', [2]],
    ['ENV among others', 'FROM a\nENV A=b PIP_NO_CACHE_DIR=1\nRUN pip install x', []],
    ['ENV of old', 'FROM a\nENV PIP_NO_CACHE_DIR 1\nRUN pip install x', []],
    ['ENV of another stage', 'FROM a\nENV PIP_NO_CACHE_DIR=1\nFROM b\nRUN pip install x', [4]],
    ['ENV of the parent', 'FROM a AS p\nENV PIP_NO_CACHE_DIR=1\nFROM p\nRUN pip install x', []],
    [
      'ENV of a grandparent',
      'FROM a AS p\nENV PIP_NO_CACHE_DIR=1\nFROM p AS q\nFROM q\nRUN pip install x',
      [],
    ],
    ['in the shell', 'FROM a\nRUN PIP_NO_CACHE_DIR=1 pip install x', []],
    ['exported', 'FROM a\nRUN export PIP_NO_CACHE_DIR=yes && pip install x', []],
    ['off in the shell', 'FROM a\nRUN PIP_NO_CACHE_DIR=0 pip install x', [2]],
    ['a cache', 'FROM a\nRUN --mount=type=cache,target=/root/.cache/pip pip install x', []],
    ['a tmpfs', 'FROM a\nRUN --mount=type=tmpfs,target=/root/.cache/pip pip install x', []],
    ['another cache', 'FROM a\nRUN --mount=type=cache,target=/root/.cache/x pip install x', [2]],
    ['behind ONBUILD', 'FROM a\nONBUILD RUN pip install x', [2]],
    [
      'behind ONBUILD, ENV of its own',
      'FROM a\nONBUILD ENV PIP_NO_CACHE_DIR=1\nONBUILD RUN pip install x',
      [],
    ],
    ['behind ONBUILD, ENV of the stage', 'FROM a\nENV PIP_NO_CACHE_DIR=1\nONBUILD RUN pip install x', [3]],
  ])('%s', (_, text, lines) => {
    expect(linesOf('DL3042', text)).toEqual(lines);
  });

  it('points at the command', () => {
    const text = 'FROM a\nRUN true && \\\n  pip install \\\n  x';
    expect(stretchesOf('DL3042', text)).toEqual(['pip install \\\n  x']);
    expect(remarksOf('DL3042', text)[0]).toMatchObject({ severity: 'warning', instructionLine: 1 });
  });
});

describe('DL3009, the lists of apt', () => {
  const update = 'RUN apt-get update && apt-get install -y x';
  it.each<[string, string, number[]]>([
    ['left', `FROM a\n${update}`, [2]],
    ['left by apt', 'FROM a\nRUN apt update', [2]],
    ['left by aptitude', 'FROM a\nRUN aptitude update', [2]],
    ['left by each', `FROM a\n${update}\n${update}`, [2, 3]],
    ['removed', `FROM a\n${update} && rm -rf /var/lib/apt/lists/*`, []],
    ['removed without force', `FROM a\n${update} && rm -r /var/lib/apt/lists/*`, []],
    ['removed one by one', `FROM a\n${update} && rm -rf /var/lib/apt/lists`, []],
    ['removed otherwise', `FROM a\n${update} && rm -r /var/lib/apt/lists`, [2]],
    ['removed later', `FROM a\n${update}\nRUN rm -rf /var/lib/apt/lists/*`, [2]],
    ['not updated', 'FROM a\nRUN apt-get install -y x', []],
    ['cleaned only', 'FROM a\nRUN apt-get update && apt-get clean', [2]],
    ['of a stage that is left behind', `FROM a AS b\n${update}\nFROM c\nCOPY --from=b /x /y`, []],
    ['of a stage that is built on', `FROM a AS b\n${update}\nFROM b`, [2]],
    ['of the last stage', `FROM a AS b\nFROM c\n${update}`, [3]],
    ['of an unnamed stage before', `FROM a\n${update}\nFROM c\nRUN x`, []],
    ['of a FROM that says the same', `FROM a\n${update}\nFROM a\nRUN x`, [2]],
    ['without FROM', update, [1]],
    ['lists in a cache', 'FROM a\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update', []],
    ['lists in a tmpfs', 'FROM a\nRUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update', []],
    [
      'both in caches',
      'FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n  --mount=type=cache,target=/var/lib/apt apt-get update',
      [],
    ],
    ['one in a cache', 'FROM a\nRUN --mount=type=cache,target=/var/lib/apt apt-get update', [2]],
    ['the other in a cache', 'FROM a\nRUN --mount=type=cache,target=/var/cache/apt apt-get update', [2]],
    ['bound', 'FROM a\nRUN --mount=type=bind,target=/var/lib/apt/lists apt-get update', [2]],
    ['in a heredoc', 'FROM a\nRUN <<END\napt-get update\nrm -rf /var/lib/apt/lists/*\nEND', []],
    ['left in a heredoc', 'FROM a\nRUN <<END\napt-get update\nEND', [2]],
    ['behind ONBUILD, whatever the stage', 'FROM a\nONBUILD RUN apt-get update\nFROM c', [2]],
  ])('%s', (_, text, lines) => {
    expect(linesOf('DL3009', text)).toEqual(lines);
  });

  it('points at the update', () => {
    expect(stretchesOf('DL3009', `FROM a\n${update}`)).toEqual(['apt-get update']);
    expect(remarksOf('DL3009', `FROM a\n${update}`)[0]?.severity).toBe('info');
  });
});

describe('DL3060, the cache of yarn', () => {
  it.each<[string, string, number[]]>([
    ['left', 'FROM a\nRUN yarn install', [2]],
    ['cleaned', 'FROM a\nRUN yarn install && yarn cache clean', []],
    ['cleaned before', 'FROM a\nRUN yarn cache clean && yarn install', [2]],
    ['cleaned later', 'FROM a\nRUN yarn install\nRUN yarn cache clean', [2]],
    ['not installed', 'FROM a\nRUN yarn run build', []],
    ['in a cache', 'FROM a\nRUN --mount=type=cache,target=/root/.cache/yarn yarn install', []],
    ['of a stage that is left behind', 'FROM a AS b\nRUN yarn install\nFROM c\nCOPY --from=b /x /y', []],
    ['of a stage that is built on', 'FROM a AS b\nRUN yarn install\nFROM b', [2]],
    ['behind ONBUILD', 'FROM a\nONBUILD RUN yarn install', [2]],
  ])('%s', (_, text, lines) => {
    expect(linesOf('DL3060', text)).toEqual(lines);
  });

  it('is an info', () => {
    expect(remarksOf('DL3060', 'FROM a\nRUN yarn install')[0]?.severity).toBe('info');
  });
});
