import { readCases } from './corpus.mjs';

const pieces = [
  ...[
    '"',
    "'",
    '\\',
    '`',
    '$',
    '${',
    '}',
    '<<EOF',
    '<<-"E"',
    '#',
    '=',
    '--',
    '[',
    ']',
    ',',
    ';',
    ' ',
    '\t',
    '/',
  ],
  ...[
    '\n',
    '\r\n',
    '\\\n',
    '\\\r\n',
    '`\n',
    '\u0000',
    '\uFEFF',
    '\u0085',
    '\u00A0',
    'é',
    '日',
    '\u{1F600}',
    '\v',
  ],
  ...[
    'FROM ',
    'ONBUILD ',
    'COPY --from=0 ',
    '# escape=`\n',
    'RUN <<EOF\n',
    '${A:-${B}}',
    '${A//*/$A}',
    'ARG A\n',
  ],
  ...[
    'AS a\n',
    '--mount=type=cache,target=/x ',
    'EXPOSE 80\n',
    '$TARGETARCH',
    'scratch',
    ':',
    '@',
    '?',
    '*',
    '%',
    'E\n',
  ],
];

/** Why: newer versions of BuildKit look at these in another way than the engines that can be had here. */
const newer =
  /^(?:check-(?:comment|after|unknown)|copy-ignored|secrets-exceptions|platforms|mixed-(?:copy|long))/;

let texts;

/** A Dockerfile of the corpus with a few pieces changed by chance, the same for the same seed. */
export function mutatedDockerfile(dice) {
  texts ??= readCases()
    .filter(({ name }) => !newer.test(name))
    .map(({ text }) => text);
  let text = dice.of(texts);
  for (let left = 1 + dice.below(3); left > 0; left -= 1) {
    text = mutate(text, dice);
  }
  return text;
}

function mutate(text, dice) {
  const at = dice.below(text.length + 1);
  const lines = text.split('\n');
  const line = dice.below(lines.length);
  switch (dice.below(7)) {
    case 0:
    case 1:
      return splice(text, at, 0, dice.of(pieces));
    case 2:
      return splice(text, at, 1 + dice.below(4), '');
    case 3:
      return splice(text, at, 1, dice.of(pieces));
    case 4:
      return lines.toSpliced(line, 1 + dice.below(2)).join('\n');
    case 5:
      return lines.toSpliced(line, 0, lines[dice.below(lines.length)]).join('\n');
    default:
      return [...lines, ...dice.of(texts).split('\n').slice(dice.below(3))].join('\n');
  }
}

function splice(text, at, count, added) {
  return text.slice(0, at) + added + text.slice(at + count);
}
