import { digestHex } from '../base/digest.js';
import { formatEntryPath } from '../image/contents/layerEntry.js';
import type { LayerContents, LayerEntry } from '../image/contents/layerEntry.js';
import { wastedSpace } from '../image/contents/wastedSpace.js';
import type { IncompleteImage } from '../image/image.js';
import type {
  InspectedAttestation,
  InspectedDocument,
  InspectedImage,
  InspectedLayer,
  Inspection,
} from '../image/inspect/inspectImages.js';
import { formatPlatform } from '../platform/platform.js';
import { exitCodes } from './exitCode.js';
import type { ExitCode } from './exitCode.js';
import { formatEntryMode, formatOwner } from './fileMode.js';
import { toDisplayPath } from './pathDisplay.js';
import { toPrintableLine } from './printable.js';
import { formatBytes, formatCount } from './quantity.js';
import { formatJson } from './reportOptions.js';
import type { TextOptions } from './reportOptions.js';

/** An inspection, and of what. */
export interface InspectReport {
  /** The archive, as a person calls it. */
  readonly name: string;
  readonly inspection: Inspection;
  /** What had to be done to read it, in words. */
  readonly notes: readonly string[];
}

/** `bad` when a layer is not what is said of it, or an image is not wholly there. */
export function toInspectExitCode({ inspection }: InspectReport): ExitCode {
  const isTrue = inspection.images.every(({ layers }) =>
    layers.every(({ problems }) => problems.length === 0),
  );
  return isTrue && inspection.incomplete.length === 0 ? exitCodes.good : exitCodes.bad;
}

/** The inspection as JSON. */
export function formatInspectJson(report: InspectReport): string {
  const { images, attestations, incomplete, leftAside } = report.inspection;
  return formatJson({
    ok: toInspectExitCode(report) === exitCodes.good,
    name: report.name,
    images: images.map(toImageJson),
    attestations,
    incomplete: incomplete.map(({ platform, ...image }) => ({
      platform: platform === undefined ? null : formatPlatform(platform),
      ...image,
    })),
    notes: [...leftAside, ...report.notes],
  });
}

function toImageJson(image: InspectedImage): object {
  return {
    platform: image.platform,
    tags: image.tags,
    index: image.index === undefined ? null : toDocumentJson(image.index),
    manifest: image.manifest === undefined ? null : toDocumentJson(image.manifest),
    config: { ...toDocumentJson(image.config), fields: Object.fromEntries(image.fields) },
    history: image.history,
    layers: image.layers.map(toLayerJson),
  };
}

function toDocumentJson({ digest, mediaType, sizeBytes, annotations }: InspectedDocument): object {
  return { digest, mediaType: mediaType ?? null, sizeBytes, annotations: Object.fromEntries(annotations) };
}

function toLayerJson({ contents, annotations, instruction, toc, ...layer }: InspectedLayer): object {
  return {
    ...layer,
    toc: toc ?? null,
    annotations: Object.fromEntries(annotations),
    createdBy: instruction?.createdBy ?? null,
    ...(contents !== undefined && { files: contents.entries.map(toFileJson), notes: contents.notes }),
  };
}

function toFileJson(entry: LayerEntry): object {
  const { path, kind, mode, uid, gid, userName, groupName, modifiedSeconds, sizeBytes } = entry;
  const { linkName, whiteout } = entry;
  const owner = { uid, gid, userName, groupName };
  return {
    path: formatEntryPath(path),
    kind,
    mode,
    ...owner,
    modifiedSeconds,
    sizeBytes,
    linkName,
    whiteout,
  };
}

/** The inspection as text: each image with its documents, config and layers, then what else there is. */
export function formatInspectText({ name, inspection, notes }: InspectReport, options: TextOptions): string {
  const { style } = options;
  const parts = [
    `${style.bold(toPrintableLine(toDisplayPath(name, options.directory)))}  ${formatCount(inspection.images.length, 'image')}\n`,
    ...inspection.images.map((image) => formatImage(image, options)),
    formatAttestations(inspection.attestations, options),
    formatIncomplete(inspection.incomplete, options),
    formatNotes([...inspection.leftAside, ...notes], options),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function formatNotes(notes: readonly string[], { style }: TextOptions): string {
  const lines = notes.map((note) => `  ${toPrintableLine(note)}\n`);
  return lines.length === 0 ? '' : `${style.bold('Also seen')}\n${lines.join('')}`;
}

function formatImage(image: InspectedImage, options: TextOptions): string {
  const { style } = options;
  const tags = image.tags.map(toPrintableLine).join(', ');
  const rows = [
    ...documentRows('index', image.index),
    ...documentRows('manifest', image.manifest),
    ...documentRows('config', image.config),
    ...[...image.fields].filter(([field]) => !shownElsewhere.includes(field)),
  ];
  const width = Math.max(0, ...rows.map(([field]) => toPrintableLine(field).length));
  const lines = rows.map(([field, value]) => {
    return `  ${style.dim(toPrintableLine(field).padEnd(width))}  ${toPrintableLine(value)}\n`;
  });
  return [
    `${style.bold(image.platform)}${tags === '' ? '' : `  ${style.cyan(tags)}`}\n`,
    ...lines,
    '\n',
    formatLayers(image.layers, options),
    formatFiles(image, options),
  ].join('');
}

const shownElsewhere: readonly string[] = ['os', 'architecture', 'variant'];

type Row = readonly [string, string];

function documentRows(name: string, document: InspectedDocument | undefined): readonly Row[] {
  if (document === undefined) {
    return [];
  }
  const facts = [document.digest, formatBytes(document.sizeBytes), document.mediaType ?? ''];
  return [
    [name, facts.filter((fact) => fact !== '').join('  ')],
    ...[...document.annotations].map(([key, value]): Row => [`  ${key}`, value]),
  ];
}

function formatLayers(layers: readonly InspectedLayer[], options: TextOptions): string {
  const { style } = options;
  const stored = layers.reduce((sum, layer) => sum + layer.sizeBytes, 0);
  const unpacked = layers.reduce((sum, layer) => sum + (layer.contentSizeBytes ?? 0), 0);
  const type = commonType(layers);
  const head = `  ${formatCount(layers.length, 'layer')}, ${formatBytes(stored)} stored, ${formatBytes(unpacked)} unpacked${type === undefined ? '' : `, ${toPrintableLine(type)}`}\n`;
  const table = layers.map((layer, index) => [
    String(index + 1),
    formatBytes(layer.sizeBytes),
    layer.contentSizeBytes === undefined ? '?' : formatBytes(layer.contentSizeBytes),
    formOf(layer),
    digestHex(layer.digest).slice(0, 12),
  ]);
  const titles = ['#', 'stored', 'unpacked', 'form', 'digest'];
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...table.map((row) => row[column]?.length ?? 0)),
  );
  const align = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column < 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ');
  const lines = layers.map((layer, index) => {
    const made = toPrintableLine(layer.instruction?.createdBy ?? '');
    return [
      `  ${align(table[index] ?? [])}  ${made}${style.dim(asides(layer, type))}`.trimEnd(),
      ...layer.problems.map((problem) => `      ${style.red(toPrintableLine(problem))}`),
    ].join('\n');
  });
  const title = layers.length === 0 ? [] : [style.dim(`  ${align(titles)}  made by`)];
  return [head, ...[...title, ...lines].map((line) => `${line}\n`)].join('');
}

function formOf({ compression, toc }: InspectedLayer): string {
  return toc ?? (compression === 'none' ? 'tar' : compression);
}

/** The media type of all layers; undefined when they differ or have none. */
function commonType(layers: readonly InspectedLayer[]): string | undefined {
  const [type, ...others] = new Set(layers.map(({ mediaType }) => mediaType));
  return others.length === 0 ? type : undefined;
}

function asides({ sharedWith, source, mediaType }: InspectedLayer, common: string | undefined): string {
  const facts = [
    ...(mediaType === undefined || mediaType === common ? [] : [mediaType]),
    ...(source === '' ? [] : [`from ${source}`]),
    ...(sharedWith.length === 0 ? [] : [`also in ${sharedWith.join(', ')}`]),
  ];
  return facts.map((fact) => `  (${toPrintableLine(fact)})`).join('');
}

function formatFiles({ layers }: InspectedImage, { style }: TextOptions): string {
  const contents = layers.flatMap((layer) => (layer.contents === undefined ? [] : [layer.contents]));
  if (contents.length === 0) {
    return '';
  }
  const { wastedBytes, efficiency } = wastedSpace(contents);
  const percent = (efficiency * 100).toFixed(1);
  return [
    ...contents.map((content, index) => `\n  ${style.bold(`layer ${index + 1}`)}\n${formatEntries(content)}`),
    `\n  efficiency ${percent} %, ${formatBytes(wastedBytes)} wasted: removed or stored again by a later layer\n`,
  ].join('');
}

function formatEntries({ entries, notes }: LayerContents): string {
  const sizes = entries.map(({ sizeBytes, kind }) => (kind === 'file' ? formatBytes(sizeBytes) : '-'));
  const owners = entries.map(formatOwner);
  const sizeWidth = sizes.reduce((width, size) => Math.max(width, size.length), 0);
  const ownerWidth = owners.reduce((width, owner) => Math.max(width, owner.length), 0);
  const lines = entries.map((entry, index) => {
    const size = (sizes[index] ?? '').padStart(sizeWidth);
    const owner = (owners[index] ?? '').padEnd(ownerWidth);
    return `    ${formatEntryMode(entry)}  ${owner}  ${size}  ${formatName(entry)}\n`;
  });
  return [...lines, ...notes.map((note) => `    ${toPrintableLine(note)}\n`)].join('');
}

function formatName({ path, kind, linkName, whiteout }: LayerEntry): string {
  const name = toPrintableLine(formatEntryPath(path)) || '/';
  if (whiteout !== undefined) {
    return whiteout === 'file' ? `${name} (removed)` : `${name} (emptied)`;
  }
  const target = toPrintableLine(formatEntryPath(linkName ?? ''));
  return kind === 'symlink' ? `${name} -> ${target}` : kind === 'hardlink' ? `${name} = ${target}` : name;
}

function formatAttestations(attestations: readonly InspectedAttestation[], { style }: TextOptions): string {
  const lines = attestations.map(({ digest, subject, predicateTypes, sizeBytes }) => {
    const types = predicateTypes.map(toPrintableLine).join(', ');
    const about = subject === undefined ? '' : ` of ${subject}`;
    return `  ${digest}${about}  ${formatBytes(sizeBytes)}${types === '' ? '' : `  ${types}`}\n`;
  });
  return lines.length === 0 ? '' : `${style.bold('Attestations')}\n${lines.join('')}`;
}

function formatIncomplete(images: readonly IncompleteImage[], { style }: TextOptions): string {
  const lines = images.map(({ platform, missing }) => {
    const what = platform === undefined ? 'an image' : formatPlatform(platform);
    return `  ${what}: ${missing.map(toPrintableLine).join(', ')}\n`;
  });
  return lines.length === 0 ? '' : `${style.red('Named, but not wholly there')}\n${lines.join('')}`;
}
