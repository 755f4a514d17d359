import { documentOffset } from '../../dockerfile/joinedText.js';
import { commandsNamed } from '../../shell/commandArguments.js';
import type { ShellCommand } from '../../shell/shellScript.js';
import type { DraftEdit, FixDraft, FixInput } from './fixDraft.js';
import { stepOf } from './stepOf.js';

/** What scripts use in the place of `apt`, by its subcommand. */
const programs: ReadonlyMap<string, string> = new Map([
  ...[
    'autoclean',
    'autoremove',
    'build-dep',
    'changelog',
    'clean',
    'download',
    'install',
    'purge',
    'reinstall',
  ]
    .concat(['remove', 'satisfy', 'source', 'update'])
    .map((name) => [name, 'apt-get'] as const),
  ...['depends', 'policy', 'rdepends', 'search', 'show', 'showsrc'].map(
    (name) => [name, 'apt-cache'] as const,
  ),
]);

/** Writes `apt-get` or `apt-cache` for `apt`, where all of a RUN's subcommands are there too. */
export function fixAptName(input: FixInput): FixDraft | undefined {
  const { document, inner } = input;
  const { command } = inner;
  const script = stepOf(input)?.script;
  if (script === undefined || command === undefined || command.kind === 'exec') {
    return undefined;
  }
  const edits = commandsNamed(script, 'apt').map((apt): DraftEdit | undefined => {
    const newText = programFor(apt);
    const start = documentOffset(document.lines, command.joined, apt.nameSpan.start);
    const end = documentOffset(document.lines, command.joined, apt.nameSpan.end, 'end');
    const isPlain = document.text.slice(start, end) === 'apt';
    return newText === undefined || !isPlain ? undefined : { start, end, newText };
  });
  const known = edits.filter((edit) => edit !== undefined);
  const names = [...new Set(known.map(({ newText }) => newText))].join(' and ');
  return known.length < edits.length ? undefined : { title: `Use ${names}`, edits: known };
}

function programFor({ words }: ShellCommand): string | undefined {
  const subcommand = words.find(({ text }) => !text.startsWith('-'));
  return programs.get(subcommand?.text ?? '');
}
