import { chooseImages, pairImages } from '../../core/artifact/chooseImages.js';
import type { PairedImages } from '../../core/artifact/chooseImages.js';
import { byteCounter } from '../../core/artifact/byteProgress.js';
import type { Input } from '../../core/artifact/openInput.js';
import { withInput } from '../../core/artifact/withInput.js';
import type { Image } from '../../core/image/image.js';
import { compareImages } from '../../core/image/inspect/compareImages.js';
import type { CompareOptions, ImageComparison } from '../../core/image/inspect/compareImages.js';
import { openImages } from '../../core/image/openImages.js';
import { formatPlatform } from '../../core/platform/platform.js';
import type { Platform } from '../../core/platform/platform.js';
import { formatDiffJson, formatDiffText, toDiffExitCode } from '../../core/report/diffReport.js';
import type { DiffReport } from '../../core/report/diffReport.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import type { Options } from '../options/invocation.js';
import { toPlatforms } from '../options/toBuildChoices.js';
import { UsageError } from '../options/usageError.js';
import { createBytesProgress } from '../progress/bytesProgress.js';
import type { World } from '../world.js';
import { toInputs } from './imageInputs.js';
import { textOptions } from './textOptions.js';

const fileChoices: readonly CompareOptions['files'][] = ['all', 'first', 'none'];

/** `oci-recipe diff A B`, `oci-recipe diff A --platform X --platform Y` */
export async function diffCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const files = fileChoices.find((choice) => choice === options.text('files')) ?? 'first';
  const sides = toSides(operands, toPlatforms(options));
  const progress = createBytesProgress('Comparing', world.stderr);
  try {
    const report = await openBoth(operands, world, async (inputs) => {
      const pairs = await pair(inputs, sides);
      const onRead = byteCounter(bytesToRead(pairs), { onProgress: progress.show });
      return compare(pairs, { inputs, sides, options: { files, signal: world.signal, onRead } });
    });
    progress.close();
    world.stdout.write(
      options.text('format') === 'json' ? formatDiffJson(report) : formatDiffText(report, textOptions(world)),
    );
    return toDiffExitCode(report);
  } finally {
    progress.close();
  }
}

/** The platforms that are compared on either side; none: all. */
interface Sides {
  readonly before: readonly Platform[];
  readonly after: readonly Platform[];
}

function toSides(operands: readonly string[], platforms: readonly Platform[]): Sides {
  if (operands.length > 1) {
    return { before: platforms, after: platforms };
  }
  const [before, after] = platforms;
  if (platforms.length !== 2 || before === undefined || after === undefined) {
    throw new UsageError(
      'Two images are needed: diff A B, or two platforms of one: diff A --platform amd64 --platform arm64.',
    );
  }
  return { before: [before], after: [after] };
}

/** Opens one input, or two, for as long as `action` works with them. */
async function openBoth<Value>(
  operands: readonly string[],
  world: World,
  action: (inputs: readonly [Input, Input]) => Promise<Value>,
): Promise<Value> {
  const { host, signal } = world;
  const [first = '', second] = await toInputs(operands, world);
  return withInput(
    first,
    host,
    (before) =>
      second === undefined
        ? action([before, before])
        : withInput(second, host, (after) => action([before, after]), signal),
    signal,
  );
}

async function pair([before, after]: readonly [Input, Input], sides: Sides): Promise<PairedImages> {
  const choose = async ({ archive }: Input, platforms: readonly Platform[]): Promise<readonly Image[]> =>
    chooseImages(await openImages(archive), platforms, archive.name).images;
  return pairImages(await choose(before, sides.before), await choose(after, sides.after));
}

/** At most; how much of it is read depends on where the images differ. */
function bytesToRead({ pairs }: PairedImages): number {
  const layers = pairs.flatMap(([before, after]) =>
    [before, after].flatMap((image, side) =>
      image.layers.filter(({ diffId }, index) => {
        const other = side === 0 ? after : before;
        return other.layers[index]?.diffId !== diffId;
      }),
    ),
  );
  return layers.reduce((sum, { blob }) => sum + blob.sizeBytes, 0);
}

interface Compared {
  readonly inputs: readonly [Input, Input];
  readonly sides: Sides;
  readonly options: CompareOptions;
}

async function compare(
  { pairs, onlyBefore, onlyAfter }: PairedImages,
  { inputs, sides, options }: Compared,
): Promise<DiffReport> {
  const comparisons: ImageComparison[] = [];
  for (const [before, after] of pairs) {
    comparisons.push(await compareImages(before, after, options));
  }
  const [before, after] = inputs;
  const isOne = before === after;
  const nameOf = ({ archive }: Input, platforms: readonly Platform[]): string =>
    isOne ? `${archive.name} ${platforms.map(formatPlatform).join(', ')}` : archive.name;
  return {
    before: nameOf(before, sides.before),
    after: nameOf(after, sides.after),
    comparisons,
    onlyBefore: onlyBefore.map(toWords),
    onlyAfter: onlyAfter.map(toWords),
    notes: isOne ? before.notes : [...before.notes, ...after.notes],
  };
}

function toWords({ platform, tags }: Image): string {
  return [formatPlatform(platform), ...tags].join(' ');
}
