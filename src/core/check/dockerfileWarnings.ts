import { oncePer } from '../base/oncePer.js';
import type { DockerfileDocument, Instruction, Stage } from '../dockerfile/dockerfileDocument.js';
import { readHeredocWord } from '../dockerfile/heredocWord.js';
import { offsetAt } from '../dockerfile/lineTable.js';
import type { DockerfileProblem } from './dockerfileProblems.js';

/** What a builder takes, but not for what it looks like. */
export function dockerfileWarnings(document: DockerfileDocument): readonly DockerfileProblem[] {
  return [
    ...directiveCasing(document),
    ...document.preamble.flatMap(warningsOf),
    ...document.stages.flatMap(stageWarnings),
  ];
}

const stageWarnings = oncePer(({ from, instructions }: Stage): readonly DockerfileProblem[] =>
  [from, ...instructions].flatMap(warningsOf),
);

const warningsOf: (instruction: Instruction) => readonly DockerfileProblem[] = oncePer((instruction) => {
  const { trigger } = instruction;
  return [
    ...emptyCommand(instruction),
    ...singleQuotes(instruction),
    ...plainDestination(instruction),
    ...(trigger === undefined ? [] : warningsOf(trigger)),
  ];
});

function directiveCasing({ directives, text, lines }: DockerfileDocument): readonly DockerfileProblem[] {
  return directives
    .filter(({ name, nameRange }) => {
      const start = offsetAt(lines, nameRange.start);
      return text.slice(start, start + name.length) !== name;
    })
    .map(({ name, nameRange }) => ({
      rule: 'DockerfileDirectiveCasing',
      severity: 'hint',
      message: `Parser directives are written in lower case: ${name}.`,
      range: nameRange,
    }));
}

function emptyCommand({ keyword, words, form, keywordRange }: Instruction): readonly DockerfileProblem[] {
  const isEmpty = ['RUN', 'CMD', 'ENTRYPOINT'].includes(keyword) && form === 'words' && words.length === 0;
  return isEmpty
    ? [
        {
          rule: 'DockerfileArgumentMissing',
          severity: 'warning',
          message: `${keyword} has no command: the shell is run with nothing to do.`,
          range: keywordRange,
        },
      ]
    : [];
}

const arrayKeywords: ReadonlySet<string> = new Set([
  ...['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'],
  ...['COPY', 'ADD', 'VOLUME'],
]);

/** A JSON array in single quotes is none, and the shell gets it. */
function singleQuotes({ form, keyword, words }: Instruction): readonly DockerfileProblem[] {
  const [first, last] = [words[keyword === 'HEALTHCHECK' ? 1 : 0], words.at(-1)];
  if (form === 'json' || !arrayKeywords.has(keyword) || first === undefined || last === undefined) {
    return [];
  }
  const message =
    'This is no JSON array, for its strings are in single quotes; it is taken as it stands. Use double quotes.';
  return first.text.startsWith("['") && /'\s*\]$/.test(last.text)
    ? [
        {
          rule: 'DockerfileJsonInSingleQuotes',
          severity: 'warning',
          message,
          range: { start: first.range.start, end: last.range.end },
        },
      ]
    : [];
}

function plainDestination({ keyword, words }: Instruction): readonly DockerfileProblem[] {
  const last = words.at(-1);
  if ((keyword !== 'COPY' && keyword !== 'ADD') || words.length < 3 || last === undefined) {
    return [];
  }
  const isDirectory = /(?:\/|(?:^|\/)\.{1,2}|\$[^/]*)["']?$/.test(last.text);
  return isDirectory || readHeredocWord(last.text) !== undefined
    ? []
    : [
        {
          rule: 'DockerfileInvalidDestination',
          severity: 'warning',
          message: `Several sources go to ${last.text}: end it with "/", so that it is a directory for certain.`,
          range: last.range,
        },
      ];
}
