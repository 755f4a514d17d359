import { dirname, join, relative, isAbsolute } from 'node:path';

import { hasCode } from '../../base/errors.js';
import { HostError } from '../../host/hostError.js';
import type { Files, Host } from '../../host/host.js';
import { localPaths } from '../../plan/buildContext.js';
import type { BuildRequest } from '../buildRequest.js';

/** A directory that belongs to one build alone. */
export interface WorkDirectory {
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

const namePrefix = '.oci-recipe-build-';
const staleAfterMs = 24 * 60 * 60 * 1000;

/**
 * Makes the directory that a build's archives and metadata are written to: beside the output, where there is room
 * for images, unless that lies in a directory that the build reads (then `COPY . .` would copy it); then it is made
 * in the system's directory for temporary files. What a killed build left behind a day ago is removed on the way.
 */
export async function makeWorkDirectory(request: BuildRequest, host: Host): Promise<WorkDirectory> {
  const beside = await nearestDirectory(dirname(request.outputDirectory), host.files);
  const contexts = await Promise.all(contextPaths(request).map((path) => realPathOf(path, host.files)));
  const place = await realPathOf(beside, host.files);
  const parent = contexts.some((context) => isWithin(place, context))
    ? host.system.temporaryDirectory
    : beside;
  await removeStale(parent, host);
  const path = await host.files.makeUniqueDirectory(join(parent, `${namePrefix}${host.system.processId}-`));
  return { path, remove: () => host.files.remove(path) };
}

async function nearestDirectory(path: string, files: Files): Promise<string> {
  let current = path;
  while ((await files.status(current)) === undefined && dirname(current) !== current) {
    current = dirname(current);
  }
  return current;
}

function contextPaths({ recipe, choices }: BuildRequest): readonly string[] {
  const chosen = { ...recipe.target, contexts: { ...recipe.target.contexts, ...choices.buildContexts } };
  return [chosen, ...Object.values(recipe.dependencies)].flatMap((target) =>
    localPaths(target, recipe.directory),
  );
}

async function realPathOf(path: string, files: Files): Promise<string> {
  try {
    return await files.realPath(path);
  } catch (error) {
    if (hasCode(error, 'file-not-found')) {
      return path;
    }
    throw error;
  }
}

function isWithin(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !/^\.\.[/\\]/.test(way));
}

async function removeStale(parent: string, host: Host): Promise<void> {
  for (const { name, kind } of await host.files.list(parent)) {
    const processId = name.startsWith(namePrefix)
      ? /^\d+/.exec(name.slice(namePrefix.length))?.[0]
      : undefined;
    if (kind === 'directory' && processId !== undefined) {
      await removeIfStale(join(parent, name), Number(processId), host);
    }
  }
}

// Why: the age counts too, because a process of another container may share the directory but not the numbers.
async function removeIfStale(path: string, processId: number, host: Host): Promise<void> {
  const status = await host.files.linkStatus(path);
  const isOld = status !== undefined && host.clock.nowMs() - status.modifiedMs > staleAfterMs;
  if (!isOld || host.system.isProcessAlive(processId)) {
    return;
  }
  try {
    await host.files.remove(path);
  } catch (error) {
    if (!(error instanceof HostError)) {
      throw error;
    }
    // Why: in a shared directory it may be another user's; then it is his to remove.
    host.log.debug(`${path} is left over from a killed build and could not be removed: ${error.message}`);
  }
}
