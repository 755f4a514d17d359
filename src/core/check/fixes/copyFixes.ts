import type { Instruction } from '../../dockerfile/dockerfileDocument.js';
import { replaceVerbatim } from './fixDraft.js';
import type { DraftEdit, FixDraft, FixInput } from './fixDraft.js';

/** What COPY has too. */
const commonFlags: readonly string[] = ['chmod', 'chown', 'exclude', 'link', 'parents'];

/**
 * Writes COPY for an ADD of local files. Not safe: ADD unpacks an archive whatever it is called. Not offered where COPY
 * would be found wanting in turn.
 */
export function fixPlainAdd({ document, inner }: FixInput): FixDraft | undefined {
  const { keyword, written, keywordRange, flags, words } = inner;
  const isPlain = words.every(({ text }) => /^[^$"'\\`:]+$/.test(text) && !/\.(?:zip|zst)$/i.test(text));
  const hasPlainFlags = flags.every(({ name }) => commonFlags.includes(name));
  const target = words.at(-1)?.text ?? '';
  const isFolder = words.length === 2 || target.endsWith('/');
  if (keyword !== 'ADD' || !isPlain || !hasPlainFlags || !isFolder || !target.startsWith('/')) {
    return undefined;
  }
  const newText = written === written.toLowerCase() ? 'copy' : 'COPY';
  const edit = replaceVerbatim(document, keywordRange, { written, newText });
  return edit === undefined ? undefined : { title: `Use ${newText}`, edits: [edit] };
}

/** Ends the directory that several files are copied to with a slash. */
export function fixCopyTarget({ document, inner }: FixInput): FixDraft | undefined {
  const edit = inner.form === 'json' ? undefined : endWithSlash(inner, document);
  return edit === undefined ? undefined : { title: `Write ${edit.newText}`, edits: [edit] };
}

function endWithSlash(
  { keyword, words }: Instruction,
  document: FixInput['document'],
): DraftEdit | undefined {
  const target = words.at(-1);
  return keyword !== 'COPY' || target === undefined || !/^[^"'\\`]+$/.test(target.text)
    ? undefined
    : replaceVerbatim(document, target.range, { written: target.text, newText: `${target.text}/` });
}
