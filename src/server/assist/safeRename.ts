import type { DockerfileDocument } from '../../core/dockerfile/dockerfileDocument.js';
import { parseDockerfile } from '../../core/dockerfile/parseDockerfile.js';
import { misreadLine } from './misreadLine.js';

const namePattern = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/**
 * Why giving something in a Dockerfile a new name would break it: a sentence for the user; undefined when it would not.
 * `before` and `after` are the whole texts, `oldName` and `newName` what is renamed.
 */
export function renameProblem(
  { before, after }: { readonly before: string; readonly after: string },
  { oldName, newName }: { readonly oldName: string; readonly newName: string },
): string | undefined {
  if (!namePattern.test(newName)) {
    return `"${newName}" cannot be a name here: names start with a letter or _ and hold letters, digits and _.`;
  }
  const [old, renamed] = [parseDockerfile(before), parseDockerfile(after)];
  const misread = misreadLine(before, old);
  if (misread !== undefined) {
    return `Line ${misread + 1} is not understood well enough to find every "${oldName}". Rename it by hand.`;
  }
  const use = heredocThatUses(old, oldName);
  if (use !== undefined) {
    return `"${oldName}" is also used in the here-document that begins in line ${use + 1}, which is not renamed along. Rename it by hand.`;
  }
  return shapeOf(old) === shapeOf(renamed)
    ? undefined
    : `Renaming "${oldName}" to "${newName}" would change what the Dockerfile means. Choose another name.`;
}

/** Line (from 0) of a heredoc whose body expands the variable. */
function heredocThatUses(document: DockerfileDocument, name: string): number | undefined {
  const used = new RegExp(`[$][{]?${name.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')}(?![A-Za-z0-9_])`);
  const heredocs = document.instructions.flatMap((instruction) => instruction.heredocs);
  return heredocs.find(({ content }) => used.test(content))?.range.start.line;
}

/** What no renaming changes: the instructions, their number of words, and what heredocs hold. */
function shapeOf({ instructions, problems }: DockerfileDocument): string {
  return JSON.stringify([
    instructions.map(({ keyword, form, words, flags, heredocs }) => [
      keyword,
      form,
      words.length,
      flags.map(({ name }) => name),
      heredocs.map(({ content, terminatorRange }) => [content, terminatorRange === undefined]),
    ]),
    problems.map(({ code }) => code),
  ]);
}
