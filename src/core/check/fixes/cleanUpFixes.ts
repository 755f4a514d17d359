import { documentOffset } from '../../dockerfile/joinedText.js';
import type { Fixer } from './fixDraft.js';
import { extentOf } from './fixDraft.js';

/** Runs a command at the end of the RUN, where that can be told to be reached only when all before succeeded. */
export function cleansUp(cleaning: string): Fixer {
  return ({ document, inner }) => {
    const { command, heredocs } = inner;
    if (command?.kind !== 'shell' || heredocs.length > 0 || !isChain(command.joined.text)) {
      return undefined;
    }
    const end = documentOffset(document.lines, command.joined, command.joined.text.length, 'end');
    const written = document.text.slice(extentOf(document, inner.range).start, end);
    const indent = /\n([ \t]*)(?:&& )?[^\n]*$/.exec(written)?.[1];
    const eol = written.includes('\r\n') ? '\r\n' : '\n';
    const glue = indent === undefined ? ' ' : ` ${document.escape}${eol}${indent}`;
    return { title: `Add ${cleaning}`, edits: [{ start: end, end, newText: `${glue}&& ${cleaning}` }] };
  };
}

/** Whether a text is commands with `&&` between them, so that another one fits behind. */
function isChain(text: string): boolean {
  return (
    /[\w/"'.*]$/.test(text) &&
    !/[#;|`(){}<>]|(?<!&)&(?!&)|\b(?:if|for|while|case|until|exec|exit)\b/.test(text)
  );
}
