import { documentOffset } from '../../dockerfile/joinedText.js';
import type { FixDraft, FixInput } from './fixDraft.js';

/** Words that only a shell knows: there is no program to run in their place. */
const shellWords: ReadonlySet<string> = new Set([
  ...[
    '.',
    ':',
    '[[',
    '{',
    '}',
    '!',
    'alias',
    'bg',
    'break',
    'case',
    'cd',
    'command',
    'continue',
    'do',
    'done',
  ],
  ...[
    'elif',
    'else',
    'esac',
    'eval',
    'exec',
    'exit',
    'export',
    'fg',
    'fi',
    'for',
    'function',
    'getopts',
    'hash',
  ],
  ...['if', 'in', 'jobs', 'let', 'local', 'read', 'readonly', 'return', 'select', 'set', 'shift', 'shopt'],
  ...[
    'source',
    'then',
    'time',
    'times',
    'trap',
    'type',
    'ulimit',
    'umask',
    'unalias',
    'unset',
    'until',
    'wait',
  ],
  ...['while', 'declare', 'typeset', 'builtin'],
]);

/** Writes a command that needs no shell as a JSON array: it gets the signals itself then. */
export function fixShellForm({ document, inner }: FixInput): FixDraft | undefined {
  const { keyword, command } = inner;
  const isCommand = keyword !== 'HEALTHCHECK' || inner.words[0]?.text.toUpperCase() === 'CMD';
  if (!['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(keyword) || command?.kind !== 'shell' || !isCommand) {
    return undefined;
  }
  const { joined } = command;
  const words = splitPlainWords(joined.text);
  const start = documentOffset(document.lines, joined, 0);
  const end = documentOffset(document.lines, joined, joined.text.length, 'end');
  if (words === undefined || document.text.slice(start, end) !== joined.text) {
    return undefined;
  }
  const newText = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  return { title: `Write ${newText}`, edits: [{ start, end, newText }] };
}

/** The words of a command; undefined where a shell would do anything but run a program with them. */
export function splitPlainWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  const word = /([A-Za-z0-9_@%+=:,./-]+|'[^'\\\r\n]*'|"[^"$`\\!\r\n]*")(?:[ \t]+|$)/y;
  while (word.lastIndex < text.length) {
    const found = word.exec(text)?.[1];
    if (found === undefined) {
      return undefined;
    }
    words.push(found.startsWith('"') || found.startsWith("'") ? found.slice(1, -1) : found);
  }
  const [program = ''] = words;
  return program === '' || program.includes('=') || shellWords.has(program) ? undefined : words;
}
