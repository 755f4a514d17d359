import type { PlacedHeredoc } from './commandText.js';
import { execCommand, shellCommand } from './commandText.js';
import type { CommandText, Instruction } from './dockerfileDocument.js';
import { sliceJoined } from './joinedText.js';
import type { InstructionHead } from './parseInstruction.js';

/** What an instruction gets from the lines around and behind its own. */
export interface Surroundings extends Pick<Instruction, 'range' | 'startLine' | 'endLine' | 'docComments'> {
  readonly heredocs: readonly PlacedHeredoc[];
}

type Draft = { -readonly [Key in keyof Instruction]: Instruction[Key] };

const commandKeywords: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'HEALTHCHECK']);

/** The whole instruction. Why no spreading: this runs for every line of a file after every keystroke. */
export function completeInstruction(head: InstructionHead, around: Surroundings): Instruction {
  const instruction: Draft = {
    keyword: head.keyword,
    written: head.written,
    keywordRange: head.keywordRange,
    range: around.range,
    startLine: around.startLine,
    endLine: around.endLine,
    original: head.joined.text,
    joined: head.joined,
    docComments: around.docComments,
    flags: head.flags,
    form: head.form,
    words: head.words,
    rest: head.rest,
    heredocs: around.heredocs.length === 0 ? [] : around.heredocs.map(({ heredoc }) => heredoc),
  };
  const command = commandOf(head, around.heredocs);
  if (command !== undefined) {
    instruction.command = command;
  }
  if (head.assignments !== undefined) {
    instruction.assignments = head.assignments;
  }
  if (head.trigger !== undefined) {
    instruction.trigger = completeInstruction(head.trigger, {
      ...around,
      docComments: [],
      range: { start: head.trigger.keywordRange.start, end: around.range.end },
    });
  }
  return instruction;
}

function commandOf(head: InstructionHead, heredocs: readonly PlacedHeredoc[]): CommandText | undefined {
  if (!commandKeywords.has(head.keyword)) {
    return undefined;
  }
  const isHealthcheck = head.keyword === 'HEALTHCHECK';
  const words = isHealthcheck ? head.words.slice(1) : head.words;
  if (head.form === 'json') {
    return execCommand(words, head.joined);
  }
  const [first] = words;
  if (first === undefined || head.keyword === 'SHELL') {
    return undefined;
  }
  return shellCommand(isHealthcheck ? sliceJoined(head.joined, first.start, first.end) : head.rest, heredocs);
}
