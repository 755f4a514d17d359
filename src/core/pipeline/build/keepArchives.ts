import { HostError } from '../../host/hostError.js';
import type { Files } from '../../host/host.js';
import { formatPlatform } from '../../platform/platform.js';
import type { BuildPlan, PlannedArchive } from '../../plan/buildPlan.js';

/** Where the archives of a plan are kept when the user wants them: beside the output directory. */
export function keptArchivePath(outputDirectory: string, archive: PlannedArchive, plan: BuildPlan): string {
  if (plan.strategy === 'oci') {
    return `${outputDirectory}.oci.tar`;
  }
  const platforms = archive.platforms.map((platform) => formatPlatform(platform).replaceAll('/', '-'));
  return `${outputDirectory}.${platforms.join('-')}.tar`;
}

/** Where archives are to be kept, and whether those of an earlier build may be replaced. */
interface KeepOptions {
  readonly outputDirectory: string;
  readonly force: boolean;
}

/** Fails with `file-exists` when an archive is already there and `force` is not set: to be asked before the build. */
export async function checkKept(plan: BuildPlan, options: KeepOptions, files: Files): Promise<void> {
  for (const archive of plan.archives) {
    const kept = keptArchivePath(options.outputDirectory, archive, plan);
    if (!options.force && (await files.linkStatus(kept)) !== undefined) {
      throw new HostError('file-exists', `${kept} exists already; move it away, or replace it with --force.`);
    }
  }
}

/** Moves the archives of a plan beside the output directory. */
export async function keepArchives(plan: BuildPlan, options: KeepOptions, files: Files): Promise<void> {
  await checkKept(plan, options, files);
  for (const archive of plan.archives) {
    await moveFile(archive.path, keptArchivePath(options.outputDirectory, archive, plan), files);
  }
}

// Why: the work directory may be on another file system, over which nothing can be renamed.
async function moveFile(from: string, to: string, files: Files): Promise<void> {
  try {
    await files.rename(from, to);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== 'file-failed') {
      throw error;
    }
    await copyFile(from, to, files);
  }
}

async function copyFile(from: string, to: string, files: Files): Promise<void> {
  const part = `${to}.part`;
  await files.remove(part);
  const source = await files.open(from);
  try {
    const writer = await files.create(part);
    try {
      for await (const chunk of source.stream()) {
        await writer.write(chunk);
      }
    } finally {
      await writer.close();
    }
    await files.rename(part, to);
  } finally {
    await source.close();
    await files.remove(part);
  }
}
