import { DockerfileParser } from 'dockerfile-ast';

import type { DockerfileDocument } from '../../core/dockerfile/dockerfileDocument.js';

/**
 * The first line (from 0) at which dockerfile-ast, whose tree the language service works on, reads another instruction
 * than the builder does, for instance behind a lone carriage return; undefined when they agree throughout.
 */
export function misreadLine(text: string, { instructions }: DockerfileDocument): number | undefined {
  const theirs = DockerfileParser.parse(text)
    .getInstructions()
    .map((node) => ({ line: node.getRange().start.line, keyword: node.getKeyword() }));
  const ours = instructions.map(({ startLine, keyword }) => ({ line: startLine, keyword }));
  const count = Math.max(ours.length, theirs.length);
  for (let index = 0; index < count; index += 1) {
    const [our, their] = [ours[index], theirs[index]];
    if (our?.line !== their?.line || our?.keyword !== their?.keyword) {
      return Math.min(our?.line ?? Infinity, their?.line ?? Infinity);
    }
  }
  return undefined;
}
