import type { CommandText, Heredoc, Word } from './dockerfileDocument.js';
import { readHeredocWord } from './heredocWord.js';
import type { JoinedText } from './joinedText.js';
import { concatJoined, joinedAt, relativeOffset } from './joinedText.js';

/** A heredoc with the offsets of its body and of the delimiter behind it, counted as those of the joined text are. */
export interface PlacedHeredoc {
  readonly heredoc: Heredoc;
  readonly contentStart: number;
  readonly delimiterStart: number;
}

/** The command of a JSON array: its strings, joined by blanks. */
export function execCommand(words: readonly Word[], joined: JoinedText): CommandText {
  const { line } = joined;
  const parts = words.flatMap((word, index) => {
    const offset = relativeOffset(joined, word.start);
    const part = joinedAt(word.text, line, offset + 1);
    return index === 0 ? [part] : [joinedAt(' ', line, offset), part];
  });
  return { kind: 'exec', isHeredoc: false, joined: concatJoined(line, parts) };
}

/**
 * The command of a shell form, with the heredocs that come with it.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/dockerfile2llb/convert.go
 */
export function shellCommand(line: JoinedText, heredocs: readonly PlacedHeredoc[]): CommandText {
  const [first] = heredocs;
  if (first === undefined) {
    return { kind: 'shell', isHeredoc: false, joined: line };
  }
  const alone = readHeredocWord(line.text);
  if (alone === undefined || 'error' in alone) {
    return { kind: 'shell', isHeredoc: false, joined: withBodies(line, heredocs) };
  }
  const { content, chomp } = first.heredoc;
  return {
    kind: content.startsWith('#!') ? 'script' : 'shell',
    isHeredoc: true,
    joined: chomp
      ? withoutTabs(content, line.line, first.contentStart)
      : joinedAt(content, line.line, first.contentStart),
  };
}

/** The line, the bodies and the delimiters behind them, as the shell reads them. */
function withBodies(line: JoinedText, heredocs: readonly PlacedHeredoc[]): JoinedText {
  const end = relativeOffset(line, line.text.length, 'end');
  const at = line.line;
  return concatJoined(at, [
    line,
    ...heredocs.flatMap(({ heredoc, contentStart, delimiterStart }) => [
      joinedAt('\n', at, Math.min(end, contentStart)),
      joinedAt(heredoc.content, at, contentStart),
      joinedAt(heredoc.name, at, delimiterStart),
    ]),
  ]);
}

/** A body without the tabs its lines begin with. */
function withoutTabs(content: string, line: number, offset: number): JoinedText {
  const parts: JoinedText[] = [];
  let at = 0;
  while (at < content.length) {
    const start = skipTabs(content, at);
    const newline = content.indexOf('\n', start);
    const end = newline === -1 ? content.length : newline + 1;
    parts.push(joinedAt(content.slice(start, end), line, offset + start));
    at = end;
  }
  return parts.length === 0 ? joinedAt('', line, offset) : concatJoined(line, parts);
}

/** The first place from `at` on that holds no tab. */
export function skipTabs(text: string, at: number): number {
  let start = at;
  while (text.charCodeAt(start) === 0x09) {
    start += 1;
  }
  return start;
}
