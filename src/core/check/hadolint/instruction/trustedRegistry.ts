import type { Range } from '../../../base/text.js';
import type { Flag, Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
import type { ImageName } from './baseImage.js';
import { parseImageName, readBaseImage } from './baseImage.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule } from './instructionRule.js';
import { dropQuotes } from './valueText.js';

/** An image from a registry that `trustedRegistries` does not name. */
export const dl3026 = createInstructionRule({
  name: 'DL3026',
  title: 'Use only an allowed registry in the FROM image',
  message: 'Use only an allowed registry in the FROM image',
  severity: 'error',
  preset: 'recommended',
  find: findUntrusted,
});

interface Use {
  readonly reference: string;
  readonly range: Range;
}

function findUntrusted(input: InstructionInput): readonly InstructionFind[] {
  const { trustedRegistries } = input.config;
  if (trustedRegistries.length === 0) {
    return [];
  }
  const known = new Set(input.namedContexts);
  return instructionsNamed(input.document, 'FROM', 'COPY', 'RUN').flatMap((instruction) => {
    const untrusted = usesOf(instruction).find(
      ({ reference }) =>
        !isStage(reference, known) && !isTrusted(parseImageName(reference), trustedRegistries),
    );
    const alias = instruction.keyword === 'FROM' ? readBaseImage(instruction)?.alias : undefined;
    if (alias !== undefined) {
      known.add(alias);
    }
    return untrusted === undefined ? [] : [{ instruction, range: untrusted.range }];
  });
}

/** The images an instruction takes something from; names of stages look the same. */
function usesOf(instruction: Instruction): readonly Use[] {
  switch (instruction.keyword) {
    case 'FROM':
      return instruction.words.slice(0, 1).map(({ text, range }) => ({ reference: text, range }));
    case 'COPY':
      return useOf(flagOf(instruction, 'from'));
    case 'RUN':
      return instruction.flags.filter(({ name }) => name === 'mount').flatMap(mountSource);
    default:
      return [];
  }
}

function useOf(flag: Flag | undefined): readonly Use[] {
  return flag?.value === undefined ? [] : [{ reference: dropQuotes(flag.value), range: flag.range }];
}

/** Where a bind or cache mount comes from. */
function mountSource({ value = '', range }: Flag): readonly Use[] {
  const options = value.split(',').map((option) => option.split('='));
  const valueOf = (key: string): string | undefined => options.find(([name]) => name === key)?.[1];
  const reference = valueOf('from');
  const isImage = ['bind', 'cache'].includes(valueOf('type') ?? 'bind');
  return isImage && reference !== undefined ? [{ reference, range }] : [];
}

/** A stage by name or number, or a named context. */
function isStage(reference: string, known: ReadonlySet<string>): boolean {
  return /^\d+$/.test(reference) || known.has(reference.toLowerCase());
}

function isTrusted({ registry, name }: ImageName, trusted: readonly string[]): boolean {
  if (registry !== undefined) {
    return trusted.some((pattern) => matches(pattern, registry));
  }
  const isHub = ['docker.io', 'hub.docker.com'].some((hub) =>
    trusted.some((pattern) => matches(pattern, hub)),
  );
  return isHub || name === 'scratch';
}

/** hadolint knows a `*` at one end of the pattern. */
function matches(pattern: string, registry: string): boolean {
  if (pattern.startsWith('*')) {
    return registry.endsWith(pattern.slice(1));
  }
  return pattern.endsWith('*') ? registry.startsWith(pattern.slice(0, -1)) : registry === pattern;
}
