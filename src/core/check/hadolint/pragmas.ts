import { oncePer } from '../../base/oncePer.js';
import type { Comment, DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';

/** hadolint's comments with instructions for itself. https://github.com/hadolint/hadolint#ignoring-rules */
export interface HadolintPragmas {
  /** Silent in the whole file. */
  readonly global: ReadonlySet<string>;
  /** Silent for the instruction that begins on the line (from 0), which is the one right below the comment. */
  readonly lines: ReadonlyMap<number, ReadonlySet<string>>;
  /** What is silent below a line (from 0) up to the next entry's, by ascending line: `# hadolint stage ignore=`. */
  readonly stages: readonly StageSilence[];
  /** The shells that base images are said to have, in file order: `# hadolint shell=powershell`. */
  readonly shells: readonly ShellPragma[];
  /** The comments that ignore rules for an instruction, well-formed ones only. */
  readonly ignoreComments: readonly Comment[];
}

/** Rules that are silent in the lines below `line`. */
interface StageSilence {
  readonly line: number;
  readonly codes: ReadonlySet<string>;
}

/** A `# hadolint shell=…`; the line from 0. */
export interface ShellPragma {
  readonly line: number;
  readonly shell: string;
}

/** What a comment tells hadolint. */
export type Pragma =
  | { readonly kind: 'ignore' | 'global' | 'stage'; readonly codes: readonly string[] }
  | { readonly kind: 'shell'; readonly shell: string };

/** Reads all pragmas of a document. Comments between the lines of an instruction are none, as with hadolint. */
export const readPragmas = oncePer((document: DockerfileDocument): HadolintPragmas => {
  const global = new Set<string>();
  const lines = new Map<number, ReadonlySet<string>>();
  const stages = new Map<number, ReadonlySet<string>>(
    document.stages.map(({ from }) => [from.startLine, new Set<string>()]),
  );
  const shells: ShellPragma[] = [];
  const ignoreComments: Comment[] = [];
  for (const comment of standaloneComments(document)) {
    const pragma = parsePragma(comment.text);
    const { line } = comment.range.start;
    switch (pragma?.kind) {
      case 'global':
        pragma.codes.forEach((code) => global.add(code));
        break;
      case 'stage':
        stages.set(line + 1, new Set(pragma.codes));
        break;
      case 'ignore':
        lines.set(line + 1, new Set(pragma.codes));
        ignoreComments.push(comment);
        break;
      case 'shell':
        shells.push({ line, shell: pragma.shell });
        break;
      case undefined:
    }
  }
  const sorted = [...stages].map(([line, codes]) => ({ line, codes })).sort((a, b) => a.line - b.line);
  return { global, lines, stages: sorted, shells, ignoreComments };
});

/** Whether the pragmas silence any rule anywhere. */
export function silencesRules({ global, lines, stages }: HadolintPragmas): boolean {
  return global.size > 0 || lines.size > 0 || stages.some(({ codes }) => codes.size > 0);
}

/** Whether the pragmas silence a rule for what is reported on the line (from 0): the first one of an instruction. */
export function isIgnoredByPragma(pragmas: HadolintPragmas, code: string, line: number): boolean {
  return (
    pragmas.global.has(code) ||
    (pragmas.lines.get(line)?.has(code) ?? false) ||
    (stageAbove(pragmas.stages, line)?.codes.has(code) ?? false)
  );
}

/** The last of the stages, which ascend, that begins above the line. */
function stageAbove(stages: readonly StageSilence[], line: number): StageSilence | undefined {
  let low = 0;
  let high = stages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stages[middle]?.line ?? line) < line) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return stages[low - 1];
}

/**
 * What a comment (without its `#`) tells hadolint; undefined when it is none of its pragmas. One thing amiss and it is
 * none at all. Besides hadolint's own codes, names of BuildKit's checks and of ours are taken.
 */
export function parsePragma(text: string): Pragma | undefined {
  const [, keyword = '', value = ''] =
    /^[ \t]*hadolint[ \t]+((?:(?:global|stage)[ \t]+)?ignore|shell)[ \t]*=[ \t]*(.*)$/s.exec(text) ?? [];
  if (keyword === '') {
    return undefined;
  }
  if (keyword === 'shell') {
    const [, shell] = /^([^\n\t ]+)[ \t]*(?:#.*)?$/.exec(value) ?? [];
    return shell === undefined ? undefined : { kind: 'shell', shell };
  }
  const codes = parseCodes(value);
  const [first = ''] = keyword.split(/[ \t]/, 1);
  const kind = first === 'global' || first === 'stage' ? first : 'ignore';
  return codes === undefined ? undefined : { kind, codes };
}

/** The codes of a comma-separated list, up to an inner `#`. */
function parseCodes(list: string): readonly string[] | undefined {
  const reason = list.indexOf('#');
  const codes = (reason === -1 ? list : list.slice(0, reason)).split(',').map((code) => code.trim());
  return codes.every((code) => /^[A-Z0-9][A-Za-z0-9]*$/.test(code)) ? codes : undefined;
}

/** The comments on lines of their own, outside of instructions. */
function standaloneComments({ comments, instructions }: DockerfileDocument): readonly Comment[] {
  let next = 0;
  return comments.filter(({ range: { start } }) => {
    let instruction: Instruction | undefined = instructions[next];
    while (instruction !== undefined && instruction.endLine < start.line) {
      next += 1;
      instruction = instructions[next];
    }
    return instruction === undefined || start.line < instruction.startLine;
  });
}
