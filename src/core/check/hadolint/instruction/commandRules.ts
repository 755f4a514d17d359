import type { Word } from '../../../dockerfile/dockerfileDocument.js';
import { createInstructionRule, findAmong, rangeOfWords } from './instructionRule.js';
import { dropQuotes } from './valueText.js';

/** CMD, ENTRYPOINT or the check of a HEALTHCHECK in shell form. */
export const dl3025 = createInstructionRule({
  name: 'DL3025',
  title: 'Use arguments JSON notation for CMD and ENTRYPOINT arguments',
  message: 'Use arguments JSON notation for CMD and ENTRYPOINT arguments',
  severity: 'warning',
  preset: 'strict',
  find: findAmong(['CMD', 'ENTRYPOINT', 'HEALTHCHECK'], (instructions) =>
    instructions.flatMap((instruction) => {
      const { command, words } = instruction;
      const range = rangeOfWords(words);
      return command !== undefined && command.kind !== 'exec'
        ? [{ instruction, ...(range !== undefined && { range }) }]
        : [];
    }),
  ),
});

/** EXPOSE of a port that there is not. */
export const dl3011 = createInstructionRule({
  name: 'DL3011',
  title: 'Valid UNIX ports range from 0 to 65535',
  message: 'Valid UNIX ports range from 0 to 65535',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['EXPOSE'], (instructions) =>
    instructions.flatMap((instruction) => {
      const word = instruction.words.find(isBeyondPorts);
      return word === undefined ? [] : [{ instruction, range: word.range }];
    }),
  ),
});

const lastPort = 65535;

/** Whether a `port`, `first-last` or either with `/protocol` names a number that is none. */
function isBeyondPorts({ text }: Word): boolean {
  const [ports = ''] = dropQuotes(text).split('/', 1);
  return ports.split('-').some((port) => /^\d+$/.test(port) && Number(port) > lastPort);
}
