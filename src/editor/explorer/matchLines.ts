import type { Instruction } from '../../core/dockerfile/dockerfileDocument.js';

/** What makes a layer. */
const layerKeywords = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/**
 * The lines (from 0) of the instructions that made layers, as far as they can be told: `made` is what the image's
 * history says of each layer, lowest first. Both are walked from their ends, because an image begins with the layers
 * of its base; an instruction is the layer's when it says the same but for flags, blanks and variables.
 */
export function matchLines(
  made: readonly (string | undefined)[],
  instructions: readonly Instruction[],
): readonly (number | undefined)[] {
  const candidates = instructions.filter(({ keyword }) => layerKeywords.has(keyword));
  const lines: (number | undefined)[] = made.map(() => undefined);
  let end = candidates.length;
  for (let layer = made.length - 1; layer >= 0; layer -= 1) {
    const text = plain(made[layer] ?? '');
    const at = candidates.findLastIndex(
      ({ original }, index) => index < end && text !== '' && isSame(plain(original), text),
    );
    if (at >= 0) {
      lines[layer] = candidates[at]?.startLine;
      end = at;
    }
  }
  return lines;
}

/** The words of an instruction, its keyword in upper case and without its flags. */
function plain(instruction: string): string {
  const [keyword = '', ...words] = instruction.split(/\s+/).filter((word) => word !== '');
  const first = words.findIndex((word) => !word.startsWith('--'));
  return [keyword.toUpperCase(), ...(first < 0 ? [] : words.slice(first))].join(' ');
}

/** Why by the words: the history has variables of COPY, ADD and WORKDIR replaced by their values. */
function isSame(written: string, made: string): boolean {
  if (written === made) {
    return true;
  }
  const [left, right] = [written.split(' '), made.split(' ')];
  const isReplaced = left[0] !== 'RUN' && left.length === right.length;
  return isReplaced && left.every((word, index) => word === right[index] || word.includes('$'));
}
