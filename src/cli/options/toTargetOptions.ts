import { targetFormats } from '../../core/artifact/targetOptions.js';
import type {
  TargetCompression,
  TargetMediaTypes,
  TargetOptions,
} from '../../core/artifact/targetOptions.js';
import type { Options } from './invocation.js';
import { UsageError } from './usageError.js';

const compressions: readonly TargetCompression[] = ['keep', 'gzip', 'zstd', 'none'];
const mediaTypes: readonly TargetMediaTypes[] = ['keep', 'docker', 'oci'];
const foreignChoices = ['require', 'name'] as const;
const attestationChoices = ['keep', 'drop'] as const;

/** What the options of `convert` ask for; the values of choices were checked before. */
export function toTargetOptions(options: Options): TargetOptions {
  const format = targetFormats.find((name) => name === options.text('to')) ?? 'launchpad';
  const compression = compressions.find((name) => name === options.text('compression'));
  const types = mediaTypes.find((name) => name === options.text('media-types'));
  const level = toLevel(options.text('level'));
  const tag = options.text('tag');
  const attestations = attestationChoices.find((name) => name === options.text('attestations'));
  const foreignLayers = foreignChoices.find((name) => name === options.text('foreign'));
  return {
    format,
    ...(compression !== undefined && { compression }),
    ...(level !== undefined && { level }),
    ...(options.has('recompress') && { recompress: true }),
    ...(types !== undefined && { mediaTypes: types }),
    ...(tag !== undefined && { tag }),
    ...(attestations !== undefined && { attestations }),
    ...(foreignLayers !== undefined && { foreignLayers }),
  };
}

function toLevel(text: string | undefined): number | undefined {
  if (text !== undefined && !/^[1-9]$/.test(text)) {
    throw new UsageError(`--level takes a number from 1 (fastest) to 9 (smallest), not "${text}".`);
  }
  return text === undefined ? undefined : Number(text);
}
