import type { Assignment, DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';
import { expandWord } from '../../dockerfile/expandWord.js';
import { splitQuotedWords } from '../../dockerfile/splitArguments.js';
import { extentOf } from './fixDraft.js';
import type { DraftEdit, FixDraft, FixInput } from './fixDraft.js';

/** Writes `ENV key value` as `ENV key="value"`, so that the value stays exactly the same. */
export function fixLegacyFormat({ document, inner }: FixInput): FixDraft | undefined {
  const pair = inner.assignments?.find(({ isLegacy }) => isLegacy);
  const edits = pair === undefined ? undefined : editsOf(document, pair);
  return pair === undefined || edits === undefined
    ? undefined
    : { title: `Write ${pair.key}=…`, isSafe: true, edits };
}

function editsOf(
  document: DockerfileDocument,
  { key, keyRange, value, valueRange }: Assignment,
): readonly DraftEdit[] | undefined {
  if (value === undefined || valueRange === undefined || !/^[A-Za-z0-9_./-]+$/.test(key)) {
    return undefined;
  }
  const gap = { start: extentOf(document, keyRange).end, end: extentOf(document, valueRange).start };
  const between = document.text.slice(gap.start, gap.end).replaceAll(document.escape, '');
  const extent = extentOf(document, valueRange);
  const raw = document.text.slice(extent.start, extent.end);
  const form = between.trim() === '' ? formOf(value, document.escape) : undefined;
  if (form === undefined || (form.kind === 'rewritten' && raw !== value)) {
    return undefined;
  }
  return form.kind === 'rewritten'
    ? [
        { ...gap, newText: '=' },
        { ...extent, newText: form.text },
      ]
    : [
        { ...gap, newText: `=${form.quote}` },
        ...(form.quote === '' ? [] : [{ start: extent.end, end: extent.end, newText: form.quote }]),
      ];
}

/** How a value is written behind an equals sign: as it is, in quotes, or with its blanks escaped. */
type Form =
  { readonly kind: 'kept'; readonly quote: '' | '"' } | { readonly kind: 'rewritten'; readonly text: string };

function formOf(value: string, escape: string): Form | undefined {
  const isPlain = !/["'\\`]/.test(value);
  if (isPlain && /\s/.test(value)) {
    return isSame(value, `"${value}"`, escape) ? { kind: 'kept', quote: '"' } : undefined;
  }
  if (isSame(value, value, escape)) {
    return { kind: 'kept', quote: '' };
  }
  const text = escapeBlanks(value, escape);
  return isSame(value, text, escape) ? { kind: 'rewritten', text } : undefined;
}

/** Whether a text is one word behind an equals sign, and that word has the value's meaning. */
function isSame(value: string, text: string, escape: string): boolean {
  const words = splitQuotedWords(text, { start: 0, end: text.length }, escape);
  const isWord = words.length === 1 && words[0]?.start === 0 && words[0].end === text.length;
  // Why two: a variable may be empty, and what is written for that case counts then.
  const meanings = [() => 'a "b\\c', () => null].map((lookup) => {
    const before = expandWord(value, escape, lookup);
    return before !== undefined && before === expandWord(text, escape, lookup);
  });
  return isWord && meanings.every(Boolean);
}

/** Puts the escape character before blanks that stand outside of quotes. */
function escapeBlanks(value: string, escape: string): string {
  let quote = '';
  let result = '';
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === escape && quote !== "'" && at + 1 < value.length) {
      at += 1;
      result += character + value.charAt(at);
      continue;
    }
    const isQuote = character === '"' || character === "'";
    quote = isQuote && (quote === '' || quote === character) ? (quote === '' ? character : '') : quote;
    result += quote === '' && /\s/.test(character) ? escape + character : character;
  }
  return result;
}
