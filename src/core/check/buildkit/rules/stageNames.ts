import { quoteGo } from '../../../dockerfile/goText.js';
import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { textRule } from '../buildkitRule.js';
import type { Said } from '../buildkitRule.js';

/** https://docs.docker.com/reference/build-checks/duplicate-stage-name/ */
export const duplicateStageName = textRule(
  { name: 'DuplicateStageName', title: 'Two stages have the same name' },
  ({ document }) => {
    const seen = new Map<string, Instruction>();
    return document.stages.flatMap(({ name, nameWord, from }): readonly Said[] => {
      const other = name === undefined ? undefined : seen.get(name);
      if (name !== undefined) {
        seen.set(name, from);
      }
      return name === undefined || other === undefined
        ? []
        : [
            {
              place: from,
              range: nameWord?.range,
              message: `Duplicate stage name ${quoteGo(name)}, stage names should be unique`,
              related: [{ range: other.keywordRange, message: `Another stage is called ${name} too.` }],
            },
          ];
    });
  },
);

const reservedNames: readonly string[] = ['context', 'scratch'];

/** https://docs.docker.com/reference/build-checks/reserved-stage-name/ */
export const reservedStageName = textRule(
  { name: 'ReservedStageName', title: 'A stage is called scratch or context' },
  ({ document }) =>
    document.stages.flatMap(({ name, nameWord, from }) =>
      name === undefined || !reservedNames.includes(name)
        ? []
        : [
            {
              place: from,
              range: nameWord?.range,
              message: `Stage name should not use the same name as reserved stage ${quoteGo(name)}`,
            },
          ],
    ),
);
