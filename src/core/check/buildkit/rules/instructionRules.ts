import { quoteGo } from '../../../dockerfile/goText.js';
import { isWritten, stageRule, stepRule, stepsOf } from '../buildkitRule.js';
import type { Said } from '../buildkitRule.js';
import type { Step } from '../evaluatedBuild.js';

/** https://docs.docker.com/reference/build-checks/undefined-var/ */
export const undefinedVar = stepRule(
  { name: 'UndefinedVar', title: 'A variable is used that is not set', keywords: 'all' },
  ({ place, undefinedNames }) =>
    undefinedNames.map(({ name, suggestion, range }) => ({
      place,
      range,
      message:
        `Usage of undefined variable '$${name}'` +
        (suggestion === undefined ? '' : ` (did you mean $${suggestion}?)`),
    })),
);

/**
 * Where nobody asked about the base image it is taken to set no shell, as nearly all do.
 * https://docs.docker.com/reference/build-checks/json-args-recommended/
 */
export const jsonArgsRecommended = stepRule(
  {
    name: 'JSONArgsRecommended',
    title: 'CMD or ENTRYPOINT runs in a shell that gets the signals',
    keywords: ['CMD', 'ENTRYPOINT'],
  },
  ({ place, instruction, shell }) => {
    const { form, written } = instruction;
    return form === 'words' && shell !== 'set'
      ? [
          {
            place,
            range: instruction.range,
            message: `JSON arguments recommended for ${written} to prevent unintended behavior related to OS signals`,
          },
        ]
      : [];
  },
);

/** https://docs.docker.com/reference/build-checks/workdir-relative-path/ */
export const workdirRelativePath = stepRule(
  {
    name: 'WorkdirRelativePath',
    title: 'The first WORKDIR is relative to that of the base image',
    keywords: ['WORKDIR'],
  },
  ({ place, texts: [path], hasWorkdir, os }) =>
    hasWorkdir || path?.text === undefined || isAbsolute(path.text, os)
      ? []
      : [
          {
            place,
            range: path.range,
            message: `Relative workdir ${quoteGo(path.text)} can have unexpected results if the base image changes`,
          },
        ],
);

/** Windows paths may begin with the system's drive; either slash parts them. */
function isAbsolute(path: string, os: string): boolean {
  return os === 'windows' ? /^(?:[cC]:)?[\\/]/.test(path) : path.startsWith('/');
}

const onceOnly: readonly string[] = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

/** Said of the one that is in vain. https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/ */
export const multipleInstructionsDisallowed = stageRule(
  { name: 'MultipleInstructionsDisallowed', title: 'A later instruction of the stage makes this one void' },
  judgeRepeats,
);

function judgeRepeats(steps: readonly Step[]): readonly Said[] {
  const last = new Map<string, Step>();
  return stepsOf(steps, onceOnly).flatMap((step): readonly Said[] => {
    const { keyword, written } = step.instruction;
    const before = last.get(keyword);
    last.set(keyword, step);
    if (before === undefined) {
      return [];
    }
    return [
      {
        place: before.place,
        range: isWritten(before) ? before.instruction.range : undefined,
        message:
          `Multiple ${written} instructions should not be used in the same stage ` +
          'because only the last one will be used',
        tags: ['unnecessary'],
        related: [{ range: step.place.keywordRange, message: `This ${written} is used instead.` }],
      },
    ];
  });
}

/** https://docs.docker.com/reference/build-checks/legacy-key-value-format/ */
export const legacyKeyValueFormat = stepRule(
  {
    name: 'LegacyKeyValueFormat',
    title: 'ENV or LABEL is written without an equals sign',
    keywords: ['ENV', 'LABEL'],
  },
  ({ place, instruction: { written, assignments = [] } }) =>
    assignments
      .filter(({ isLegacy }) => isLegacy)
      .map(({ range }) => ({
        place,
        range,
        message: `"${written} key=value" should be used instead of legacy "${written} key value" format`,
      })),
);

/** Words that underscores part. */
const secretWords = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/;
const harmlessWords = /(?:^|_)(?:public|file|version)(?:_|$)/;

/** https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/ */
export const secretsUsedInArgOrEnv = stepRule(
  {
    name: 'SecretsUsedInArgOrEnv',
    title: 'ARG or ENV is named like a secret, and stays in the image',
    keywords: ['ARG', 'ENV'],
  },
  ({ place, keys, instruction: { keyword } }) =>
    keys.flatMap(({ text, range }) =>
      text !== undefined && isSecretName(text)
        ? [
            {
              place,
              range,
              message: `Do not use ARG or ENV instructions for sensitive data (${keyword} ${quoteGo(text)})`,
            },
          ]
        : [],
    ),
);

/** Whether BuildKit takes a name for that of a secret. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return secretWords.test(lower) && !harmlessWords.test(lower);
}
