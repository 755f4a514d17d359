import type { Instruction } from '../dockerfile/dockerfileDocument.js';

/** The instruction that a line (from 0) is part of; undefined for a line between instructions. */
export function instructionAt(instructions: readonly Instruction[], line: number): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instructions[middle]?.startLine ?? Infinity) <= line) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const found = instructions[low - 1];
  return found !== undefined && line <= found.endLine ? found : undefined;
}
