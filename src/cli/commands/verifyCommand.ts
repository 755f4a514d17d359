import { verifyInput } from '../../core/artifact/verification/verifyInput.js';
import {
  formatArtifactJson,
  formatArtifactText,
  toArtifactExitCode,
} from '../../core/report/artifactReport.js';
import type { ArtifactReport } from '../../core/report/artifactReport.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { createBytesProgress } from '../progress/bytesProgress.js';
import { toInput } from './imageInputs.js';
import { textOptions } from './textOptions.js';
import type { Options } from '../options/invocation.js';
import type { World } from '../world.js';

/** `oci-recipe verify INPUT` */
export async function verifyCommand(
  operands: readonly string[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const input = await toInput(operands[0] ?? '.', world);
  const progress = createBytesProgress('Verifying', world.stderr);
  try {
    const { images, problems, notes } = await verifyInput(input, world.host, {
      signal: world.signal,
      onProgress: progress.show,
    });
    progress.close();
    return writeArtifactReport({ kind: 'verification', images, problems, notes }, options, world);
  } finally {
    progress.close();
  }
}

/** Writes the report of a conversion or verification in the form asked for. */
export function writeArtifactReport(report: ArtifactReport, options: Options, world: World): ExitCode {
  const text =
    options.text('format') === 'json'
      ? formatArtifactJson(report)
      : formatArtifactText(report, textOptions(world));
  world.stdout.write(text);
  return toArtifactExitCode(report);
}
