import { documentOffset } from '../../dockerfile/joinedText.js';
import type { DraftEdit, FixDraft, FixInput } from './fixDraft.js';

/** Writes the name that is meant, where BuildKit knows a similar one, at each use in the instruction. */
export function fixUndefinedName({ document, inner, finding }: FixInput): FixDraft | undefined {
  const [, name = '', meant = ''] = /'\$?(\w+)'[^']*\(did you mean \$?(\w+)\?\)$/.exec(finding.message) ?? [];
  if (name === '' || meant === '' || inner.heredocs.length > 0) {
    return undefined;
  }
  // Why: what a shell expands later is none of BuildKit's uses.
  const { lines } = document;
  const stop = inner.command === undefined ? Infinity : documentOffset(lines, inner.rest, 0);
  const { joined } = inner;
  const edits = usesOf(joined.text, name, document.escape).flatMap((at): readonly DraftEdit[] => {
    const start = documentOffset(lines, joined, at);
    const end = documentOffset(lines, joined, at + name.length, 'end');
    const isWhole = document.text.slice(start, end) === name;
    return isWhole && start < stop ? [{ start, end, newText: meant }] : [];
  });
  return { title: `Use ${meant}`, edits };
}

/** Where the name stands in `$name` and `${name…}`, outside of single quotes and not escaped. */
function usesOf(text: string, name: string, escape: string): readonly number[] {
  const uses: number[] = [];
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === "'") {
      quote = character === quote ? '' : quote;
    } else if (character === escape) {
      at += 1;
    } else if (character === '"' || (character === "'" && quote === '')) {
      quote = quote === '' ? character : '';
    } else if (character === '$') {
      uses.push(...startOfName(text, at, name));
    }
  }
  return uses;
}

/** Where the name behind a dollar sign begins, if it is this one. */
function startOfName(text: string, dollar: number, name: string): readonly number[] {
  const start = dollar + (text.charAt(dollar + 1) === '{' ? 2 : 1);
  return text.startsWith(name, start) && !/\w/.test(text.charAt(start + name.length)) ? [start] : [];
}
