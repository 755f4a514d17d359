import type { Assignment, BuildProblem, Flag, Instruction, Word } from './dockerfileDocument.js';
import type { Extent } from './goText.js';
import { isGoSpace, quoteGo, skipSpaces, splitAtSeparators, trimSpaces } from './goText.js';
import type { JoinedText } from './joinedText.js';
import { documentOffset, sliceJoined } from './joinedText.js';
import type { LineTable } from './lineTable.js';
import { rangeBetween } from './lineTable.js';
import type { SplitFlag } from './splitArguments.js';
import { readJsonWords, splitFlags, splitQuotedWords } from './splitArguments.js';

/** What an instruction's line says, before its heredocs are read. */
export interface InstructionHead extends Pick<
  Instruction,
  'keyword' | 'written' | 'keywordRange' | 'joined' | 'flags' | 'form' | 'words' | 'rest' | 'assignments'
> {
  /** The instruction behind ONBUILD. */
  readonly trigger?: InstructionHead;
  /** What the parser refuses of it. */
  readonly problems: readonly BuildProblem[];
}

/** What is the same for all instructions of a document. */
export interface ParseContext {
  readonly lines: LineTable;
  readonly escape: string;
}

/** The words of an instruction in offsets of its joined text. */
interface Arguments {
  readonly form: 'words' | 'json';
  readonly words: readonly (Extent & { readonly text: string })[];
  readonly assignments?: readonly RawAssignment[];
  readonly problem?: { readonly message: string; readonly extent: Extent; readonly isCount?: boolean };
}

interface RawAssignment extends Extent {
  readonly equals: number | undefined;
  /** Where the value begins; undefined for a name alone. */
  readonly valueStart: number | undefined;
}

interface Source {
  readonly keyword: string;
  readonly text: string;
  readonly rest: Extent;
  readonly escape: string;
}

/** ONBUILD within ONBUILD is refused anyway, so it is not followed. */
const mostNested = 1;

/**
 * Reads the joined line of an instruction as BuildKit's parser does.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/parser/line_parsers.go
 */
export function parseInstruction(joined: JoinedText, context: ParseContext, depth = 0): InstructionHead {
  const { text } = joined;
  const extent = trimSpaces(text, { start: 0, end: text.length });
  const [word = extent, behind] = splitAtSeparators(text, extent, 2);
  const { flags, rest } =
    behind === undefined
      ? { flags: [], rest: { start: extent.end, end: extent.end } }
      : splitFlags(text, behind, context.escape);
  const written = text.slice(word.start, word.end);
  const keyword = written.toUpperCase();
  const range = placer(joined, context.lines);
  const trimmed = trimSpaces(text, rest);
  const read = readArguments({ keyword, text, rest: trimmed, escape: context.escape });
  const restText = sliceJoined(joined, trimmed.start, trimmed.end);
  const trigger =
    keyword === 'ONBUILD' && restText.text !== '' && depth < mostNested
      ? parseInstruction(restText, context, depth + 1)
      : undefined;
  const whole = range(extent);
  return {
    keyword,
    written,
    keywordRange: range(word),
    joined,
    flags: flags.map((flag) => toFlag(flag, range)),
    form: read.form,
    words: read.words.map((each) => ({ ...each, range: range(each) })),
    rest: restText,
    ...(read.assignments !== undefined && {
      assignments: read.assignments.map((each) => toAssignment(each, text, range)),
    }),
    ...(trigger !== undefined && { trigger }),
    problems: [...toProblems(read, { range, whole }), ...(trigger?.problems ?? [])],
  };
}

type Placer = (extent: Extent) => Word['range'];

function placer(joined: JoinedText, lines: LineTable): Placer {
  return ({ start, end }) => {
    const from = documentOffset(joined, start);
    return rangeBetween(lines, from, end > start ? documentOffset(joined, end, 'end') : from);
  };
}

function toProblems(
  { problem }: Arguments,
  { range, whole }: { readonly range: Placer; readonly whole: Word['range'] },
): readonly BuildProblem[] {
  if (problem === undefined) {
    return [];
  }
  const { message, extent, isCount } = problem;
  const code = isCount === true ? 'argument-count' : 'invalid-syntax';
  return [{ code, message, range: extent.end > extent.start ? range(extent) : whole }];
}

function toFlag(flag: SplitFlag, range: Placer): Flag {
  const split = flag.text.indexOf('=');
  if (split === -1 || flag.equals === undefined) {
    return { name: flag.text.slice(2), range: range(flag) };
  }
  return {
    name: flag.text.slice(2, split),
    value: flag.text.slice(split + 1),
    range: range(flag),
    valueRange: range({ start: Math.min(flag.equals + 1, flag.end), end: flag.end }),
  };
}

function toAssignment(raw: RawAssignment, text: string, range: Placer): Assignment {
  const keyEnd = raw.equals ?? (raw.valueStart === undefined ? raw.end : legacyKeyEnd(raw, text));
  const value = raw.valueStart === undefined ? undefined : { start: raw.valueStart, end: raw.end };
  return {
    key: text.slice(raw.start, keyEnd),
    keyRange: range({ start: raw.start, end: keyEnd }),
    ...(value !== undefined && { value: text.slice(value.start, value.end), valueRange: range(value) }),
    range: range(raw),
    isLegacy: raw.equals === undefined && value !== undefined,
  };
}

function legacyKeyEnd({ start, end }: RawAssignment, text: string): number {
  return splitAtSeparators(text, { start, end }, 2)[0]?.end ?? end;
}

function readArguments(source: Source): Arguments {
  switch (source.keyword) {
    case 'ADD':
    case 'COPY':
    case 'VOLUME':
      return readJson(source, separatedWords);
    case 'CMD':
    case 'ENTRYPOINT':
    case 'RUN':
    case 'SHELL':
      return readJson(source, wholeRest);
    case 'ENV':
    case 'LABEL':
      return readPairs(source);
    case 'ARG':
      return readArgNames(source);
    case 'HEALTHCHECK':
      return readHealthcheck(source);
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
    case 'ONBUILD':
      return wholeRest(source);
    default:
      return separatedWords(source);
  }
}

function withText(text: string, extent: Extent): Extent & { readonly text: string } {
  return { text: text.slice(extent.start, extent.end), start: extent.start, end: extent.end };
}

function wholeRest({ text, rest }: Source): Arguments {
  return { form: 'words', words: rest.end > rest.start ? [withText(text, rest)] : [] };
}

function separatedWords({ text, rest }: Source): Arguments {
  const words = rest.end > rest.start ? splitAtSeparators(text, rest) : [];
  return { form: 'words', words: words.map((extent) => withText(text, extent)) };
}

function readJson(source: Source, otherwise: (source: Source) => Arguments): Arguments {
  const reading = readJsonWords(source.text, source.rest);
  if (reading.kind === 'strings') {
    return { form: 'json', words: reading.words };
  }
  const message = 'when using JSON array syntax, arrays must be comprised of strings only';
  return {
    ...otherwise(source),
    ...(reading.kind === 'mixed' && { problem: { message, extent: source.rest } }),
  };
}

function readHealthcheck(source: Source): Arguments {
  const { text, rest } = source;
  let end = rest.start;
  while (end < rest.end && !isGoSpace(text.charCodeAt(end))) {
    end += 1;
  }
  if (end === rest.start) {
    return { form: 'words', words: [] };
  }
  const behind = { start: skipSpaces(text, end, rest.end), end: rest.end };
  const command = readJson({ ...source, rest: behind }, wholeRest);
  return { ...command, words: [withText(text, { start: rest.start, end }), ...command.words] };
}

function readArgNames({ text, rest, escape }: Source): Arguments {
  const words = splitQuotedWords(text, rest, escape);
  return {
    form: 'words',
    words: words.map((extent) => withText(text, extent)),
    assignments: words.map((extent) => toRaw(extent, text)),
  };
}

function toRaw({ start, end }: Extent, text: string): RawAssignment {
  const found = text.slice(start, end).indexOf('=');
  const equals = found === -1 ? undefined : start + found;
  return { start, end, equals, valueStart: equals === undefined ? undefined : equals + 1 };
}

/** `ENV a=b c=d`, or `ENV a the rest` where the first word has no equals sign. */
function readPairs(source: Source): Arguments {
  const { keyword, text, rest, escape } = source;
  const words = splitQuotedWords(text, rest, escape);
  const pairs = words.map((extent) => toRaw(extent, text));
  const [first] = pairs;
  if (first !== undefined && first.equals === undefined) {
    return readLegacyPair(source, keyword);
  }
  const bare = pairs.find(({ equals }) => equals === undefined);
  return {
    form: 'words',
    words: words.map((extent) => withText(text, extent)),
    assignments: pairs.filter(({ equals }) => equals !== undefined),
    ...(bare !== undefined && { problem: missingEquals(text, bare) }),
  };
}

function missingEquals(text: string, extent: Extent): NonNullable<Arguments['problem']> {
  const word = quoteGo(text.slice(extent.start, extent.end));
  const message = `Syntax error - can't find = in ${word}. Must be of the form: name=value`;
  return { message, extent };
}

function readLegacyPair({ text, rest }: Source, keyword: string): Arguments {
  const [key = rest, value] = splitAtSeparators(text, rest, 2);
  if (value === undefined) {
    const problem = { message: `${keyword} must have two arguments`, extent: key, isCount: true };
    return { form: 'words', words: [withText(text, key)], assignments: [], problem };
  }
  return {
    form: 'words',
    words: [withText(text, key), withText(text, value)],
    assignments: [{ start: rest.start, end: rest.end, equals: undefined, valueStart: value.start }],
  };
}
