import type { Disposable, Event } from 'vscode';
import { EventEmitter } from 'vscode';

import { isAbort } from '../../core/base/abort.js';
import { messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { buildRecipe } from '../../core/pipeline/buildRecipe.js';
import type { BuildRequest } from '../../core/pipeline/buildRequest.js';
import { formatPlatform } from '../../core/platform/platform.js';
import type { Build } from './build.js';
import { breakBuild, reduceBuild, startBuild } from './build.js';
import type { BuildHistory } from './buildHistory.js';
import { historyLimit } from './buildHistory.js';

/** A build that is asked for: the pipeline's request without what the store decides itself. */
export interface BuildOrder extends Omit<BuildRequest, 'logFile'> {
  /** Absolute path of the Dockerfile, for failures to point into; absent for an inline one. */
  readonly dockerfile?: string;
}

interface RunningBuild {
  readonly abort: AbortController;
  readonly ended: Promise<Build>;
}

/** What a build store needs. `run` is the pipeline; tests pass their own stream of events. */
export interface BuildStoreOptions {
  readonly host: Host;
  readonly history: BuildHistory;
  readonly run?: typeof buildRecipe;
}

/** All builds of the window, running and ended, newest first; several may run at a time. */
export class BuildStore implements Disposable {
  readonly #host: Host;
  readonly #history: BuildHistory;
  readonly #run: typeof buildRecipe;
  readonly #changes = new EventEmitter<Build>();
  readonly #running = new Map<string, RunningBuild>();
  #builds: readonly Build[] = [];
  #restored: Promise<void> | undefined;
  #lastStartedMs = 0;

  /** Fires whenever a build begins, advances or ends; often, so listeners that draw should throttle. */
  readonly onDidChange: Event<Build> = this.#changes.event;

  constructor({ host, history, run = buildRecipe }: BuildStoreOptions) {
    this.#host = host;
    this.#history = history;
    this.#run = run;
  }

  /** All builds known so far; after `restore` also those of earlier windows. */
  builds(): readonly Build[] {
    return this.#builds;
  }

  /** The builds that run. */
  running(): readonly Build[] {
    return this.#builds.filter(({ id }) => this.#running.has(id));
  }

  /** The build with this id, if it is still kept. */
  find(id: string): Build | undefined {
    return this.#builds.find((build) => build.id === id);
  }

  /** The newest build whose artifacts, or those of one platform, are in a directory. */
  madeBy(directory: string): Build | undefined {
    return this.#builds.find(
      ({ outputDirectory, images }) =>
        images.length > 0 && [outputDirectory, ...images.map((image) => image.directory)].includes(directory),
    );
  }

  /** The time on the clock that builds are measured with, in milliseconds since 1970. */
  nowMs(): number {
    return this.#host.clock.nowMs();
  }

  /** Reads the builds of earlier windows, once. */
  async restore(): Promise<void> {
    this.#restored ??= this.#restore();
    await this.#restored;
  }

  /**
   * Starts a build and gives it back as it ended; never rejects for a failed or cancelled one. The build is among the
   * running ones as soon as this returns.
   */
  start(order: BuildOrder): Promise<Build> {
    const id = this.#nextId();
    const logFile = this.#history.logFile(id);
    const { dockerfile, ...request } = order;
    const first = startBuild({
      id,
      recipeName: order.recipe.name,
      ...(dockerfile !== undefined && { dockerfile }),
      recipeFile: order.recipe.source.file,
      platforms: platformsOf(order),
      startedMs: this.#host.clock.nowMs(),
      outputDirectory: order.outputDirectory,
      logFile,
    });
    const abort = new AbortController();
    const ended = this.#follow(first, { ...request, logFile }, abort.signal);
    this.#running.set(id, { abort, ended });
    this.#put(first);
    return ended;
  }

  /** Asks a running build to stop, and settles when it has: no process of it is left then. */
  async cancel(id: string): Promise<void> {
    const running = this.#running.get(id);
    running?.abort.abort();
    await running?.ended;
  }

  /** Settles when the build has ended, with its final state; undefined for an unknown one. */
  async whenEnded(id: string): Promise<Build | undefined> {
    return (await this.#running.get(id)?.ended) ?? this.find(id);
  }

  /** Stops everything that runs, and settles when nothing does. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.cancel(id)));
  }

  dispose(): void {
    for (const { abort } of this.#running.values()) {
      abort.abort();
    }
    this.#changes.dispose();
  }

  async #follow(first: Build, request: BuildRequest, signal: AbortSignal): Promise<Build> {
    let build = first;
    try {
      await this.#history.prepare();
      for await (const event of this.#run(request, this.#host, { signal })) {
        build = reduceBuild(build, event, this.#host.clock.nowMs());
        if (build.state === 'running') {
          this.#put(build);
        }
      }
    } catch (error) {
      build = this.#broken(build, error);
    }
    return this.#end(build.state === 'running' ? this.#broken(build, noResult) : build);
  }

  #broken(build: Build, error: unknown): Build {
    const nowMs = this.#host.clock.nowMs();
    return isAbort(error)
      ? { ...build, state: 'cancelled', endedMs: nowMs }
      : breakBuild(build, messageOf(error), nowMs);
  }

  async #end(build: Build): Promise<Build> {
    this.#running.delete(build.id);
    this.#put(build);
    try {
      await this.#history.write(build);
    } catch (error) {
      this.#host.log.warn(`The build of ${build.recipeName} could not be kept: ${messageOf(error)}`);
    }
    await this.#trim();
    return build;
  }

  #put(build: Build): void {
    const isNew = this.find(build.id) === undefined;
    this.#builds = isNew
      ? [build, ...this.#builds]
      : this.#builds.map((other) => (other.id === build.id ? build : other));
    this.#changes.fire(build);
  }

  async #restore(): Promise<void> {
    const kept = (await this.#history.read()).filter(({ id }) => this.find(id) === undefined);
    this.#builds = [...this.#builds, ...kept];
    const newest = kept[0];
    if (newest !== undefined) {
      this.#changes.fire(newest);
    }
  }

  async #trim(): Promise<void> {
    const ended = this.#builds.filter(({ id }) => !this.#running.has(id));
    const surplus = ended.slice(historyLimit);
    this.#builds = this.#builds.filter((build) => !surplus.includes(build));
    await Promise.all(surplus.map((build) => this.#history.remove(build)));
  }

  /** Why: two builds may be asked for within one millisecond, and their files must differ. */
  #nextId(): string {
    this.#lastStartedMs = Math.max(this.#lastStartedMs + 1, this.#host.clock.nowMs());
    return new Date(this.#lastStartedMs).toISOString().replaceAll(/[:.]/g, '-');
  }
}

const noResult = new Error('The build ended without saying how; its log may tell more.');

function platformsOf({ choices, recipe }: BuildOrder): readonly string[] {
  const platforms = choices.platforms.length > 0 ? choices.platforms : recipe.target.platforms;
  return platforms.map(formatPlatform);
}
