import { digestHex } from '../base/digest.js';
import type { Digest } from '../base/digest.js';
import type { ImageReport, LayerReport, Problem } from '../artifact/imageReport.js';
import { toDisplayPath } from './pathDisplay.js';
import { toPrintableLine } from './printable.js';
import { formatBytes, formatCount } from './quantity.js';
import type { TextOptions } from './reportOptions.js';

/** An image as the JSON reports write it. */
export interface ImageJson {
  readonly platform: string;
  /** Null where the image came without a manifest (legacy archives, artifact sets). */
  readonly manifestDigest: Digest | null;
  readonly configDigest: Digest;
  readonly layers: readonly LayerReport[];
  readonly directory: string;
}

/** An image in the JSON reports' form, its keys always there and in the same order. */
export function toImageJson(image: ImageReport): ImageJson {
  return {
    platform: image.platform,
    manifestDigest: image.manifestDigest ?? null,
    configDigest: image.configDigest,
    layers: image.layers.map(toLayerJson),
    directory: image.directory,
  };
}

/** A problem in the JSON reports' form. */
export function toProblemJson(problem: Problem): Problem {
  return {
    code: problem.code,
    message: problem.message,
    ...(problem.platform !== undefined && { platform: problem.platform }),
    ...(problem.file !== undefined && { file: problem.file }),
    ...(problem.where !== undefined && { where: problem.where }),
    ...(problem.expected !== undefined && { expected: problem.expected }),
    ...(problem.actual !== undefined && { actual: problem.actual }),
  };
}

/** The images, each with its directory, digests and layers, aligned. */
export function formatImages(images: readonly ImageReport[], options: TextOptions): string {
  return images.map((image) => formatImage(image, options)).join('\n');
}

/** The problems, each with its code and the file it is about. */
export function formatProblems(problems: readonly Problem[], options: TextOptions): string {
  return problems.map((problem) => formatProblem(problem, options)).join('');
}

function toLayerJson(layer: LayerReport): LayerReport {
  const { diffId, digest, sizeBytes, layerId, source, file } = layer;
  return { diffId, digest, sizeBytes, layerId, source, file };
}

function formatImage(image: ImageReport, options: TextOptions): string {
  const { style } = options;
  const total = image.layers.reduce((sum, layer) => sum + layer.sizeBytes, 0);
  const rows = [
    ...(image.manifestDigest === undefined ? [] : [['manifest', image.manifestDigest]]),
    ['config', image.configDigest],
    ['layers', `${formatCount(image.layers.length, 'layer')}, ${formatBytes(total)}`],
  ];
  const head = `${style.bold(image.platform)}  ${toPrintableLine(toDisplayPath(image.directory, options.directory))}\n`;
  const facts = rows.map(([name = '', value = '']) => `  ${style.dim(name.padEnd(8))}  ${value}\n`);
  return [head, ...facts, ...formatLayers(image.layers, options)].join('');
}

function formatLayers(layers: readonly LayerReport[], { style }: TextOptions): readonly string[] {
  const sizes = layers.map((layer) => formatBytes(layer.sizeBytes));
  const width = Math.max(0, ...sizes.map((size) => size.length));
  return layers.map((layer, index) => {
    const size = (sizes[index] ?? '').padStart(width);
    const source = layer.source === '' ? '' : `  from ${toPrintableLine(layer.source)}`;
    return `    ${digestHex(layer.digest).slice(0, 12)}  ${size}  ${toPrintableLine(layer.file)}${style.dim(source)}\n`;
  });
}

function formatProblem(problem: Problem, options: TextOptions): string {
  const { style } = options;
  const platform = problem.platform === undefined ? '' : `[${problem.platform}] `;
  const file =
    problem.file === undefined ? '' : ` ${toPrintableLine(toDisplayPath(problem.file, options.directory))}`;
  const tail = style.dim(`(${problem.code}${file === '' ? '' : `:${file}`})`);
  return `${style.red('error')}  ${platform}${toPrintableLine(problem.message)} ${tail}\n`;
}
