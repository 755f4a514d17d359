import { readPragmas } from '../pragmas.js';
import { createInstructionRule } from './instructionRule.js';

/** A comment that silences rules for an instruction. */
export const dl1001 = createInstructionRule({
  name: 'DL1001',
  title: 'Please refrain from using inline ignore pragmas',
  message: 'Please refrain from using inline ignore pragmas `# hadolint ignore=DLxxxx`.',
  severity: 'info',
  preset: 'all',
  find: ({ document }) => readPragmas(document).ignoreComments.map(({ range }) => ({ range })),
});
