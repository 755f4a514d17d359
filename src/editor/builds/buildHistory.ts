import * as path from 'node:path';

import { messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import type { Build } from './build.js';

/** How many ended builds are kept, with their logs. */
export const historyLimit = 20;

const formatVersion = 1;

/**
 * Ended builds on disk, one JSON file a build beside its log, so that the monitor and the logs outlive a reload of
 * the window. Files that cannot be read are left out: they were written by another version.
 */
export class BuildHistory {
  readonly #host: Host;
  readonly #directory: string;

  constructor(host: Host, directory: string) {
    this.#host = host;
    this.#directory = path.join(directory, 'builds');
  }

  /** The file that receives a build's log; its directory need not exist yet. */
  logFile(id: string): string {
    return path.join(this.#directory, `${id}.oci-recipe-log`);
  }

  /** Makes the directory of logs and records. */
  async prepare(): Promise<void> {
    await this.#host.files.makeDirectory(this.#directory);
  }

  /** Keeps an ended build; written aside and renamed, so that a reader never sees half of it. */
  async write(build: Build): Promise<void> {
    const { files } = this.#host;
    const file = path.join(this.#directory, `${build.id}.json`);
    const aside = `${file}.part`;
    await files.makeDirectory(this.#directory);
    await files.remove(aside);
    await files.writeText(aside, JSON.stringify({ formatVersion, build }));
    await files.rename(aside, file);
  }

  /** The builds that are kept, newest first. */
  async read(): Promise<readonly Build[]> {
    if ((await this.#host.files.status(this.#directory)) === undefined) {
      return [];
    }
    const names = (await this.#host.files.list(this.#directory)).map(({ name }) => name);
    const builds = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => this.#readOne(name)),
    );
    return builds
      .filter((build) => build !== undefined)
      .sort((one, other) => other.startedMs - one.startedMs)
      .slice(0, historyLimit);
  }

  /** Removes the record and the log of a build. */
  async remove(build: Build): Promise<void> {
    await this.#host.files.remove(path.join(this.#directory, `${build.id}.json`));
    await this.#host.files.remove(build.logFile);
  }

  async #readOne(name: string): Promise<Build | undefined> {
    try {
      return decodeRecord(JSON.parse(await this.#host.files.readText(path.join(this.#directory, name))));
    } catch (error) {
      this.#host.log.warn(`The build record ${name} was left out: ${messageOf(error)}`);
      return undefined;
    }
  }
}

/** Why no schema: the record is our own, from the extension's private folder; only its version can differ. */
function decodeRecord(value: unknown): Build | undefined {
  const record = value as { formatVersion?: unknown; build?: Build };
  return record.formatVersion === formatVersion ? record.build : undefined;
}
