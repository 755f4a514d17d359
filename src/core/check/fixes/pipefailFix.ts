import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import { readBaseImage } from '../hadolint/instruction/baseImage.js';
import { extentOf } from './fixDraft.js';
import type { FixDraft, FixInput } from './fixDraft.js';
import { lineStartBefore, lineBreakOf } from '../silence/lineStart.js';

/** Sets a shell with pipefail before the RUN, where the base image is known to have one. */
export function fixMissingPipefail({ document, instruction }: FixInput): FixDraft | undefined {
  const stage = document.stages.findLast(({ from }) => from.startLine < instruction.startLine);
  const shell = stage === undefined ? undefined : shellOf(document, stage.from);
  const first = instruction.docComments[0]?.range ?? instruction.keywordRange;
  if (shell === undefined || stage === undefined || instruction.keyword !== 'RUN') {
    return undefined;
  }
  if (stage.instructions.some(({ keyword }) => keyword === 'SHELL')) {
    return undefined;
  }
  const start = lineStartBefore(document.text, extentOf(document, first).start);
  const keyword = instruction.written === instruction.written.toLowerCase() ? 'shell' : 'SHELL';
  const newText = `${keyword} ["${shell}", "-o", "pipefail", "-c"]${lineBreakOf(document.text)}`;
  return { title: `Set the shell ${shell} with pipefail`, edits: [{ start, end: start, newText }] };
}

/** The shell with pipefail that a base image surely has. */
function shellOf({ stages }: DockerfileDocument, from: Instruction): string | undefined {
  const base = readBaseImage(from);
  const name = base?.name.split('/').at(-1) ?? '';
  const isStage = stages.some((stage) => stage.name === base?.word.text.toLowerCase());
  if (base === undefined || isStage) {
    return undefined;
  }
  return name === 'alpine' ? '/bin/ash' : name === 'ubuntu' || name === 'debian' ? '/bin/bash' : undefined;
}
