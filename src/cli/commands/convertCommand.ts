import { resolve } from 'node:path';

import { convertArchive } from '../../core/artifact/convertArchive.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import type { Options } from '../options/invocation.js';
import { createBytesProgress } from '../progress/bytesProgress.js';
import { toPlatforms } from '../options/toBuildChoices.js';
import { UsageError } from '../options/usageError.js';
import { writeArtifactReport } from './verifyCommand.js';
import type { World } from '../world.js';

/** `oci-recipe convert INPUT… --to launchpad --output DIR` */
export async function convertCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const here = world.host.system.currentDirectory;
  const output = options.text('output');
  if (output === undefined) {
    throw new UsageError('--output DIR is missing: where are the artifacts to go?');
  }
  const platforms = toPlatforms(options);
  const progress = createBytesProgress('Converting', world.stderr);
  try {
    const conversion = await convertArchive(
      {
        inputs: operands.map((operand) => resolve(here, operand)),
        output: resolve(here, output),
        ...(platforms.length > 0 && { platforms }),
        force: options.has('force'),
      },
      world.host,
      { signal: world.signal, onProgress: progress.show },
    );
    progress.close();
    const { images, leftAside } = conversion;
    return writeArtifactReport(
      { kind: 'conversion', images, problems: [], notes: leftAside },
      options,
      world,
    );
  } finally {
    progress.close();
  }
}
