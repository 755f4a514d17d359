import { describe, expect, it } from 'vitest';

import { emptyHadolintConfig } from '../../../../src/core/check/hadolint/hadolintConfig.js';
import { hadolintConfigRule } from '../../../../src/core/check/hadolint/configRule.js';
import { withHadolintEnvironment } from '../../../../src/core/check/hadolint/hadolintEnvironment.js';
import { unreadableHadolintConfig } from '../../../../src/core/check/hadolint/parseHadolintConfig.js';
import { sample } from '../sampleSubject.js';
import { configOf } from './hadolintSample.js';

/** `severity line:character message` of what is wrong with a configuration. */
function wrongs(text: string): readonly string[] {
  return configOf(text).remarks.map(
    ({ severity, range, message }) => `${severity} ${range.start.line}:${range.start.character} ${message}`,
  );
}

describe('parseHadolintConfig', () => {
  it('reads all there is to say', () => {
    const config = configOf(
      `failure-threshold: style
format: json
ignored: [DL3008, SC2086]
label-schema:
  author: text
  contact: email
  created: rfc3339
  version: semver
  documentation: url
  git-revision: hash
  license: spdx
  anything: ""
no-color: true
no-fail: true
override:
  error: [DL3001]
  warning: [DL3042]
  info: [DL3032]
  style: [DL3015]
strict-labels: true
disable-ignore-pragma: true
trustedRegistries:
  - docker.io
  - "*.gcr.io"
`,
    );
    expect(config).toEqual({
      file: '/repo/.hadolint.yaml',
      failureThreshold: 'hint',
      ignored: new Set(['DL3008', 'SC2086']),
      labelSchema: new Map([
        ['author', 'text'],
        ['contact', 'email'],
        ['created', 'rfc3339'],
        ['version', 'semver'],
        ['documentation', 'url'],
        ['git-revision', 'hash'],
        ['license', 'spdx'],
        ['anything', 'text'],
      ]),
      overrides: new Map([
        ['DL3015', 'hint'],
        ['DL3032', 'info'],
        ['DL3042', 'warning'],
        ['DL3001', 'error'],
      ]),
      neverFails: true,
      hasStrictLabels: true,
      ignoresPragmas: true,
      trustedRegistries: ['docker.io', '*.gcr.io'],
      remarks: [],
    });
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# ignored: [DL3008]\n'],
    ['keys without values', 'ignored:\noverride:\nlabel-schema:\ntrustedRegistries:\nno-fail:\n'],
    ['null', 'null'],
  ])('takes %s for no configuration', (_, text) => {
    expect(configOf(text)).toEqual({ ...emptyHadolintConfig, file: '/repo/.hadolint.yaml' });
  });

  it('lets the worst severity count where a rule has several', () => {
    const config = configOf('override: { style: [DL1001], error: [DL1001], warning: [DL1001] }');
    expect(config.overrides.get('DL1001')).toBe('error');
  });

  it.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'info'],
    ['style', 'hint'],
    ['ignore', 'ignore'],
    ['none', 'none'],
  ])('knows the threshold %s', (name, threshold) => {
    expect(configOf(`failure-threshold: ${name}`).failureThreshold).toBe(threshold);
  });

  it.each([
    [
      'an unknown key',
      'ignores: []',
      'warning 0:0 hadolint knows no key "ignores" and overlooks it. Did you mean "ignored"?',
    ],
    ['a key of an older hadolint', 'trusted-registries: []', 'hadolint knows no key "trusted-registries"'],
    ['a key like no other', 'x: 1', 'warning 0:0 hadolint knows no key "x" and overlooks it. Remove it.'],
    [
      'an unknown threshold',
      'no-fail: true\nfailure-threshold: bad',
      'error 1:19 hadolint refuses the value of "failure-threshold"',
    ],
    ['one rule instead of a list', 'ignored: DL3008', 'error 0:9 hadolint refuses the value of "ignored"'],
    ['a number for a rule', 'ignored: [3008]', 'error 0:10 hadolint refuses the value of "ignored.0"'],
    ['a text for a truth', 'no-fail: "yes"', 'error 0:9 hadolint refuses the value of "no-fail"'],
    [
      'an unknown severity',
      'override:\n  fatal: [DL3008]',
      'error 1:2 hadolint refuses the value of "override"',
    ],
    [
      'an unknown type of label',
      'label-schema:\n  a: date',
      'error 1:5 hadolint refuses the value of "label-schema.a": expected one of',
    ],
    [
      'a rule in lower case',
      'ignored: [dl3008]',
      'warning 0:10 "dl3008" is the name of no rule. Did you mean DL3008?',
    ],
    ['a rule that is none', 'override: { info: [DL30] }', 'warning 0:19 "DL30" is the name of no rule.'],
    ['a list of configurations', '- ignored', "error 0:0 hadolint's configuration is a map"],
    ['a text', 'hello', "error 0:0 hadolint's configuration is a map"],
    [
      'a key two times',
      'ignored: []\nignored: [DL3008]',
      'error 1:0 hadolint cannot read this: Map keys must be unique.',
    ],
    ['no YAML', 'ignored: [', 'error'],
    ['tabs', 'override:\n\terror: []', 'error 1:0 hadolint cannot read this'],
    ['an alias to nothing', 'ignored: *x', 'error 0:0 hadolint'],
  ])('says what is wrong: %s', (_, text, expected) => {
    expect(wrongs(text)[0]).toContain(expected);
  });

  it('keeps what is right beside what is wrong', () => {
    const config = configOf('ignored: [DL3008]\nno-fail: 7\nstrict-labels: true\n');
    expect([...config.ignored, config.hasStrictLabels, config.neverFails]).toEqual(['DL3008', true, false]);
  });

  it('takes the names of other checks without a word', () => {
    expect(wrongs('ignored: [StageNameCasing, MissingSource, JSONArgsRecommended, SC1010]')).toEqual([]);
  });
});

describe('unreadableHadolintConfig', () => {
  it('is empty but for the reason', () => {
    const config = unreadableHadolintConfig('/repo/.hadolint.yaml', new Error('no permission'));
    expect(config.remarks.map(({ message }) => message)).toEqual([
      "hadolint's configuration cannot be read: no permission",
    ]);
  });
});

describe('withHadolintEnvironment', () => {
  it('adds to lists', () => {
    const config = withHadolintEnvironment(
      configOf('ignored: [DL3008]\ntrustedRegistries: [a.io]\nlabel-schema: {a: text}'),
      {
        HADOLINT_IGNORE: 'DL3010, DL3020',
        HADOLINT_TRUSTED_REGISTRIES: 'b.io,c.io',
        HADOLINT_REQUIRE_LABELS: 'b:semver,c,d:nonsense',
      },
    );
    expect([...config.ignored]).toEqual(['DL3008', 'DL3010', 'DL3020']);
    expect(config.trustedRegistries).toEqual(['a.io', 'b.io', 'c.io']);
    expect([...config.labelSchema]).toEqual([
      ['a', 'text'],
      ['b', 'semver'],
      ['c', 'text'],
    ]);
  });

  it('says single values instead', () => {
    const config = withHadolintEnvironment(configOf('failure-threshold: error\nno-fail: true\n'), {
      HADOLINT_FAILURE_THRESHOLD: 'style',
      HADOLINT_NOFAIL: '0',
      HADOLINT_STRICT_LABELS: 'YES',
      HADOLINT_DISABLE_IGNORE_PRAGMA: 'on',
    });
    expect(config).toMatchObject({
      failureThreshold: 'hint',
      neverFails: false,
      hasStrictLabels: true,
      ignoresPragmas: true,
    });
  });

  it('overlooks what makes no sense, as hadolint does', () => {
    const config = configOf('failure-threshold: error');
    expect(
      withHadolintEnvironment(config, { HADOLINT_FAILURE_THRESHOLD: 'bad', HADOLINT_IGNORE: '' }),
    ).toEqual({
      ...config,
    });
  });

  it('joins severities, the worst counting', () => {
    const config = withHadolintEnvironment(configOf('override: { error: [DL3001], style: [DL3002] }'), {
      HADOLINT_OVERRIDE_STYLE: 'DL3001',
      HADOLINT_OVERRIDE_WARNING: 'DL3002,DL3003',
    });
    expect(Object.fromEntries(config.overrides)).toEqual({
      DL3001: 'error',
      DL3002: 'warning',
      DL3003: 'warning',
    });
  });
});

describe('HadolintConfig', () => {
  it('says what is wrong with the file, at its place', () => {
    const { recipe, subject } = sample({});
    const input = { recipe, builds: [], sources: [], isLaunchpadMeant: false };
    const remarks = hadolintConfigRule.check({
      ...input,
      subject: { ...subject, hadolint: configOf('x: 1') },
    });
    expect(remarks.map(({ file, severity }) => [file, severity])).toEqual([
      ['/repo/.hadolint.yaml', 'warning'],
    ]);
    expect(hadolintConfigRule.check({ ...input, subject })).toEqual([]);
  });
});
