/** Words of Dockerfiles: what everybody writes, and what nobody should. */

const names = [
  ...['A', 'B', 'C', 'A', 'B', 'PATH', 'HOME', 'TARGETARCH', 'TARGETPLATFORM', 'BUILDPLATFORM', 'TARGETOS'],
  ...['a', 'A_KEY', 'TOKEN', 'MY_password', 'APIKEY', 'PUBLIC_KEY', 'AB', 'É', 'x1', '_', 'HTTP_PROXY'],
];
const oddNames = ['1', '12', '@', '*', '#', '?', '-', '$', '!', '0', 'A-B', 'A.B', 'ÅÅ', '日本', 'A\u0301'];

/** The name of a variable. */
export function variableName(dice) {
  return dice.onceIn(12) ? dice.of(oddNames) : dice.of(names);
}

const pieces = [
  ...['a', 'b', 'x', 'app', '/app', '/', '.', './a', '../x', 'a/b', 'a*b', '*', '?', '[ab]', '~', '-', '--'],
  ...[
    'http://h/x',
    'https://h/x.git',
    'git@h:x',
    'é',
    'à',
    'Å',
    '日本',
    '\u{1F600}',
    '\u00a0',
    '\u0085',
    '\u2003',
  ],
  ...[
    'C:\\app',
    'c:/app',
    '\\app',
    'C:',
    '\\\\h\\x',
    '0',
    '80',
    '007',
    '1.5',
    '<',
    '>',
    '&&',
    '|',
    ';',
    '#a',
  ],
  ...['=', 'a=b', 'a==b', '=a', ',', '[', ']', '["a"]', '{', '()', '!', '%', '^', '\u0001', 'a#b', '@', '+'],
];
const escapes = [
  '\\\\',
  '\\"',
  "\\'",
  '\\$',
  '\\n',
  '\\ ',
  '`',
  '``',
  '`"',
  '`$',
  '\\{',
  '\\}',
  '\\/',
  '\\*',
  '\\a',
];
const operators = [':-', '-', ':+', '+', ':?', '?', '#', '##', '%', '%%', '/', '//', '#', '%', ':-', ':-'];
const oddOperators = ['!', ':', ':=', '=', '^', ',', '@', ':é', '/#', '/%'];
const broken = [
  ...[
    '${',
    '${}',
    '${:',
    '${A',
    '${A:',
    '${A:-',
    '${A/',
    '${A/x',
    '${A//',
    '"',
    "'",
    '${{A}}',
    '$(',
    '${A#\\a}',
  ],
  ...[
    '\\',
    '$',
    '$$',
    '${A/x/',
    '${A//x/$1}',
    '${A:-"}',
    "${A:-'}",
    '${A%\\',
    '<<',
    '<<<',
    '<<"',
    '${1',
    '${@}x',
  ],
];

/** A use of a variable, in any of its forms, nested a little. */
export function variable(dice, depth = 0) {
  const name = variableName(dice);
  if (depth > 2 || dice.onceIn(3)) {
    return dice.onceIn(2) ? `$${name}` : `\${${name}}`;
  }
  const operator = dice.onceIn(20) ? dice.of(oddOperators) : dice.of(operators);
  const first = dice.onceIn(6) ? '' : bareWord(dice, depth + 1);
  const second = operator.startsWith('/') ? `/${dice.onceIn(4) ? '' : bareWord(dice, depth + 1)}` : '';
  // Why: most files should be looked at beyond their first word that must be set.
  return `\${${name}${operator.endsWith('?') && !dice.onceIn(5) ? '-' : operator}${first}${second}}`;
}

/** A word without blanks outside quotes, except now and then. */
export function bareWord(dice, depth = 0) {
  return Array.from({ length: 1 + dice.below(3) }, () => part(dice, depth)).join('');
}

function part(dice, depth) {
  switch (dice.below(12)) {
    case 0:
    case 1:
      return depth > 2 ? 'x' : variable(dice, depth);
    case 2:
      return dice.of(escapes);
    case 3:
      return depth > 2 ? '""' : `"${inQuotes(dice, depth)}"`;
    case 4:
      return `'${dice.onceIn(3) ? '$A' : dice.of(pieces)}'`;
    case 5:
      return dice.onceIn(8) ? dice.of(broken) : 'x';
    default:
      return dice.of(pieces);
  }
}

function inQuotes(dice, depth) {
  return dice
    .some(4, () =>
      dice.onceIn(3)
        ? variable(dice, depth + 1)
        : dice.of(['a', ' ', '\\"', '\\\\', "'", 'é', '\\n', '`"', '/', '$', '#']),
    )
    .join('');
}

const blanks = [' ', ' ', ' ', ' ', ' ', '  ', '\t', ' \t ', '\u00a0', '\v', '\f'];

/** Blanks between words. */
export function blank(dice) {
  return dice.onceIn(4) ? dice.of(blanks) : ' ';
}

/** One word or more, with blanks between them. */
export function words(dice, least, most) {
  return Array.from({ length: least + dice.below(most - least + 1) }, () => bareWord(dice)).join(blank(dice));
}

const strings = [
  '"a"',
  '"$A"',
  '"a b"',
  '"\\u00e9"',
  '"\\\\"',
  '"/x"',
  '""',
  '"\\ud83d"',
  '"\t"',
  "'a'",
  '1',
  'null',
  '"a" "b"',
  '"\\x"',
];

/** A JSON array, or something like one. */
export function jsonArray(dice) {
  const items = dice.some(4, () =>
    dice.onceIn(7) ? dice.of(strings) : dice.of(['"a"', '"$B"', '"/x"', '"a b"']),
  );
  const between = dice.of([',', ', ', ' ,\t']);
  const end = dice.onceIn(15) ? dice.of(['', ',]', '] x', ']]', '] #']) : ']';
  return `[${dice.onceIn(4) ? ' ' : ''}${items.join(between)}${end}`;
}
