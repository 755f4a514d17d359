import { chooseImages } from '../../core/artifact/chooseImages.js';
import { byteCounter } from '../../core/artifact/byteProgress.js';
import { withInput } from '../../core/artifact/withInput.js';
import { inspectImages } from '../../core/image/inspect/inspectImages.js';
import { openImages } from '../../core/image/openImages.js';
import { formatInspectJson, formatInspectText, toInspectExitCode } from '../../core/report/inspectReport.js';
import type { InspectReport } from '../../core/report/inspectReport.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import type { Options } from '../options/invocation.js';
import { toPlatforms } from '../options/toBuildChoices.js';
import { createBytesProgress } from '../progress/bytesProgress.js';
import type { BytesProgress } from '../progress/bytesProgress.js';
import type { World } from '../world.js';
import { toInput } from './imageInputs.js';
import { textOptions } from './textOptions.js';

/** `oci-recipe inspect INPUT` */
export async function inspectCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const progress = createBytesProgress('Reading', world.stderr);
  try {
    const report = await inspect(operands[0] ?? '.', options, { world, progress });
    progress.close();
    world.stdout.write(
      options.text('format') === 'json'
        ? formatInspectJson(report)
        : formatInspectText(report, textOptions(world)),
    );
    return toInspectExitCode(report);
  } finally {
    progress.close();
  }
}

interface Surroundings {
  readonly world: World;
  readonly progress: BytesProgress;
}

async function inspect(
  operand: string,
  options: Options,
  { world, progress }: Surroundings,
): Promise<InspectReport> {
  const { host, signal } = world;
  const platforms = toPlatforms(options);
  return withInput(
    await toInput(operand, world),
    host,
    async ({ archive, notes }) => {
      const search = chooseImages(await openImages(archive), platforms, archive.name);
      const blobs = new Set(search.images.flatMap(({ layers }) => layers.map(({ blob }) => blob)));
      const total = [...blobs].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const inspection = await inspectImages(search, host, {
        signal,
        onRead: byteCounter(total, { onProgress: progress.show }),
        withFiles: options.has('files'),
      });
      return { name: archive.name, inspection, notes };
    },
    signal,
  );
}
