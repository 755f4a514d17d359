import type { Range } from '../base/text.js';

/** A target block of an HCL file: its label, and where the label stands (without its quotes). */
export interface HclLabel {
  readonly label: string;
  readonly range: Range;
}

/**
 * The target blocks of a bake HCL file in its order, so that buildx can be asked for every one of them. HCL is only
 * skimmed: comments, quoted texts and heredocs are passed over, and blocks inside others are not looked into.
 */
export function findHclTargets(text: string): readonly HclLabel[] {
  const labels: HclLabel[] = [];
  const pattern =
    /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<<-?([\w-]+)\n[\s\S]*?\n\s*\1(?=\n|$)|(?<=^|\n)[ \t]*target[ \t]+(?:"([^"\n$]+)"|([\w-]+))[ \t]*\{|"(?:[^"\\\n]|\\.)*"|[{}]/g;
  let depth = 0;
  for (const match of text.matchAll(pattern)) {
    const label = match[2] ?? match[3];
    if (label !== undefined) {
      if (depth === 0) {
        labels.push({ label, range: rangeOf(text, match.index + match[0].lastIndexOf(label), label.length) });
      }
      depth += 1;
    } else if (match[0] === '{' || match[0] === '}') {
      depth = Math.max(0, depth + (match[0] === '{' ? 1 : -1));
    }
  }
  return labels;
}

function rangeOf(text: string, offset: number, length: number): Range {
  const before = text.slice(0, offset).split('\n');
  const start = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { start, end: { line: start.line, character: start.character + length } };
}
