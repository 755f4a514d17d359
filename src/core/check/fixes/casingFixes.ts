import type { DockerfileDocument, Flag, Instruction, Stage } from '../../dockerfile/dockerfileDocument.js';
import { extentOf, replaceVerbatim } from './fixDraft.js';
import type { DraftEdit, FixDraft, FixInput } from './fixDraft.js';

/**
 * Writes a stage's name in lower case, and so the flags that name it the same way. BuildKit finds stages for them
 * whatever the case, so what is built stays the same; for FROM a name with capitals is an image's, which stays.
 */
export function fixStageNameCasing({ document, instruction }: FixInput): FixDraft | undefined {
  const stage = document.stages.find(({ from }) => from === instruction);
  const written = stage?.nameWord?.text;
  if (stage?.nameWord === undefined || written === undefined || !/^[A-Za-z0-9._-]+$/.test(written)) {
    return undefined;
  }
  const newText = written.toLowerCase();
  const edit = replaceVerbatim(document, stage.nameWord.range, { written, newText });
  return edit === undefined
    ? undefined
    : {
        title: `Rename the stage to ${newText}`,
        isSafe: true,
        edits: [edit, ...referencesOf(document, stage, written)],
      };
}

/** The flags that name a stage just as it is written, until another stage of that name begins. */
function referencesOf(document: DockerfileDocument, stage: Stage, written: string): readonly DraftEdit[] {
  const newText = written.toLowerCase();
  const later = document.stages.slice(stage.index + 1);
  const next = later.findIndex(({ name }) => name === newText);
  const reach = next === -1 ? later : later.slice(0, next + 1);
  return reach.flatMap(({ from, instructions }, index) => {
    const isNamesake = index === next;
    const flags = isNamesake ? from.flags : [from, ...instructions].flatMap((one) => one.flags);
    return flags.flatMap((flag) => editFlag(document, flag, written));
  });
}

/** `--from=NAME` and the `from=NAME` of a `--mount`. */
function editFlag(document: DockerfileDocument, flag: Flag, written: string): readonly DraftEdit[] {
  if (flag.valueRange === undefined || (flag.name !== 'from' && flag.name !== 'mount')) {
    return [];
  }
  const { start, end } = extentOf(document, flag.valueRange);
  const value = document.text.slice(start, end);
  if (flag.name === 'from') {
    return value === written ? [{ start, end, newText: written.toLowerCase() }] : [];
  }
  let at = start;
  return value.split(',').flatMap((part) => {
    const from = at + part.indexOf('=') + 1;
    at += part.length + 1;
    const isNamed = part.toLowerCase().startsWith('from=') && part.slice('from='.length) === written;
    return isNamed ? [{ start: from, end: from + written.length, newText: written.toLowerCase() }] : [];
  });
}

/** Writes `AS` in the case of its FROM. */
export function fixFromAsCasing({ document, instruction }: FixInput): FixDraft | undefined {
  const edit = editAs(document, instruction, instruction.written);
  return edit === undefined
    ? undefined
    : { title: `Write ${edit.newText} in the case of ${instruction.written}`, isSafe: true, edits: [edit] };
}

/** The edit that gives AS the case of a FROM; undefined where it has it, or where there is none. */
function editAs(
  document: DockerfileDocument,
  { keyword, words }: Instruction,
  from: string,
): DraftEdit | undefined {
  const as = words[1];
  if (keyword !== 'FROM' || as === undefined || words.length < 3) {
    return undefined;
  }
  const newText = from === from.toLowerCase() ? as.text.toLowerCase() : as.text.toUpperCase();
  return newText === as.text ? undefined : replaceVerbatim(document, as.range, { written: as.text, newText });
}

/** Writes an instruction in the case of most others; `AS` follows its FROM. */
export function fixInstructionCasing({ document, instruction, finding }: FixInput): FixDraft | undefined {
  const { written, keywordRange } = instruction;
  const newText = finding.message.endsWith('(lowercase)') ? written.toLowerCase() : written.toUpperCase();
  const edit = replaceVerbatim(document, keywordRange, { written, newText });
  const as = editAs(document, instruction, newText);
  return edit === undefined
    ? undefined
    : { title: `Write ${newText}`, isSafe: true, edits: as === undefined ? [edit] : [edit, as] };
}

/** Writes the protocols of EXPOSE in lower case, as they are in the image anyway. */
export function fixExposeProtocol(input: FixInput): FixDraft | undefined {
  return fixPorts(input, 'Write the protocol in lower case', (text) => {
    const slash = text.lastIndexOf('/');
    const protocol = text.slice(slash + 1);
    return slash === -1 || !/^(?:tcp|udp|sctp)$/i.test(protocol)
      ? text
      : text.slice(0, slash + 1) + protocol.toLowerCase();
  });
}

/** Leaves what the image has of a port: that of the container. */
export function fixExposeFormat(input: FixInput): FixDraft | undefined {
  return fixPorts(input, "Leave the container's port only", (text) => {
    const port = text.slice(text.lastIndexOf(':') + 1);
    return /^\d+(?:-\d+)?(?:\/[A-Za-z]+)?$/.test(port) ? port : text;
  });
}

/** The fix of each port mends them all, which is no fix for anybody where there are more. */
const mostPorts = 100;

function fixPorts(
  { document, inner }: FixInput,
  title: string,
  mend: (text: string) => string,
): FixDraft | undefined {
  if (inner.keyword !== 'EXPOSE' || inner.words.length > mostPorts) {
    return undefined;
  }
  const edits = inner.words.flatMap(({ text, range }) => {
    const newText = mend(text);
    return newText === text ? [] : (replaceVerbatim(document, range, { written: text, newText }) ?? []);
  });
  return { title, isSafe: true, edits };
}
