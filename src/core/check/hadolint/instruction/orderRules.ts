import { createInstructionRule, findAmong } from './instructionRule.js';

/** ONBUILD of what cannot be put off. */
export const dl3043 = createInstructionRule({
  name: 'DL3043',
  title: 'ONBUILD, FROM or MAINTAINER triggered from within ONBUILD instruction',
  message: '`ONBUILD`, `FROM` or `MAINTAINER` triggered from within `ONBUILD` instruction.',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['ONBUILD'], (instructions) =>
    instructions.flatMap((instruction) => {
      const carried = instruction.trigger?.keyword ?? instruction.words[0]?.text.toUpperCase() ?? '';
      const range = instruction.trigger?.keywordRange ?? instruction.words[0]?.range;
      return ['ONBUILD', 'FROM', 'MAINTAINER'].includes(carried)
        ? [{ instruction, ...(range !== undefined && { range }) }]
        : [];
    }),
  ),
});

/** What can stand behind a FROM only; a word that is no instruction at all is another matter. */
const stageKeywords: ReadonlySet<string> = new Set(
  (
    'ADD CMD COPY ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME ' +
    'WORKDIR'
  ).split(' '),
);

/** An instruction before the first FROM. */
export const dl3061 = createInstructionRule({
  name: 'DL3061',
  title: 'Invalid instruction order. Dockerfile must begin with FROM, ARG or comment',
  message: 'Invalid instruction order. Dockerfile must begin with `FROM`, `ARG` or comment.',
  severity: 'error',
  preset: 'recommended',
  find: ({ document }) =>
    document.preamble
      .filter(({ keyword }) => stageKeywords.has(keyword))
      .map((instruction) => ({ instruction })),
});

/** MAINTAINER. */
export const dl4000 = createInstructionRule({
  name: 'DL4000',
  title: 'MAINTAINER is deprecated',
  message: 'MAINTAINER is deprecated',
  severity: 'error',
  preset: 'recommended',
  tags: ['deprecated'],
  find: findAmong(['MAINTAINER'], (instructions) => instructions.map((instruction) => ({ instruction }))),
});
