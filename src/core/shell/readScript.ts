import type { Node } from '@vscode/tree-sitter-wasm';

import type { GluedWord } from './gluedWords.js';
import { glueWords, lastOf, literalOf, toWord } from './gluedWords.js';
import type { ShellCommand, ShellScript, ShellSpan } from './shellScript.js';

/**
 * Finds the commands and pipes of a syntax tree without errors. Node types are those of tree-sitter-bash:
 * https://github.com/tree-sitter/tree-sitter-bash/blob/master/src/node-types.json
 */
export function readScript(root: Node, source: string): Pick<ShellScript, 'commands' | 'pipes' | 'problem'> {
  const commands: ShellCommand[] = [];
  const pipes: ShellSpan[] = [];
  const strayWords = new Map<number, readonly Node[]>();
  // Why: no recursion, since a chain of a thousand && is a tree a thousand levels deep.
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'redirected_statement') {
      rememberStrayWords(node, strayWords);
    } else if (node.type === 'pipeline') {
      pipes.push(...pipesOf(node));
    } else {
      const words = wordsOf(node, strayWords.get(node.id) ?? []);
      commands.push(...commandsAt(glueWords(words, source), source));
    }
    if (isMisplaced(node, source)) {
      return { commands: [], pipes: [], problem: 'syntax' };
    }
    for (const child of node.children.toReversed()) {
      if (child !== null && child.childCount > 0) {
        waiting.push(child);
      }
    }
  }
  return { commands, pipes };
}

/** What shells refuse where they look for a command, while the grammar takes it for the name of one. */
const reservedWords: ReadonlySet<string> = new Set('then elif else fi do done esac'.split(' '));

/** Whether something stands where no shell takes it: a reserved word as a command, `;;` outside of `case`. */
function isMisplaced(node: Node, source: string): boolean {
  if (node.type === 'command_name') {
    return reservedWords.has(source.slice(node.startIndex, node.endIndex));
  }
  return node.type !== 'case_item' && node.children.some((child) => child?.type === ';;');
}

function pipesOf(pipeline: Node): readonly ShellSpan[] {
  return pipeline.children.flatMap((child) =>
    child !== null && (child.type === '|' || child.type === '|&')
      ? [{ start: child.startIndex, end: child.endIndex }]
      : [],
  );
}

/** The words of a command with its name; nothing for what is no command. */
function wordsOf(node: Node, stray: readonly Node[]): readonly Node[] {
  switch (node.type) {
    case 'command': {
      const name = node.childForFieldName('name')?.firstChild;
      return name === undefined || name === null
        ? []
        : [name, ...presentNodes(node.childrenForFieldName('argument')), ...stray];
    }
    case 'declaration_command':
    case 'unset_command':
      return [...presentNodes(node.children), ...stray];
    default:
      return [];
  }
}

/**
 * The words behind a redirection (`apt-get install > log curl`): the grammar takes them for further places to write
 * to, or, behind `<<EOF`, for the heredoc's own. They belong to the last command of what is redirected.
 */
function rememberStrayWords(statement: Node, strayWords: Map<number, readonly Node[]>): void {
  const redirects = presentNodes(statement.childrenForFieldName('redirect'));
  const stray = redirects.flatMap((redirect) =>
    redirect.type === 'heredoc_redirect'
      ? presentNodes(redirect.childrenForFieldName('argument'))
      : presentNodes(redirect.childrenForFieldName('destination')).slice(1),
  );
  let body = statement.childForFieldName('body') ?? undefined;
  while (body !== undefined && !body.type.endsWith('command')) {
    body = body.lastNamedChild ?? undefined;
  }
  if (stray.length > 0 && body !== undefined) {
    strayWords.set(body.id, stray);
  }
}

/** The command that words make; none when its name is not literal, and two for `time make`. */
function commandsAt(words: readonly GluedWord[], source: string): readonly ShellCommand[] {
  const [first, ...rest] = words;
  const written = first === undefined ? undefined : literalOf(first, source);
  if (first === undefined || written === undefined) {
    return [];
  }
  const command = toCommand(first, written, { rest, source });
  const prefix = prefixLength(written, rest, source);
  const run = prefix === 0 ? [] : rest.slice(prefix - 1);
  if (written === 'time') {
    return [command, ...commandsAt(run, source)];
  }
  return prefix === 0 ? [command] : commandsAt(run, source);
}

function toCommand(
  first: GluedWord,
  name: string,
  { rest, source }: { readonly rest: readonly GluedWord[]; readonly source: string },
): ShellCommand {
  const start = first[0].startIndex;
  const nameSpan = { start, end: lastOf(first).endIndex };
  const end = lastOf(rest.at(-1) ?? first).endIndex;
  return { name, nameSpan, words: rest.map((word) => toWord(word, source)), start, end };
}

/** How many words stand before the command that a word like `exec` runs; 0 when it runs nothing but itself. */
function prefixLength(name: string, words: readonly GluedWord[], source: string): number {
  const texts = words.map((word) => source.slice(word[0].startIndex, lastOf(word).endIndex));
  const first = texts[0];
  switch (name) {
    case 'busybox':
    case 'builtin':
    case 'command':
    case 'run':
    case 'coproc':
      return first === undefined || first.startsWith('-') ? 0 : 1;
    case 'time':
      return texts.findIndex((text) => text !== '-p') + 1;
    case 'exec':
      return execOptions(texts) + 1;
    default:
      return 0;
  }
}

/** The words of exec before what it runs: `-c`, `-l`, `-a name`; -1 when it runs nothing. */
function execOptions(texts: readonly string[]): number {
  let index = 0;
  while (/^-[cl]*a?$/.test(texts[index] ?? '')) {
    index += texts[index]?.endsWith('a') === true ? 2 : 1;
  }
  return index < texts.length && texts[index]?.startsWith('-') !== true ? index : -1;
}

function presentNodes(nodes: readonly (Node | null)[]): readonly Node[] {
  return nodes.flatMap((node) => (node === null ? [] : [node]));
}
