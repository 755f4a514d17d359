import type { DockerfileDocument, Instruction } from '../../../dockerfile/dockerfileDocument.js';

const byDocument = new WeakMap<DockerfileDocument, Map<string, readonly Instruction[]>>();

/** The instructions with one of the keywords, in file order, found once for each document: rules are many. */
export function instructionsOf(
  document: DockerfileDocument,
  ...keywords: readonly string[]
): readonly Instruction[] {
  const found = byDocument.get(document) ?? new Map<string, readonly Instruction[]>();
  byDocument.set(document, found);
  const key = keywords.join(' ');
  const known = found.get(key) ?? document.instructions.filter(({ keyword }) => keywords.includes(keyword));
  found.set(key, known);
  return known;
}
