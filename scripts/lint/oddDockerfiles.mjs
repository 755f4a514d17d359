import {
  checks,
  copyFlags,
  delimiters,
  froms,
  healthFlags,
  images,
  mounts,
  oddChecks,
  oddCopyFlags,
  oddDelimiters,
  oddFroms,
  oddHealthFlags,
  oddImages,
  oddMounts,
  oddPlatforms,
  oddPorts,
  oddRunFlags,
  oddStageNames,
  platforms,
  ports,
  runFlags,
  stageNames,
} from './oddPieces.mjs';
import { bareWord, blank, jsonArray, variableName, words } from './oddWords.mjs';

/** Dockerfiles by chance: every instruction and flag, heredocs everywhere, odd words, blanks, comments and line ends. */

/** A Dockerfile, the same for the same seed. */
export function oddDockerfile(dice) {
  const escape = dice.onceIn(6) ? '`' : '\\';
  const stages = 1 + dice.below(4);
  const lines = dice.some(3, () => argInstruction(dice));
  const names = [];
  for (let stage = 0; stage < stages; stage += 1) {
    lines.push(fromInstruction(dice, names), ...dice.some(8, () => instruction(dice)));
  }
  const body = lines.map((line) => finish(dice, line, escape));
  const text = [...directives(dice, escape), ...body].join('\n');
  return lineEnds(dice, `${dice.onceIn(20) ? '\uFEFF' : ''}${text}${dice.onceIn(6) ? '' : '\n'}`);
}

function directives(dice, escape) {
  const lines = escape === '`' ? [dice.of(['# escape=`', '#escape=`', '# ESCAPE = `  ', '#\tescape=`'])] : [];
  if (dice.onceIn(5)) {
    const value = dice.onceIn(3) ? dice.of(oddChecks) : dice.of(checks);
    lines.push(
      `${dice.of(['# ', '#', ' # ', '#\t'])}${dice.of(['check', 'check', 'Check', 'CHECK '])}=${dice.of(['', ' '])}${value}`,
    );
  }
  if (dice.onceIn(12)) {
    lines.push(
      dice.of([
        '# escape=\\',
        '# escape=x',
        '# escape=``',
        '# foo=bar',
        '#',
        '# words',
        '#!/bin/sh',
        '',
        '# escape = \\\\',
      ]),
    );
  }
  return dice.onceIn(3) ? lines.reverse() : lines;
}

function lineEnds(dice, text) {
  switch (dice.below(12)) {
    case 0:
      return text.replaceAll('\n', '\r\n');
    case 1:
      return text.replace(/\n/g, () => dice.of(['\n', '\r\n', '\n', '\r\r\n', '\n\n']));
    case 2:
      return text.replace(/ /g, () => dice.of([' ', ' ', ' ', '\t', '  ', '\r']));
    default:
      return text;
  }
}

/** Comments above it, another case, and lines that go on. */
function finish(dice, line, escape) {
  const [head = '', ...rest] = line.split('\n');
  const cased = dice.onceIn(15)
    ? head.replace(/^\w+/, (word) => dice.of([word.toLowerCase(), word[0] + word.slice(1).toLowerCase()]))
    : head;
  const continued = dice.onceIn(4) ? breakLines(dice, cased, escape) : cased;
  const above = dice.onceIn(10)
    ? dice.of(['# a\n', '#\n', '\n', '  # one a\n', '# A is it\n#\n', '\t\n', '#é\n', ' \u00a0\n'])
    : '';
  const indent = dice.onceIn(20) ? dice.of([' ', '\t', '\u00a0', '\u2003']) : '';
  return [
    `${above}${indent}${continued}${dice.onceIn(25) ? dice.of([' ', '\t', ' \\\\', '\u00a0']) : ''}`,
    ...rest,
  ].join('\n');
}

function breakLines(dice, text, escape) {
  return text.replace(/ /g, (space) => {
    if (!dice.onceIn(3)) {
      return space;
    }
    const between = dice.onceIn(5)
      ? dice.of(['\n', '# c\n', '  # c\n', ' \t\n', '#\n', '\u00a0\n', '\u00a0# c\n'])
      : '';
    return `${dice.of([' ', ''])}${escape}${dice.of(['', '', ' ', '\t', '\r'])}\n${between}${dice.of(['', ' ', '  ', '\t'])}`;
  });
}

function argInstruction(dice) {
  return `ARG ${Array.from({ length: 1 + dice.below(3) }, () => `${variableName(dice)}${dice.onceIn(3) ? '' : `=${dice.onceIn(4) ? '' : bareWord(dice)}`}`).join(blank(dice))}`;
}

/** Adds the stage's name to those that a later FROM can name. */
function fromInstruction(dice, names) {
  const flag = dice.onceIn(5)
    ? `--platform=${dice.onceIn(4) ? dice.of(oddPlatforms) : dice.of(platforms)} `
    : '';
  const image =
    names.length > 0 && dice.onceIn(2)
      ? dice.of(names)
      : dice.onceIn(10)
        ? dice.of(oddImages)
        : dice.of(images);
  const name = dice.onceIn(25)
    ? dice.of(oddStageNames)
    : dice.of(stageNames.slice(0, dice.onceIn(4) ? 11 : 4));
  const isNamed = !dice.onceIn(3);
  if (isNamed) {
    names.push(dice.onceIn(20) ? name : name.toLowerCase());
  }
  const as = isNamed ? ` ${dice.of(['AS', 'AS', 'AS', 'as', 'As'])} ${name}` : '';
  return `FROM ${flag}${image}${as}${dice.onceIn(40) ? ' x' : ''}`;
}

const makers = [
  [8, (dice) => `ENV ${pairs(dice)}`],
  [3, (dice) => `LABEL ${pairs(dice)}`],
  [5, argInstruction],
  [8, copyInstruction],
  [8, runInstruction],
  [3, (dice) => `WORKDIR ${words(dice, dice.onceIn(20) ? 0 : 1, 2)}`],
  [2, (dice) => `USER ${words(dice, dice.onceIn(20) ? 0 : 1, 2)}`],
  [2, (dice) => `VOLUME ${dice.onceIn(3) ? jsonArray(dice) : words(dice, dice.onceIn(20) ? 0 : 1, 3)}`],
  [4, (dice) => `EXPOSE ${Array.from({ length: 1 + dice.below(3) }, () => port(dice)).join(blank(dice))}`],
  [
    2,
    (dice) =>
      `STOPSIGNAL ${dice.of(['SIGTERM', 'term', '9', '$A', '${B:-KILL}', 'rtmin+1', 'SIGFOO', '65', '-1', '""', 'é', 'SIGRTMAX-3', '064', '+9'])}`,
  ],
  [2, (dice) => `SHELL ${dice.onceIn(6) ? words(dice, 0, 2) : jsonArray(dice)}`],
  [4, (dice) => `CMD ${dice.onceIn(2) ? jsonArray(dice) : words(dice, 0, 3)}`],
  [4, (dice) => `ENTRYPOINT ${dice.onceIn(2) ? jsonArray(dice) : words(dice, 0, 3)}`],
  [3, healthcheck],
  [1, (dice) => `MAINTAINER ${words(dice, 0, 3)}`],
  [3, (dice) => `ONBUILD ${instruction(dice)}`],
  [
    0.3,
    (dice) =>
      `${dice.of(['FOO', 'RUM', 'é', 'from', 'Cop', '<<EOF', '--x', '=', 'ENV'])} ${words(dice, 0, 2)}`,
  ],
];
const total = makers.reduce((sum, [weight]) => sum + weight, 0);

function instruction(dice) {
  let left = (dice.below(10_000) / 10_000) * total;
  const [, make] = makers.find(([weight]) => (left -= weight) < 0) ?? makers[0];
  return make(dice);
}

function pairs(dice) {
  if (dice.onceIn(5)) {
    return `${dice.onceIn(5) ? bareWord(dice) : variableName(dice)}${blank(dice)}${words(dice, dice.onceIn(15) ? 0 : 1, 3)}`;
  }
  return Array.from({ length: 1 + dice.below(3) }, () => {
    const name = dice.onceIn(8) ? bareWord(dice) : variableName(dice);
    return `${name}${dice.onceIn(40) ? '' : '='}${dice.onceIn(6) ? '' : bareWord(dice)}`;
  }).join(blank(dice));
}

function copyInstruction(dice) {
  const isCopy = dice.onceIn(2);
  const from =
    isCopy && dice.onceIn(4) ? [`--from=${dice.onceIn(6) ? dice.of(oddFroms) : dice.of(froms)}`] : [];
  const flags = [
    ...from,
    ...dice.some(3, () => (dice.onceIn(8) ? dice.of(oddCopyFlags) : dice.of(copyFlags))),
  ];
  const keyword = [isCopy ? 'COPY' : 'ADD', ...flags].join(blank(dice));
  if (dice.onceIn(5)) {
    return `${keyword} ${jsonArray(dice)}`;
  }
  return withHeredocs(dice, `${keyword} ${words(dice, dice.onceIn(20) ? 0 : 1, 2)}`, ` ${words(dice, 1, 1)}`);
}

function runInstruction(dice) {
  const flags = dice.some(3, () => {
    if (dice.onceIn(10)) {
      return dice.of(oddRunFlags);
    }
    return dice.onceIn(2)
      ? `--mount=${dice.onceIn(8) ? dice.of(oddMounts) : dice.of(mounts)}`
      : dice.of(runFlags);
  });
  const keyword = ['RUN', ...flags].join(blank(dice));
  return dice.onceIn(5)
    ? `${keyword} ${jsonArray(dice)}`
    : withHeredocs(dice, `${keyword} ${words(dice, 0, 3)}`, '');
}

/** The line with heredocs in it, and their bodies behind it. */
function withHeredocs(dice, line, behind) {
  if (!dice.onceIn(3)) {
    return line + behind;
  }
  const heredocs = Array.from({ length: 1 + dice.below(2) }, () => heredoc(dice));
  const marks = heredocs.map(({ mark }) => mark).join(dice.of([' ', ' && ', '', ' x']));
  const isAlone = dice.onceIn(2);
  const head = isAlone ? line.replace(/^((?:RUN|COPY|ADD)(?: --\S+)*).*$/s, '$1') : line;
  return `${head} ${marks}${behind}\n${heredocs.map(({ body }) => body).join('\n')}`;
}

function heredoc(dice) {
  const delimiter = dice.onceIn(12) ? dice.of(oddDelimiters) : dice.of(delimiters);
  const name = delimiter.replace(/^[-\s]+/, '').replaceAll(/["'\\]/g, '');
  const body = dice.some(4, () =>
    dice.of([
      'echo $A',
      '#!/bin/sh',
      '',
      'FROM x',
      '\tE',
      '${B:-x}',
      '"',
      "'",
      '\\',
      '# c',
      'x \\',
      ' E',
      '$NOPE ${1',
      'a\\$b',
      '\\"$C',
      '${A:?}',
    ]),
  );
  const end = dice.onceIn(12) ? dice.of(['', ' E', 'e', `${name} `]) : `${dice.onceIn(5) ? '\t' : ''}${name}`;
  return { mark: `${dice.of(['', '', '', '3', '12'])}<<${delimiter}`, body: [...body, end].join('\n') };
}

function port(dice) {
  return dice.onceIn(8) ? dice.of(oddPorts) : dice.of(ports);
}

function healthcheck(dice) {
  const flags = dice.some(3, () => (dice.onceIn(7) ? dice.of(oddHealthFlags) : dice.of(healthFlags)));
  const type = dice.onceIn(10)
    ? dice.of(['NONE x', 'CMD', 'FOO x', 'CMDà x', '', 'None', 'cmd\u00a0x', 'CMD\u0085 x', 'é x', 'CMD '])
    : dice.of(['CMD', 'CMD', 'cmd', 'NONE']);
  const command =
    type.toUpperCase() === 'CMD' ? ` ${dice.onceIn(2) ? jsonArray(dice) : words(dice, 1, 3)}` : '';
  return [`HEALTHCHECK`, ...flags, type + command].join(' ');
}
