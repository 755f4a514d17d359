import path from 'node:path';
import { isAbort } from '../base/abort.js';
import { CoreError, messageOf } from '../base/errors.js';
import type { Host } from '../host/host.js';
import type { BuildPlan, PlanStep } from '../plan/buildPlan.js';
import { formatPlatform } from '../platform/platform.js';
import type { BuildEvent, BuildFailure, BuildFinished } from './buildEvent.js';
import { FailureCollector } from './failureCollector.js';
import { onlyPlatform, runStep } from './runStep.js';

/** How one step of a plan ended. */
type StepOutcome =
  { readonly kind: 'succeeded' } | { readonly kind: 'failed'; readonly failure: BuildFailure };

/** How long taking back a local image name may last. */
const untagTimeoutMs = 30_000;

/**
 * Runs a plan and says what happens; the last event is always `finished`. The plan's own files are removed at the
 * end; the archives and metadata files stay only if everything succeeded. An abort ends every process first, then
 * the build is `cancelled`. A reader that leaves early cancels the build too.
 */
export async function* runPlan(
  plan: BuildPlan,
  host: Host,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<BuildEvent> {
  yield {
    kind: 'started',
    timeMs: host.clock.nowMs(),
    recipeName: plan.recipeName,
    platforms: plan.platforms.map(formatPlatform),
  };
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, ...(options.signal ? [options.signal] : [])]);
  const cleaning = createCleaning(plan, host);
  let ending: Ending = { outcome: 'cancelled' };
  try {
    ending = yield* runSteps(plan, host, { signal, cleaning });
  } finally {
    left.abort();
    await cleaning.clean(ending.outcome);
  }
  yield { kind: 'finished', timeMs: host.clock.nowMs(), ...ending };
}

type Ending = Pick<BuildFinished, 'outcome' | 'failure'>;

interface Run {
  readonly signal: AbortSignal;
  readonly cleaning: Cleaning;
}

async function* runSteps(plan: BuildPlan, host: Host, run: Run): AsyncGenerator<BuildEvent, Ending> {
  try {
    await writePlannedFiles(plan, host);
    for (const step of plan.steps) {
      run.signal.throwIfAborted();
      run.cleaning.begin(step);
      const outcome = yield* runOne(step, host, run.signal);
      if (outcome.kind === 'failed') {
        return run.signal.aborted
          ? { outcome: 'cancelled' }
          : { outcome: 'failed', failure: outcome.failure };
      }
      run.cleaning.complete(step);
    }
    run.signal.throwIfAborted();
    const missing = await findMissingArchive(plan, host);
    return missing === undefined ? { outcome: 'succeeded' } : failed(missing);
  } catch (error) {
    if (run.signal.aborted && (isAbort(error) || error === run.signal.reason)) {
      return { outcome: 'cancelled' };
    }
    if (error instanceof CoreError) {
      return failed(messageOf(error));
    }
    throw error;
  }
}

async function* runOne(
  step: PlanStep,
  host: Host,
  signal: AbortSignal,
): AsyncGenerator<BuildEvent, StepOutcome> {
  const collector = new FailureCollector(onlyPlatform(step));
  const running = runStep(step, host, signal);
  for await (const event of running.events) {
    collector.add(event);
    yield event;
  }
  const exit = await running.exit;
  if (exit.exitCode === 0) {
    return { kind: 'succeeded' };
  }
  const how = exit.exitCode === undefined ? `signal ${exit.signal ?? ''}` : `exit code ${exit.exitCode}`;
  const command = [step.program, ...step.args.slice(0, 2)].join(' ');
  return {
    kind: 'failed',
    failure: collector.describe(`"${command}" ended with ${how} and gave no reason.`),
  };
}

function failed(message: string): Ending {
  return { outcome: 'failed', failure: { message, logTail: [] } };
}

async function writePlannedFiles(plan: BuildPlan, host: Host): Promise<void> {
  for (const file of plan.files) {
    await host.files.makeDirectory(path.dirname(file.path));
    await host.files.writeText(file.path, file.text);
  }
  for (const archive of plan.archives) {
    await host.files.makeDirectory(path.dirname(archive.path));
  }
}

/** buildx leaves an empty file behind when its export breaks off. */
async function findMissingArchive(plan: BuildPlan, host: Host): Promise<string | undefined> {
  for (const { path: file } of plan.archives) {
    const status = await host.files.status(file);
    if (status === undefined || status.sizeBytes === 0) {
      return `The build ended without an error, but wrote no image to ${file}. Build again; if it happens again, look at the builder's log.`;
    }
  }
  return undefined;
}

/** Keeps account of what a plan leaves behind, and takes it away. */
interface Cleaning {
  begin(step: PlanStep): void;
  complete(step: PlanStep): void;
  clean(outcome: BuildFinished['outcome']): Promise<void>;
}

function createCleaning(plan: BuildPlan, host: Host): Cleaning {
  const untags = plan.steps.filter((step) => step.kind === 'untag');
  const open = new Set<PlanStep>();
  const untagOf = (step: PlanStep): PlanStep | undefined =>
    untags.find((untag) => untag.platforms.every((platform) => step.platforms.includes(platform)));
  return {
    begin(step) {
      const untag = step.kind === 'build' ? untagOf(step) : undefined;
      if (untag !== undefined) {
        open.add(untag);
      }
    },
    complete(step) {
      open.delete(step);
    },
    async clean(outcome) {
      for (const untag of open) {
        await untagQuietly(untag, host);
      }
      const products = [...plan.archives.map((archive) => archive.path), ...plan.metadataFiles];
      const files = plan.files.map((file) => file.path);
      for (const file of outcome === 'succeeded' ? files : [...files, ...products]) {
        await host.files.remove(file);
      }
    },
  };
}

/** Takes back the name of an image that may never have been made. */
async function untagQuietly({ program, args, workingDirectory }: PlanStep, host: Host): Promise<void> {
  try {
    await host.processes.run({ program, args, workingDirectory }, { timeoutMs: untagTimeoutMs });
  } catch (error) {
    // Why: the outcome of the build is known already and must not be replaced by this.
    host.log.warn(`${program} ${args.join(' ')}: ${messageOf(error)}`);
  }
}
