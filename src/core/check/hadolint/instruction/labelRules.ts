import type { Assignment, Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
import type { RuleInfo } from '../../../finding/ruleInfo.js';
import type { Rule } from '../../rule.js';
import type { LabelType } from '../hadolintConfig.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';
import { isEmail, isGitHash, isRfc3339, isSemanticVersion, isSpdxLicense, isUri } from './labelValues.js';
import { unquote } from './valueText.js';

/** A label key that Docker's guidelines do not allow. */
export const dl3048 = createInstructionRule({
  name: 'DL3048',
  title: 'Invalid label key',
  severity: 'hint',
  preset: 'strict',
  find: findAmong(['LABEL'], (instructions, escape) =>
    findFirst(instructions, escape, ({ key }) => !isLabelKey(key)),
  ),
});

/** With `strict-labels`, a label that the schema does not name. */
export const dl3050 = createInstructionRule({
  name: 'DL3050',
  title: 'Superfluous label(s) present',
  severity: 'info',
  preset: 'recommended',
  find: (input) => {
    const { hasStrictLabels, labelSchema } = input.config;
    return hasStrictLabels ? findFirst(...labelsIn(input), ({ key }) => !labelSchema.has(key)) : [];
  },
});

/** A label of the schema without a value. */
export const dl3051 = createValueRule({
  name: 'DL3051',
  title: 'A label of the schema is empty',
  message: (label) => `label \`${label}\` is empty.`,
  isValid: (value) => value !== '',
});

/** A label that has to be an address. */
export const dl3052 = createValueRule({
  name: 'DL3052',
  title: 'A label of the schema is not a valid URL',
  type: 'url',
  message: (label) => `Label \`${label}\` is not a valid URL.`,
  isValid: isUri,
});

/** A label that has to be a time. */
export const dl3053 = createValueRule({
  name: 'DL3053',
  title: 'A label of the schema is not a valid time - must conform to RFC3339',
  type: 'rfc3339',
  message: (label) => `Label \`${label}\` is not a valid time format - must conform to RFC3339.`,
  isValid: isRfc3339,
});

/** A label that has to be a licence. */
export const dl3054 = createValueRule({
  name: 'DL3054',
  title: 'A label of the schema is not a valid SPDX license identifier',
  type: 'spdx',
  message: (label) => `Label \`${label}\` is not a valid SPDX identifier.`,
  isValid: isSpdxLicense,
});

/** A label that has to be a commit. */
export const dl3055 = createValueRule({
  name: 'DL3055',
  title: 'A label of the schema is not a valid git hash',
  type: 'hash',
  message: (label) => `Label \`${label}\` is not a valid git hash.`,
  isValid: isGitHash,
});

/** A label that has to be a version. */
export const dl3056 = createValueRule({
  name: 'DL3056',
  title: 'A label of the schema does not conform to semantic versioning',
  type: 'semver',
  message: (label) => `Label \`${label}\` does not conform to semantic versioning.`,
  isValid: isSemanticVersion,
});

/** A label that has to be an e-mail address. */
export const dl3058 = createValueRule({
  name: 'DL3058',
  title: 'A label of the schema is not a valid email address - must conform to RFC5322',
  type: 'email',
  message: (label) => `Label \`${label}\` is not a valid email format - must conform to RFC5322.`,
  isValid: isEmail,
});

/** A pair of a LABEL with quotes removed and variables as they are written. */
interface Label {
  readonly key: string;
  readonly value: string;
  readonly assignment: Assignment;
}

interface ValueRuleParts extends Pick<RuleInfo, 'name' | 'title'> {
  /** Which labels of the schema it is about; undefined: all of them. */
  readonly type?: LabelType;
  readonly message: (label: string) => string;
  readonly isValid: (value: string) => boolean;
}

/** A rule about the values of the labels that the schema names; one finding for each label of an instruction. */
function createValueRule({ name, title, type, message, isValid }: ValueRuleParts): Rule {
  return createInstructionRule({
    name,
    title,
    severity: 'warning',
    preset: 'recommended',
    find: (input) =>
      [...input.config.labelSchema]
        .filter(([, demanded]) => type === undefined || demanded === type)
        .flatMap(([label]) =>
          findFirst(...labelsIn(input), ({ key, value }) => key === label && !isValid(value)).map(
            (found) => ({
              ...found,
              message: message(label),
            }),
          ),
        ),
  });
}

function labelsIn({ document }: InstructionInput): readonly [readonly Instruction[], string] {
  return [instructionsNamed(document, 'LABEL'), document.escape];
}

/** The first label of each LABEL that is as asked. */
function findFirst(
  instructions: readonly Instruction[],
  escape: string,
  isMeant: (label: Label) => boolean,
): readonly InstructionFind[] {
  return instructions.flatMap((instruction) => {
    const found = instruction.assignments?.find((assignment) => isMeant(toLabel(assignment, escape)));
    return found === undefined ? [] : [{ instruction, range: found.range }];
  });
}

function toLabel(assignment: Assignment, escape: string): Label {
  return {
    key: unquote(assignment.key, escape),
    value: unquote(assignment.value ?? '', escape),
    assignment,
  };
}

/** https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations, with `_` and `/` besides */
function isLabelKey(key: string): boolean {
  return (
    /^[a-z](?:[a-z0-9._/-]*[a-z0-9])?$/.test(key) &&
    !/^(?:com\.docker\.|io\.docker\.|org\.dockerproject\.)/.test(key) &&
    !/\.\.|--/.test(key)
  );
}
