import { digestHex } from '../base/digest.js';
import { formatEntryPath } from '../image/contents/layerEntry.js';
import type { LayerEntry } from '../image/contents/layerEntry.js';
import type { DifferentField, FileDifference } from '../image/contents/compareContents.js';
import type { FieldDifference, ImageComparison, LayerDifference } from '../image/inspect/compareImages.js';
import { exitCodes } from './exitCode.js';
import type { ExitCode } from './exitCode.js';
import { formatEntryMode, formatOwner } from './fileMode.js';
import { toDisplayPath } from './pathDisplay.js';
import { toPrintableLine } from './printable.js';
import { formatBytes, formatCount } from './quantity.js';
import { formatJson } from './reportOptions.js';
import type { TextOptions } from './reportOptions.js';

/** What comparing two inputs, or two platforms of one, came to. */
export interface DiffReport {
  readonly before: string;
  readonly after: string;
  readonly comparisons: readonly ImageComparison[];
  /** Images that only one side has, in words for people (`linux/arm64 app:1.0`). */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  readonly notes: readonly string[];
}

/** As `cmp` has it: `good` when they are the same, `bad` when they differ. */
export function toDiffExitCode({ comparisons, onlyBefore, onlyAfter }: DiffReport): ExitCode {
  const isSame = comparisons.every((comparison) => comparison.isSame);
  return isSame && onlyBefore.length === 0 && onlyAfter.length === 0 ? exitCodes.good : exitCodes.bad;
}

/** The comparison as JSON. */
export function formatDiffJson(report: DiffReport): string {
  return formatJson({
    ok: true,
    same: toDiffExitCode(report) === exitCodes.good,
    before: report.before,
    after: report.after,
    onlyBefore: report.onlyBefore,
    onlyAfter: report.onlyAfter,
    images: report.comparisons.map(({ isSame, notes, ...comparison }) => ({
      same: isSame,
      ...comparison,
      layers: comparison.layers.map(({ files, ...layer }) => ({
        ...layer,
        ...(files !== undefined && { files: files.map(toFileJson) }),
      })),
      notes,
    })),
    notes: report.notes,
  });
}

function toFileJson({ path, before, after, ...difference }: FileDifference): object {
  return {
    path: formatEntryPath(path),
    ...difference,
    ...(before !== undefined && { before: toSideJson(before) }),
    ...(after !== undefined && { after: toSideJson(after) }),
  };
}

function toSideJson({ kind, mode, uid, gid, modifiedSeconds, sizeBytes, ...more }: LayerEntry): object {
  const { linkName, whiteout, contentDigest } = more;
  return { kind, mode, uid, gid, modifiedSeconds, sizeBytes, linkName, whiteout, contentDigest };
}

/** The comparison as text; nothing but a line when both sides are the same. */
export function formatDiffText(report: DiffReport, options: TextOptions): string {
  const { style } = options;
  const isSame = toDiffExitCode(report) === exitCodes.good;
  const names = [report.before, report.after].map((name) =>
    toPrintableLine(toDisplayPath(name, options.directory)),
  );
  const parts = [
    `${style.red(`--- ${names[0] ?? ''}`)}\n${style.green(`+++ ${names[1] ?? ''}`)}\n`,
    ...report.onlyBefore.map((image) => `${style.red(`- ${toPrintableLine(image)}`)}\n`),
    ...report.onlyAfter.map((image) => `${style.green(`+ ${toPrintableLine(image)}`)}\n`),
    ...report.comparisons.map((comparison) => formatComparison(comparison, options)),
    ...report.notes.map((note) => `${toPrintableLine(note)}\n`),
    isSame ? style.green('The images are the same\n') : style.red('The images differ\n'),
  ];
  return parts.join('\n');
}

function formatComparison(comparison: ImageComparison, options: TextOptions): string {
  const { before, after, isSame, fields, layers, notes } = comparison;
  const { style } = options;
  const platform =
    before.platform === after.platform ? before.platform : `${before.platform} and ${after.platform}`;
  const verdict = isSame
    ? 'same'
    : `${formatCount(fields.length, 'field')} ${fields.length === 1 ? 'differs' : 'differ'}`;
  return [
    `${style.bold(platform)}  ${verdict}\n`,
    ...fields.map((field) => formatField(field, options)),
    ...layers.map((layer) => formatLayer(layer, options)),
    ...notes.map((note) => `  ${style.yellow(toPrintableLine(note))}\n`),
  ].join('');
}

function formatField({ field, before, after }: FieldDifference, { style }: TextOptions): string {
  const name = toPrintableLine(field);
  return [
    ...(before === undefined ? [] : [`  ${style.red(`- ${name}  ${toPrintableLine(before)}`)}\n`]),
    ...(after === undefined ? [] : [`  ${style.green(`+ ${name}  ${toPrintableLine(after)}`)}\n`]),
  ].join('');
}

function formatLayer({ index, change, before, after, files }: LayerDifference, options: TextOptions): string {
  const { style } = options;
  const short = (diffId: string): string => diffId.slice('sha256:'.length, 'sha256:'.length + 12);
  const digests = [before, after].flatMap((layer) => (layer === undefined ? [] : [short(layer.diffId)]));
  const shown = change === 'same' ? digests.slice(0, 1) : digests;
  const made = toPrintableLine((after ?? before)?.createdBy ?? '');
  const line = `  layer ${index + 1}  ${change.padEnd(9)}  ${shown.join(' -> ')}  ${made}`.trimEnd();
  const emphasis = change === 'same' ? style.dim : style.yellow;
  return [`${emphasis(line)}\n`, ...(files ?? []).map((file) => formatFile(file, options))].join('');
}

const marks = { added: '+', removed: '-', changed: '~' } as const;

function formatFile({ path, change, fields, before, after }: FileDifference, { style }: TextOptions): string {
  const emphasis = { added: style.green, removed: style.red, changed: style.yellow }[change];
  const name = toPrintableLine(formatEntryPath(path)) || '/';
  const entry = after ?? before;
  const what = entry?.whiteout === undefined ? name : `${name} (whiteout)`;
  const side =
    entry === undefined || change === 'changed' ? '' : `  ${formatEntryMode(entry)} ${sizeOf(entry)}`;
  const details = fields.map((field) => formatDetail(field, before, after)).join(', ');
  return `    ${emphasis(`${marks[change]} ${what}`)}${side}${details === '' ? '' : `  ${details}`}\n`;
}

function sizeOf({ kind, sizeBytes }: LayerEntry): string {
  return kind === 'file' ? formatBytes(sizeBytes) : kind;
}

const details: Readonly<Record<DifferentField, (entry: LayerEntry) => string>> = {
  kind: ({ kind }) => kind,
  mode: formatEntryMode,
  owner: formatOwner,
  time: ({ modifiedSeconds }) => formatTime(modifiedSeconds),
  size: ({ sizeBytes }) => `${sizeBytes} B`,
  link: ({ linkName = '' }) => toPrintableLine(formatEntryPath(linkName)),
  content: ({ contentDigest }) => (contentDigest === undefined ? '?' : digestHex(contentDigest).slice(0, 12)),
  whiteout: ({ whiteout = 'none' }) => whiteout,
};

function formatDetail(
  field: DifferentField,
  before: LayerEntry | undefined,
  after: LayerEntry | undefined,
): string {
  const [left, right] = [before, after].map((entry) => (entry === undefined ? '' : details[field](entry)));
  return `${field} ${left ?? ''} -> ${right ?? ''}`;
}

function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}
