import type { Instruction, Word } from '../../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
import { readBaseImage } from './baseImage.js';
import type { InstructionFind, InstructionInput } from './instructionRule.js';
import { createInstructionRule, findAmong, rangeOfWords } from './instructionRule.js';
import { dropQuotes } from './valueText.js';

/** ADD of what COPY can copy. */
export const dl3020 = createInstructionRule({
  name: 'DL3020',
  title: 'Use COPY instead of ADD for files and folders',
  message: 'Use COPY instead of ADD for files and folders',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['ADD'], (instructions) =>
    instructions
      .filter((instruction) => sourcesOf(instruction).some(isPlainFile))
      .map((instruction) => ({ instruction })),
  ),
});

/** COPY of several things to what does not look like a directory. */
export const dl3021 = createInstructionRule({
  name: 'DL3021',
  title: 'COPY with more than 2 arguments requires the last argument to end with /',
  message: 'COPY with more than 2 arguments requires the last argument to end with /',
  severity: 'error',
  // Why not recommended: `COPY a b .` works; where a build fails for it, that is said anyway.
  preset: 'strict',
  find: findAmong(['COPY'], (instructions) =>
    instructions.flatMap((instruction) => {
      const target = targetOf(instruction);
      const isDirectory = dropQuotes(target?.text ?? '').endsWith('/');
      return target === undefined || isDirectory || sourcesOf(instruction).length < 2
        ? []
        : [{ instruction, range: target.range }];
    }),
  ),
});

/** COPY from something that is neither an earlier stage nor, with a tag or digest, an image. */
export const dl3022 = createInstructionRule({
  name: 'DL3022',
  title: 'COPY --from should reference a previously defined FROM alias',
  message: '`COPY --from` should reference a previously defined `FROM` alias',
  severity: 'warning',
  preset: 'recommended',
  find: findUnknownStages,
});

/** COPY from the stage it is in. */
export const dl3023 = createInstructionRule({
  name: 'DL3023',
  title: 'COPY --from cannot reference its own FROM alias',
  message: '`COPY --from` cannot reference its own `FROM` alias',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['FROM', 'COPY'], (instructions) => {
    let alias: string | undefined;
    return instructions
      .filter((instruction) => {
        alias = instruction.keyword === 'FROM' ? readBaseImage(instruction)?.alias : alias;
        return alias !== undefined && copySource(instruction)?.toLowerCase() === alias;
      })
      .map(atFrom);
  }),
});

/** COPY of all there is in another stage. */
export const dl3067 = createInstructionRule({
  name: 'DL3067',
  title: 'Do not copy an entire filesystem from another stage',
  message: 'Do not copy an entire filesystem from another stage',
  severity: 'warning',
  preset: 'recommended',
  find: findAmong(['COPY'], (instructions) =>
    instructions.flatMap((instruction) => {
      const isAll = (word: Word | undefined): boolean => word !== undefined && dropQuotes(word.text) === '/';
      const isWhole = sourcesOf(instruction).some(isAll) && isAll(targetOf(instruction));
      const range = rangeOfWords(instruction.words);
      return copySource(instruction) === undefined || !isWhole
        ? []
        : [{ instruction, ...(range !== undefined && { range }) }];
    }),
  ),
});

/** What `--from` of a COPY names, without quotes. */
export function copySource(instruction: Instruction): string | undefined {
  const value = instruction.keyword === 'COPY' ? flagOf(instruction, 'from')?.value : undefined;
  return value === undefined ? undefined : dropQuotes(value);
}

/** The destination of COPY or ADD: the last word, when there is a source before it. */
export function targetOf({ words }: Instruction): Word | undefined {
  return words.length < 2 ? undefined : words.at(-1);
}

function sourcesOf({ words }: Instruction): readonly Word[] {
  return words.slice(0, -1);
}

const archiveEndings = [
  ...['.tar', '.Z', '.bz2', '.gz', '.lz', '.lzma', '.tZ', '.tb2'],
  ...['.tbz', '.tbz2', '.tgz', '.tlz', '.tpz', '.txz', '.xz'],
];

/** Whether a source of ADD is neither unpacked nor fetched: no archive, no URL, no git repository. */
function isPlainFile({ text }: Word): boolean {
  const source = dropQuotes(text);
  const isRemote = /^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/.test(source);
  return !isRemote && !archiveEndings.some((ending) => source.endsWith(ending));
}

function findUnknownStages({ document, namedContexts }: InstructionInput): readonly InstructionFind[] {
  const names = new Set(namedContexts);
  let count = 0;
  return instructionsNamed(document, 'FROM', 'COPY')
    .filter((instruction) => {
      if (instruction.keyword === 'FROM') {
        count += 1;
        names.add(readBaseImage(instruction)?.alias ?? '');
      }
      const source = copySource(instruction);
      if (source === undefined || source.includes(':') || names.has(source.toLowerCase())) {
        return false;
      }
      const [number] = /^\d+/.exec(source) ?? [];
      return number === undefined || Number(number) >= count;
    })
    .map(atFrom);
}

function atFrom(instruction: Instruction): InstructionFind {
  const range = flagOf(instruction, 'from')?.range;
  return { instruction, ...(range !== undefined && { range }) };
}
