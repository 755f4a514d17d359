import type { BuildProblem, Instruction } from './dockerfileDocument.js';
import { parseDockerfile } from './parseDockerfile.js';

/** What ONBUILD has in wait for the stage that is based on it. */
export interface BuildTrigger {
  /** Undefined where the text is no single instruction. */
  readonly instruction?: Instruction;
  /** Why the builder refuses it, once it is read: nobody looks at it before; places are those of its own text. */
  readonly problem?: BuildProblem;
}

const known = new WeakMap<Instruction, BuildTrigger>();

/** What an ONBUILD instruction leaves. */
export function triggerOf(onbuild: Instruction): BuildTrigger {
  const found = known.get(onbuild) ?? readTrigger(expressionOf(onbuild));
  known.set(onbuild, found);
  return found;
}

/** The line behind the keyword, joined, and the bodies of its heredocs. */
function expressionOf({ original, heredocs }: Instruction): string {
  const line = original.replace(/^[\t\n\f\r ]*ONBUILD[\t\n\f\r ]*/i, '');
  return [line, ...heredocs.map(({ content, name }) => `${content}${name}`)].join('\n');
}

/**
 * Reads an expression as the builder does for a FROM: as a file of its own, whose escape character is the backslash.
 * https://github.com/moby/buildkit/blob/v0.25.0/frontend/dockerfile/dockerfile2llb/convert.go
 */
export function readTrigger(expression: string): BuildTrigger {
  const { instructions, problems } = parseDockerfile(expression);
  const [instruction] = instructions;
  // Why: it has no FROM, which is no fault here; nothing at all is one.
  const problem =
    problems.find(({ code }) => code !== 'no-source-image' || instruction === undefined) ??
    refuseSeveral(instructions);
  return { ...(instruction !== undefined && { instruction }), ...(problem !== undefined && { problem }) };
}

function refuseSeveral([, second]: readonly Instruction[]): BuildProblem | undefined {
  const message = 'onbuild trigger should be a single expression';
  return second === undefined ? undefined : { code: 'invalid-onbuild', message, range: second.range };
}
