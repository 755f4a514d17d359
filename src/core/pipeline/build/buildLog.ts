import { HostError } from '../../host/hostError.js';
import type { FileWriter, Files } from '../../host/host.js';
import type { PipelineEvent } from '../buildRequest.js';
import { createPipelineLog } from './pipelineLog.js';

/** The log file of a build, written as events come. Without a path it is no file at all. */
export class BuildLog {
  readonly #path: string | undefined;
  readonly #files: Files;
  readonly #format = createPipelineLog();
  readonly #encoder = new TextEncoder();
  #writer: FileWriter | undefined;

  constructor(path: string | undefined, files: Files) {
    this.#path = path;
    this.#files = files;
  }

  /** Creates the file; `file-exists` when there is one, because it may be something else than a log. */
  async open(): Promise<void> {
    if (this.#path === undefined) {
      return;
    }
    if ((await this.#files.linkStatus(this.#path)) !== undefined) {
      throw new HostError('file-exists', `The log ${this.#path} exists already; choose another file.`);
    }
    this.#writer = await this.#files.create(this.#path);
  }

  async write(event: PipelineEvent): Promise<void> {
    const lines = this.#format(event);
    if (this.#writer !== undefined && lines.length > 0) {
      await this.#writer.write(this.#encoder.encode(lines.map((line) => `${line}\n`).join('')));
    }
  }

  /** Completes the file; nothing happens when it is closed already or was never opened. */
  async close(): Promise<void> {
    const writer = this.#writer;
    this.#writer = undefined;
    await writer?.close();
  }
}
