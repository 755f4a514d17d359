import type { Node } from '@vscode/tree-sitter-wasm';

import type { ShellWord } from './shellScript.js';
import { isTranslation, literalText, startOf, wordText } from './wordText.js';

/** The nodes of one word: the grammar parts some words where backticks or `$"…"` begin. */
export type GluedWord = readonly [Node, ...Node[]];

/** Puts together what nothing parts: ``name=`cat version` `` is two nodes and one word. */
export function glueWords(nodes: readonly Node[], source: string): readonly GluedWord[] {
  const words: [Node, ...Node[]][] = [];
  let end = -1;
  for (const node of nodes) {
    const last = words.at(-1);
    if (last !== undefined && startOf(node, source) === end) {
      last.push(node);
    } else {
      words.push([node]);
    }
    end = node.endIndex;
  }
  return words;
}

/** A word as rules compare it. */
export function toWord(nodes: GluedWord, source: string): ShellWord {
  const parts = nodes.filter((node, index) => !isTranslation(node, nodes[index + 1]));
  const text = parts.map((node) => wordText(node, source)).join('');
  return { text, start: nodes[0].startIndex, end: lastOf(nodes).endIndex };
}

/** The text of a word that is the same whatever happens; undefined when it is not. */
export function literalOf(nodes: GluedWord, source: string): string | undefined {
  const parts = nodes.map((node) => literalText(node, source));
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** The node that a word ends with. */
export function lastOf(nodes: GluedWord): Node {
  return nodes.at(-1) ?? nodes[0];
}
