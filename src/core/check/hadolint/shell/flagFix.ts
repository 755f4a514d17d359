import type { Fix } from '../../../finding/finding.js';
import { documentOffset } from '../../../dockerfile/joinedText.js';
import { rangeBetween } from '../../../dockerfile/lineTable.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';
import type { RuleInput } from '../../rule.js';
import type { FlowStep } from './instructionFlow.js';

/** A flag that commands lack. */
export interface FlagFix {
  readonly flag: string;
  /** Every command of a script that lacks it: one finding is about all of them. */
  readonly commands: (script: ShellScript, step: FlowStep) => readonly ShellCommand[];
  /** The subcommands that the flag is written behind; where there is none, it is written behind the name. */
  readonly behind: readonly string[];
  /** Whether what is built stays the same. */
  readonly isSafe?: true;
}

/**
 * Writes a flag into all commands of a RUN that lack it. Nothing is offered for the exec form, where a word is a
 * string of JSON, nor for Dockerfiles inside of a recipe file.
 */
export function fixFlag(input: RuleInput, step: FlowStep, fix: FlagFix): readonly Fix[] {
  const { document, recipe, subject } = input;
  const { command } = step.instruction;
  const isInline = recipe.target.dockerfileInline !== undefined;
  if (document === undefined || command === undefined || command.kind === 'exec' || isInline) {
    return [];
  }
  const commands = step.script === undefined ? [] : fix.commands(step.script, step);
  const edits = commands.map(({ nameSpan, words }) => {
    const subcommand = words.find(({ text }) => fix.behind.includes(text));
    const offset = documentOffset(document.lines, command.joined, (subcommand ?? nameSpan).end, 'end');
    return { range: rangeBetween(document.lines, offset, offset), newText: ` ${fix.flag}` };
  });
  const title = `Add ${fix.flag}`;
  const file = subject.dockerfilePath;
  return [{ kind: 'edit', title, file, edits, ...(fix.isSafe === true && { isSafe: true }) }];
}
