import type { Flag, Instruction } from '../../../../src/core/dockerfile/dockerfileDocument.js';
import { expandWord } from '../../../../src/core/dockerfile/expandWord.js';
import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';

/** What an instruction says, however it is written. */
export interface Meaning {
  readonly keyword: string;
  readonly flags: readonly string[];
  readonly form: string;
  readonly words: readonly string[];
  readonly heredocs: readonly string[];
}

/** What a Dockerfile says: its instructions with evaluated words, stages by their names in lower case. */
export function meaningOf(text: string): readonly Meaning[] {
  const { instructions, escape, stages } = parseDockerfile(text);
  const names = new Set(stages.flatMap(({ name }) => name ?? []));
  return instructions.flatMap((instruction) => read(instruction, escape, names));
}

function read(instruction: Instruction, escape: string, names: ReadonlySet<string>): readonly Meaning[] {
  const { keyword, flags, form, heredocs, trigger } = instruction;
  if (trigger !== undefined) {
    return read(trigger, escape, names).map((one) => ({ ...one, keyword: `ONBUILD ${one.keyword}` }));
  }
  return [
    {
      keyword,
      flags: flags.map((flag) => readFlag(flag, names)),
      form,
      words: wordsOf(instruction, escape, names),
      heredocs: heredocs.map(({ name, content }) => `${name}\n${content}`),
    },
  ];
}

function readFlag({ name, value = '' }: Flag, names: ReadonlySet<string>): string {
  const parts = name === 'mount' ? value.split(',') : [value];
  const lowered = parts.map((part) => {
    const stage = part.toLowerCase().replace(/^from=/, '');
    return names.has(stage) ? part.toLowerCase() : part;
  });
  return `${name}=${lowered.join(',')}`;
}

function wordsOf(
  { keyword, words, assignments, command }: Instruction,
  escape: string,
  names: ReadonlySet<string>,
): readonly string[] {
  if (assignments !== undefined) {
    const evaluate = (raw: string): string => expandWord(raw, escape, (name) => `<${name}>`) ?? `?${raw}`;
    return assignments.map(
      ({ key, value }) => evaluate(key) + (value === undefined ? '' : `=${evaluate(value)}`),
    );
  }
  if (keyword === 'FROM') {
    const [base, ...rest] = words.map(({ text }) => text);
    const isStage = base !== undefined && names.has(base.toLowerCase());
    return [
      ...(base === undefined ? [] : [isStage ? base.toLowerCase() : base]),
      ...rest.map((word) => word.toLowerCase()),
    ];
  }
  if (keyword === 'EXPOSE') {
    return words.map(({ text }) => text.slice(text.lastIndexOf(':') + 1).toLowerCase());
  }
  return command?.kind === 'shell' || command?.kind === 'script'
    ? [command.joined.text]
    : words.map(({ text }) => text);
}
