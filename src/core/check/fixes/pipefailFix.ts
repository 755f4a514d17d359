import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import { readBaseImage } from '../hadolint/instruction/baseImage.js';
import { extentOf } from './fixDraft.js';
import type { FixDraft, FixInput } from './fixDraft.js';
import { lineStartBefore, lineBreakOf } from '../silence/lineStart.js';

/** Sets a shell with pipefail before the RUN, where the base image is known to have one. */
export function fixMissingPipefail({ document, instruction }: FixInput): FixDraft | undefined {
  const stage = document.stages.findLast(({ from }) => from.startLine < instruction.startLine);
  const hasShell = stage?.instructions.some(({ keyword }) => keyword === 'SHELL') ?? true;
  if (stage === undefined || hasShell || instruction.keyword !== 'RUN') {
    return undefined;
  }
  const shell = shellOf(document, stage.from);
  if (shell === undefined) {
    return undefined;
  }
  const first = instruction.docComments[0]?.range ?? instruction.keywordRange;
  const start = lineStartBefore(document.text, extentOf(document, first).start);
  const keyword = instruction.written === instruction.written.toLowerCase() ? 'shell' : 'SHELL';
  const newText = `${keyword} ["${shell}", "-o", "pipefail", "-c"]${lineBreakOf(document.text)}`;
  return { title: `Set the shell ${shell} with pipefail`, edits: [{ start, end: start, newText }] };
}

const shells: ReadonlyMap<string, string> = new Map([
  ['alpine', '/bin/ash'],
  ['debian', '/bin/bash'],
  ['ubuntu', '/bin/bash'],
]);

/** The shell with pipefail that a base image surely has. */
function shellOf({ stages }: DockerfileDocument, from: Instruction): string | undefined {
  const base = readBaseImage(from);
  const name = base?.name.split('/').at(-1) ?? '';
  const shell = shells.get(name);
  const key = base?.word.text.toLowerCase();
  return shell === undefined || stages.some((stage) => stage.name === key) ? undefined : shell;
}
