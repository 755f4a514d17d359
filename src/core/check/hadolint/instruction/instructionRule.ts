import { oncePer } from '../../../base/oncePer.js';
import type { Range } from '../../../base/text.js';
import type { DockerfileDocument, Instruction, Word } from '../../../dockerfile/dockerfileDocument.js';
import { instructionsNamed } from '../../../dockerfile/instructionsNamed.js';
import type { Severity } from '../../../finding/finding.js';
import type { RuleInfo } from '../../../finding/ruleInfo.js';
import { placeInDockerfile } from '../../place.js';
import type { Remark, Rule, RuleInput } from '../../rule.js';
import type { HadolintConfig } from '../hadolintConfig.js';
import { emptyHadolintConfig } from '../hadolintConfig.js';

/** What an instruction rule looks at. */
export interface InstructionInput {
  readonly document: DockerfileDocument;
  readonly config: HadolintConfig;
  /** Names besides stages that FROM and `--from` may use: the recipe's named contexts, in lower case. */
  readonly namedContexts: ReadonlySet<string>;
}

/** Something a rule has found. */
export interface InstructionFind {
  /** The instruction that it is in; undefined for a comment. */
  readonly instruction?: Instruction;
  /** The words that it is about; default: the keyword. */
  readonly range?: Range;
  /** Instead of the rule's message. */
  readonly message?: string;
  readonly severity?: Severity;
}

/** What makes a rule: everything about it but its family. */
interface RuleParts extends Omit<RuleInfo, 'family'> {
  /** What its findings say; hadolint's words. Default: the title with a full stop. */
  readonly message?: string;
  readonly tags?: Remark['tags'];
  readonly find: (input: InstructionInput) => readonly InstructionFind[];
}

/** A rule of hadolint's about instructions, from what it finds. It says nothing when there is no Dockerfile. */
export function createInstructionRule(parts: RuleParts): Rule {
  const { name, title, severity, preset, message = `${title}.`, tags, find } = parts;
  const check = (input: RuleInput): readonly Remark[] => {
    const { document } = input;
    if (document === undefined) {
      return [];
    }
    return find(instructionInput(input, document)).map((one) => ({
      severity: one.severity ?? severity,
      message: one.message ?? message,
      ...placeInDockerfile(input, one.range ?? one.instruction?.keywordRange ?? documentStart),
      ...(tags !== undefined && { tags }),
    }));
  };
  return { name, family: 'hadolint', title, severity, preset, check };
}

const instructionInput = oncePer((input: RuleInput, document: DockerfileDocument): InstructionInput => {
  const namedContexts = Object.keys(input.recipe.target.contexts).map((context) => context.toLowerCase());
  return {
    document,
    config: input.subject.hadolint ?? emptyHadolintConfig,
    namedContexts: new Set(namedContexts),
  };
});

/**
 * Finds by the instructions with some keywords alone: they are looked at once, and again when any of them is edited.
 * `find` gets them in file order, and the escape character of the file.
 */
export function findAmong(
  keywords: readonly string[],
  find: (instructions: readonly Instruction[], escape: string) => readonly InstructionFind[],
): (input: InstructionInput) => readonly InstructionFind[] {
  const findOnce = oncePer(find);
  return ({ document }) => findOnce(instructionsNamed(document, ...keywords), document.escape);
}

/** The range from the first to the last of some words; undefined for none. */
export function rangeOfWords(words: readonly Word[]): Range | undefined {
  const [first, last] = [words[0], words.at(-1)];
  return first && last && { start: first.range.start, end: last.range.end };
}

const documentStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
