import type { Node } from '@vscode/tree-sitter-wasm';

/** What stands for an expansion that has no text of its own. */
const opaque = '${VAR}';

/** How deep substitutions inside of substitutions are spelled out. */
const maxDepth = 16;

/** The text of a word as rules compare it: see `ShellWord.text`. */
export function wordText(node: Node, source: string, depth = 0): string {
  const written = source.slice(startOf(node, source), node.endIndex);
  switch (node.type) {
    case 'raw_string':
      return written.slice(1, -1);
    case 'ansi_c_string':
      return written.slice(2, -1);
    case 'string':
      return quotedText(node, source, depth);
    case 'concatenation':
      return concatenatedText(node, source, depth);
    case 'simple_expansion':
      return `\${${written.slice(1)}}`;
    case 'expansion':
      return written;
    case 'command_substitution':
      return substitutionText(node, source, depth);
    case 'arithmetic_expansion':
      return opaque;
    case 'process_substitution':
    case 'brace_expression':
      return '';
    default:
      return unescape(written, isAlwaysEscaped);
  }
}

/** The text of a word that is the same whatever happens; undefined when it has expansions or patterns. */
export function literalText(node: Node, source: string): string | undefined {
  const written = source.slice(node.startIndex, node.endIndex);
  switch (node.type) {
    case 'raw_string':
    case 'ansi_c_string':
      return wordText(node, source);
    case 'string':
      return node.namedChildren.every((child) => child?.type === 'string_content')
        ? wordText(node, source)
        : undefined;
    case 'concatenation': {
      const parts = node.children.map((child) => (child === null ? '' : literalText(child, source)));
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    case 'word':
    case 'number':
      return hasPattern(written) ? undefined : unescape(written, isAlwaysEscaped);
    default:
      return node.isNamed ? undefined : written;
  }
}

/** Between double quotes, with whatever the grammar leaves between the parts it names. */
function quotedText(node: Node, source: string, depth: number): string {
  const opening = source.indexOf('"', node.startIndex) + 1;
  let text = '';
  let behind = opening;
  for (const part of node.namedChildren) {
    if (part !== null && part.type !== 'string_content') {
      text += unescape(source.slice(behind, startOf(part, source)), isEscapedInQuotes);
      text += wordText(part, source, depth);
      behind = part.endIndex;
    }
  }
  return text + unescape(source.slice(behind, node.endIndex - 1), isEscapedInQuotes);
}

/** Where a node begins. Inside of quotes the grammar counts the blanks before an expansion in. */
export function startOf(node: Node, source: string): number {
  let start = node.startIndex;
  while (start < node.endIndex && ' \t\r\n'.includes(source.charAt(start))) {
    start += 1;
  }
  return start;
}

/** The parts of a word without blanks between them; a brace expansion among them is left out. */
function concatenatedText(node: Node, source: string, depth: number): string {
  const parts = node.children.flatMap((child) => (child === null ? [] : [child]));
  let text = '';
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part !== undefined) {
      const close = closingBrace(parts, index, source);
      const isText = close === undefined && !isTranslation(part, parts[index + 1]);
      text += isText ? wordText(part, source, depth) : '';
      index = close ?? index;
    }
  }
  return text;
}

/** Whether a node is the dollar of `$"…"`, which is a string that may be translated. */
export function isTranslation(node: Node, next: Node | undefined): boolean {
  return node.type === '$' && next !== undefined && (next.type === 'string' || next.type === 'concatenation');
}

/** The index of the `}` that ends the brace expansion which begins at a part; undefined when none begins there. */
function closingBrace(parts: readonly Node[], from: number, source: string): number | undefined {
  const written = (part: Node | undefined): string =>
    part === undefined || part.type.endsWith('string') ? '' : source.slice(part.startIndex, part.endIndex);
  if (written(parts[from]) !== '{') {
    return undefined;
  }
  const length = parts.slice(from).findIndex((part) => written(part) === '}');
  const isExpansion = parts.slice(from, from + length).some((part) => written(part).includes(','));
  return length > 0 && isExpansion ? from + length : undefined;
}

/** `$(…)` as the words inside, run together; backticks are opaque. */
function substitutionText(node: Node, source: string, depth: number): string {
  if (depth >= maxDepth || source[startOf(node, source)] === '`') {
    return opaque;
  }
  const words = node.descendantsOfType('command').flatMap((command) => {
    const name = command?.childForFieldName('name') ?? undefined;
    return command === null ? [] : [name?.firstChild, ...command.childrenForFieldName('argument')];
  });
  const texts = words.map((word) =>
    word === undefined || word === null ? '' : wordText(word, source, depth + 1),
  );
  return `\${${texts.join('')}}`;
}

/** Takes backslashes away: with the line break behind it, or where the next character is one that they escape. */
function unescape(text: string, isEscaped: (character: string) => boolean): string {
  return text.includes('\\')
    ? text.replace(/\\([^])/g, (escape, next: string) =>
        next === '\n' ? '' : isEscaped(next) ? next : escape,
      )
    : text;
}

function isAlwaysEscaped(): boolean {
  return true;
}

function isEscapedInQuotes(character: string): boolean {
  return '"$`\\'.includes(character);
}

/** Whether an unquoted word is a pattern of file names. */
function hasPattern(written: string): boolean {
  const bare = written.replace(/\\[^]/g, '');
  return /[*?]/.test(bare) || (bare.includes('[') && bare.slice(bare.indexOf('[')).includes(']'));
}
