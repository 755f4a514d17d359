import { beforeAll, describe, expect, it } from 'vitest';

import { loadShellParser } from '../../../src/core/shell/loadShellParser.js';
import type { ShellParser } from '../../../src/core/shell/shellScript.js';
import { createTestHost } from '../../support/testHost.js';

let shell: ShellParser;

beforeAll(async () => {
  shell = await loadShellParser(createTestHost());
});

/** Each command as `name[word][word]`. */
function commandsOf(text: string): readonly string[] {
  return shell
    .parse(text)
    .commands.map(({ name, words }) => name + words.map((word) => `[${word.text}]`).join(''));
}

describe('commands are found wherever they stand', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['apt-get update && apt-get install -y curl', ['apt-get[update]', 'apt-get[install][-y][curl]']],
    ['a; b || c & d\ne', ['a', 'b', 'c', 'd', 'e']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['for x in 1 2; do a $x; done', ['a[${x}]']],
    ['for ((i=0;i<3;i++)); do a; done', ['a']],
    ['while a; do b; done; until c; do d; done', ['a', 'b', 'c', 'd']],
    ['case $x in a|b) one ;; *) two ;; esac', ['one', 'two']],
    ['f() { a; }; f', ['a', 'f']],
    ['(cd /x && make); { b; }', ['cd[/x]', 'make', 'b']],
    ['! a || b', ['a', 'b']],
    ['a | b |& c', ['a', 'b', 'c']],
    ['x="$(a "$(b)")" c', ['c', 'a[${b}]', 'b']],
    ['echo "$(a | b)" `c d`', ['echo[${ab}][${VAR}]', 'a', 'b', 'c[d]']],
    ['x=$(a)', ['a']],
    ['echo ${x:-$(a)} $((1 + $(b)))', ['echo[${x:-$(a)}][${VAR}]', 'a', 'b']],
    ['diff <(a) <(b)', ['diff[][]', 'a', 'b']],
    ['cat <<END\n$(a)\nb\nEND', ['cat', 'a']],
    ["cat <<'END'\n$(a)\nEND", ['cat']],
    ['cat <<END && b\ntext\nEND\nc', ['cat', 'b', 'c']],
    ['exec 3<>/dev/tcp/a/1; b "<>" \'x<>y\'', ['exec', 'b[<>][x<>y]']],
    ['[ -f "$(a)" ] && [[ $x == y ]] && test -d z', ['a', 'test[-d][z]']],
    ['x=1', []],
    ['x=1 y="2 3" a b', ['a[b]']],
    ['(( x++ ))', []],
    ['# a\nb # c', ['b']],
    ['export A=$(b) C', ['export[A=$(b)][C]', 'b']],
    ['unset A', ['unset[A]']],
    ['a 2>&1 >/x <y &>z', ['a']],
    ['>x a b', ['a[b]']],
    ['a > x b c', ['a[b][c]']],
    ['a -q install >/dev/null 2>&1 b', ['a[-q][install][b]']],
    ['a | b > x c', ['a', 'b[c]']],
    ['cat <<END x\ntext\nEND', ['cat[x]']],
    ['a x=`cat v` y', ['a[x=${VAR}][y]', 'cat[v]']],
    ['a `b`c"d"`e f` g', ['a[${VAR}cd${VAR}][g]', 'b', 'e[f]']],
    ['a $"y z" x$"y z" $x$ $', ['a[y z][xy z][${x}$][$]']],
    ['rm -rf !(keep|me) x/@(a|b).txt', ['rm[-rf][!(keep|me)][x/@(a|b).txt]']],
    ['ls *.?(c)pp; !(a)', ['ls[*.?(c)pp]', 'a']],
    ['', []],
    [' \n ', []],
  ];
  it.each(table)('%j', (text, commands) => {
    expect(commandsOf(text)).toEqual(commands);
  });
});

describe('a name is what is run', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['\\apt-get x', ['apt-get[x]']],
    ['"apt"-get x', ['apt-get[x]']],
    ["a'b'c", ['abc']],
    ['"$tool" x', []],
    ['$tool x; a', ['a']],
    ['$(which a) x', ['which[a]']],
    ['./bin* x', []],
    ['/usr/bin/apt x', ['/usr/bin/apt[x]']],
    ['sudo apt-get x', ['sudo[apt-get][x]']],
    ['env A=b apt-get x', ['env[A=b][apt-get][x]']],
    ['command apt-get x', ['apt-get[x]']],
    ['command -v curl', ['command[-v][curl]']],
    ['builtin cd /x', ['cd[/x]']],
    ['busybox wget u', ['wget[u]']],
    ['exec gosu root a', ['gosu[root][a]']],
    ['exec -a name -c top', ['top']],
    ['exec "$@"', []],
    ['exec >log', ['exec']],
    ['time make -j2', ['time[make][-j2]', 'make[-j2]']],
    ['time -p make', ['time[-p][make]', 'make']],
    ['exec command sudo a', ['sudo[a]']],
  ];
  it.each(table)('%j', (text, commands) => {
    expect(commandsOf(text)).toEqual(commands);
  });
});

describe('words are compared without quotes', () => {
  const table: readonly (readonly [string, string])[] = [
    ['"a b"', 'a b'],
    ["'a b'", 'a b'],
    ['a\\ b', 'a b'],
    ['a"b"\'c\'d', 'abcd'],
    ['"a\\"b\\$c\\d"', 'a"b$c\\d'],
    ["'a\\b'", 'a\\b'],
    ["$'a\\nb'", 'a\\nb'],
    ['$X', '${X}'],
    ['${X}', '${X}'],
    ['${X:-a b}', '${X:-a b}'],
    ['"a $X b"', 'a ${X} b'],
    ['" $X $Y "', ' ${X} ${Y} '],
    ['foo-$V', 'foo-${V}'],
    ['linux-headers-$(uname -r)', 'linux-headers-${uname-r}'],
    ['`uname`', '${VAR}'],
    ['$((1 + 2))', '${VAR}'],
    ['/var/lib/apt/lists/*', '/var/lib/apt/lists/*'],
    ['foo[bar]==1.0', 'foo[bar]==1.0'],
    ['a{b,c}d', 'ad'],
    ['{1..3}', ''],
    ['a{b}c', 'a{b}c'],
    ['{}', '{}'],
    ['--x=y', '--x=y'],
    ['~/x', '~/x'],
    ['1.0', '1.0'],
    ['"$@"', '${@}'],
  ];
  it.each(table)('%j is %j', (word, text) => {
    expect(shell.parse(`a ${word}`).commands[0]?.words.map((one) => one.text)).toEqual([text]);
  });
});

describe('places are those of the text', () => {
  it('a command and its words', () => {
    const text = 'x=1 apt-get install "a b" >log c && é';
    const [command, last] = shell.parse(text).commands;
    expect(text.slice(command?.start, command?.end)).toBe('apt-get install "a b" >log c');
    expect(text.slice(command?.nameSpan.start, command?.nameSpan.end)).toBe('apt-get');
    expect(command?.words.map(({ start, end }) => text.slice(start, end))).toEqual(['install', '"a b"', 'c']);
    expect(text.slice(last?.start, last?.end)).toBe('é');
  });

  it('pipes, and no other bars', () => {
    const text = 'case x in a|b) echo "c | d" | e ;; esac; f |& g || h; [[ x =~ a|b ]]; echo \\| \'|\' # |';
    const { pipes } = shell.parse(text);
    expect(pipes.map(({ start, end }) => text.slice(start, end))).toEqual(['|', '|&']);
    expect(pipes[0]?.start).toBe(text.indexOf('| e'));
  });
});

describe('what is no shell has no commands', () => {
  const table = [
    'echo "open',
    "echo 'open",
    'if true; then apt-get x',
    'apt-get update &&',
    'a | | b',
    'for x in a; do',
    'echo $(a',
    '(a',
    'a )',
    'a; fi',
    'do a; done',
    'then a',
    'if a; then b; fi; esac',
    'a ;; b',
    'rm @(a|b',
  ];
  it.each(table)('%j', (text) => {
    expect(shell.parse(text)).toEqual({ original: text, commands: [], pipes: [], problem: 'syntax' });
  });
});
