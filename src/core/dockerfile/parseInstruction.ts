import { isAscii, toByteText } from './byteText.js';
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
  const head: Draft = {
    keyword,
    written,
    keywordRange: range(word),
    joined,
    flags: flags.map((flag) => toFlag(flag, range)),
    form: read.form,
    words: read.words.map((each) => toWord(each, range)),
    rest: restText,
    problems: read.problem === undefined ? [] : [toProblem(read.problem, extent, range)],
  };
  if (read.assignments !== undefined) {
    head.assignments = read.assignments.map((each) => toAssignment(each, text, range));
  }
  if (trigger !== undefined) {
    head.trigger = trigger;
    head.problems = [...head.problems, ...trigger.problems];
  }
  return head;
}

type Draft = { -readonly [Key in keyof InstructionHead]: InstructionHead[Key] };

function toWord(word: Arguments['words'][number], range: Placer): Word {
  return { text: word.text, range: range(word), start: word.start, end: word.end };
}

type Placer = (extent: Extent) => Word['range'];

function placer(joined: JoinedText, lines: LineTable): Placer {
  return ({ start, end }) => {
    const from = documentOffset(lines, joined, start);
    return rangeBetween(lines, from, end > start ? documentOffset(lines, joined, end, 'end') : from);
  };
}

function toProblem(
  { message, extent, isCount }: NonNullable<Arguments['problem']>,
  whole: Extent,
  range: Placer,
): BuildProblem {
  const code = isCount === true ? 'argument-count' : 'invalid-syntax';
  return { code, message, range: range(extent.end > extent.start ? extent : whole) };
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
  const key = text.slice(raw.start, keyEnd);
  const keyRange = range({ start: raw.start, end: keyEnd });
  if (raw.valueStart === undefined) {
    return { key, keyRange, range: range(raw), isLegacy: false };
  }
  return {
    key,
    keyRange,
    value: text.slice(raw.valueStart, raw.end),
    valueRange: range({ start: raw.valueStart, end: raw.end }),
    range: range(raw),
    isLegacy: raw.equals === undefined,
  };
}

function legacyKeyEnd({ start, end }: RawAssignment, text: string): number {
  return splitAtSeparators(text, { start, end }, 2)[0]?.end ?? end;
}

function readArguments(source: Source): Arguments {
  return (readers.get(source.keyword) ?? separatedWords)(source);
}

const readers: ReadonlyMap<string, (source: Source) => Arguments> = new Map([
  ...['ADD', 'COPY'].map((each) => [each, jsonOrWords] as const),
  ['VOLUME', readVolumes] as const,
  ...['CMD', 'ENTRYPOINT', 'RUN', 'SHELL'].map((each) => [each, jsonOrRest] as const),
  ...['ENV', 'LABEL'].map((each) => [each, readPairs] as const),
  ...['MAINTAINER', 'STOPSIGNAL', 'USER', 'WORKDIR', 'ONBUILD'].map((each) => [each, wholeRest] as const),
  ['ARG', readArgNames] as const,
  ['HEALTHCHECK', readHealthcheck] as const,
]);

function jsonOrWords(source: Source): Arguments {
  return readJson(source, separatedWords);
}

/** Blanks of other kinds than those that part words are cut off. */
function readVolumes(source: Source): Arguments {
  const read = jsonOrWords(source);
  return { ...read, words: read.words.map((word) => ({ ...word, text: trimmed(word.text) })) };
}

function trimmed(text: string): string {
  const { start, end } = trimSpaces(text, { start: 0, end: text.length });
  return text.slice(start, end);
}

function jsonOrRest(source: Source): Arguments {
  return readJson(source, wholeRest);
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
  const read = otherwise(source);
  return reading.kind === 'mixed' ? { ...read, problem: { message, extent: source.rest } } : read;
}

function readHealthcheck(source: Source): Arguments {
  const { text, rest } = source;
  const type = takeType(text, rest);
  if (type === undefined) {
    return { form: 'words', words: [] };
  }
  const behind = { start: skipSpaces(text, type.end, rest.end), end: rest.end };
  const command = jsonOrRest({ ...source, rest: behind });
  return { ...command, words: [type, ...command.words] };
}

/** The first word, which the builder looks for byte by byte: it may end within a character. */
function takeType(text: string, { start, end }: Extent): Arguments['words'][number] | undefined {
  let at = start;
  while (at < end && (text.charCodeAt(at) >= 0x80 || !isGoSpace(text.charCodeAt(at)))) {
    at += 1;
  }
  const word = text.slice(start, at);
  const bytes = isAscii(word) ? undefined : toByteText(word);
  const cut = bytes?.text.search(/[\u0085\u00A0]/) ?? -1;
  const length = bytes?.offsets[cut];
  if (bytes === undefined || length === undefined) {
    return at === start ? undefined : { text: word, start, end: at };
  }
  const lost = cut - bytes.offsets.indexOf(length);
  const character = String.fromCodePoint(word.codePointAt(length) ?? 0);
  return {
    text: `${word.slice(0, length)}${'\uFFFD'.repeat(lost)}`,
    start,
    end: start + length + character.length,
  };
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
  const read: Arguments = {
    form: 'words',
    words: words.map((extent) => withText(text, extent)),
    assignments: bare === undefined ? pairs : pairs.filter(({ equals }) => equals !== undefined),
  };
  return bare === undefined ? read : { ...read, problem: missingEquals(text, bare) };
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
