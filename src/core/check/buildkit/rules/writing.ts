import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
import { textRule } from '../buildkitRule.js';
import type { CheckView, Said } from '../buildkitRule.js';
import { commentWords, isTurnedOn } from '../checkDirective.js';

/** https://docs.docker.com/reference/build-checks/maintainer-deprecated/ */
export const maintainerDeprecated = textRule(
  { name: 'MaintainerDeprecated', title: 'MAINTAINER is deprecated' },
  ({ document }) =>
    instructionsNamed(document, 'MAINTAINER').map((place) => ({
      place,
      range: place.range,
      message: 'Maintainer instruction is deprecated in favor of using label',
      tags: ['deprecated'] as const,
    })),
);

/** Reported on the last line of the instruction. https://docs.docker.com/reference/build-checks/no-empty-continuation/ */
export const noEmptyContinuation = textRule(
  { name: 'NoEmptyContinuation', title: 'A continued instruction has a blank line in it' },
  ({ document }) =>
    document.emptyContinuations.map(({ instruction, reportedLine, lines }) => ({
      place: instruction,
      line: reportedLine,
      message: 'Empty continuation line',
      related: lines.map((line) => ({
        range: { start: { line, character: 0 }, end: { line, character: 0 } },
        message: 'This line is blank.',
      })),
    })),
);

const descriptionRule = 'InvalidDefinitionDescription';

/**
 * Experimental: speaks only where `# check=experimental=` or the user's settings call it up.
 * https://docs.docker.com/reference/build-checks/invalid-definition-description/
 */
export const invalidDefinitionDescription = textRule(
  { name: descriptionRule, title: 'The comment above a stage or ARG does not begin with its name' },
  (view) =>
    instructionsNamed(view.document, 'FROM', 'ARG')
      .filter(({ docComments }) => docComments.length > 0)
      .filter((instruction) => isCalledUp(view, instruction))
      .flatMap((instruction) => judgeDescription(instruction, namesOf(view, instruction))),
);

function isCalledUp({ input, directives }: CheckView, { startLine }: Instruction): boolean {
  const { preset, rules } = input.subject.policy ?? { preset: 'recommended', rules: {} };
  const setting = rules[descriptionRule];
  const isWanted = setting === undefined ? preset === 'all' : setting !== 'off';
  return isWanted || isTurnedOn(directives, descriptionRule, startLine);
}

function namesOf({ document }: CheckView, instruction: Instruction): readonly string[] {
  if (instruction.keyword === 'ARG') {
    return (instruction.assignments ?? []).map(({ key }) => key);
  }
  const name = document.stages.find(({ from }) => from === instruction)?.name;
  return name === undefined ? [] : [name];
}

function judgeDescription(place: Instruction, names: readonly string[]): readonly Said[] {
  const comment = place.docComments.at(-1);
  const [name] = names;
  if (comment === undefined || name === undefined) {
    return [];
  }
  const [first = ''] = commentWords(comment).split(' ', 1);
  const example = names.length > 1 ? '<arg_key>' : name;
  const message = `Comment for ${place.keyword} should follow the format: \`# ${example} <description>\``;
  return names.includes(first) ? [] : [{ place, range: place.keywordRange, message }];
}
