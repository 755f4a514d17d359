/**
 * The use cases that every face shares: find recipes, check them, build them, convert and verify what was built.
 * A use case takes values and the host, gives values or a stream of events, and decides everything that two faces
 * would otherwise decide twice. It never shows anything and never asks: that is for the faces.
 */
import type { KnownBase } from '../artifact/base/baseImage.js';
import { checkOutput } from '../artifact/outputCheck.js';
import { convertArchive } from '../artifact/convertArchive.js';
import { verifyArtifacts } from '../artifact/verifyArtifacts.js';
import { runPlan } from '../build/runPlan.js';
import type { Host } from '../host/host.js';
import type { BuildPlan } from '../plan/buildPlan.js';
import { askBaseLayers } from './build/askBaseLayers.js';
import { BuildLog } from './build/buildLog.js';
import { BuildRecord } from './build/buildRecord.js';
import type { BuildRequest, PipelineEvent } from './buildRequest.js';
import { checkRecipeOnDisk } from './checkRecipe.js';
import {
  compareArchives,
  compareConfigs,
  compareImages,
  findMissingPlatforms,
  readPlanMetadata,
} from './build/compareResult.js';
import type { PlanMetadata } from './build/compareResult.js';
import { checkKept, keepArchives } from './build/keepArchives.js';
import { findOutputInContext } from './build/outputInContext.js';
import { locateFailure } from './build/locateFailure.js';
import { prepareBuild } from './build/prepareBuild.js';
import { withBytes } from './build/withBytes.js';
import { makeWorkDirectory } from './build/workDirectory.js';

/** One build under way. */
interface Run {
  readonly request: BuildRequest;
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly record: BuildRecord;
}

type Stage<Result = void> = AsyncGenerator<PipelineEvent, Result, undefined>;

/**
 * Checks a recipe, builds it, converts the result to artifacts and verifies them. `result` comes last, exactly once,
 * whatever happens; only a mistake of ours makes the stream fail. Findings never stop a build: what is really wrong
 * with a recipe fails in the build, with the line; what only Launchpad would refuse does not concern this machine.
 * Artifacts appear whole or not at all, an existing output is refused before anything starts, and files of the build
 * itself are gone at the end. Leaving the stream early ends the build like a cancellation.
 */
export async function* buildRecipe(
  request: BuildRequest,
  host: Host,
  { signal }: { readonly signal: AbortSignal },
): Stage {
  const run: Run = { request, host, signal, record: new BuildRecord(request) };
  const log = new BuildLog(request.logFile, host.files);
  try {
    await log.open();
    for await (const event of runStages(run)) {
      run.record.apply(event);
      await log.write(event);
      yield event;
    }
  } catch (error) {
    run.record.addError(error, signal);
  } finally {
    await finishLog(log, run.record);
  }
  yield { kind: 'result', result: run.record.toResult() };
}

/** Writes the result into the log too; a disk that is full by now is one more problem. */
async function finishLog(log: BuildLog, record: BuildRecord): Promise<void> {
  try {
    await log.write({ kind: 'result', result: record.toResult() });
    await log.close();
  } catch (error) {
    record.addError(error);
  }
}

async function* runStages(run: Run): Stage {
  yield* check(run);
  yield { kind: 'phase', phase: 'preparing' };
  const work = await makeWorkDirectory(run.request, run.host);
  try {
    const plan = yield* prepare(run, work.path);
    if (plan !== undefined && (yield* build(run, plan))) {
      yield* convert(run, plan, work.path);
    }
  } finally {
    await work.remove();
  }
}

async function* check({ request, host, signal }: Run): Stage {
  yield { kind: 'phase', phase: 'checking' };
  signal.throwIfAborted();
  await checkOutput(request.outputDirectory, request.force, host.files);
  const { recipe, branch, launchpad } = request;
  const { findings } = await checkRecipeOnDisk(recipe, host, {
    signal,
    ...(branch !== undefined && { branch }),
    ...(launchpad !== undefined && { launchpad }),
  });
  yield { kind: 'findings', findings: [...findings, ...(await findOutputInContext(request, host.files))] };
}

async function* prepare(
  { request, host, signal, record }: Run,
  workDirectory: string,
): Stage<BuildPlan | undefined> {
  const preparation = await prepareBuild(request, host, { workDirectory, signal });
  if (preparation.kind === 'impossible') {
    record.addProblems(preparation.problems);
    return undefined;
  }
  for (const text of preparation.notes) {
    yield message(text);
  }
  yield { kind: 'plan', plan: preparation.plan };
  if (request.keepArchive === true) {
    await checkKept(preparation.plan, request, host.files);
  }
  return preparation.plan;
}

async function* build({ request, host, signal, record }: Run, plan: BuildPlan): Stage<boolean> {
  yield { kind: 'phase', phase: 'building' };
  for await (const event of runPlan(plan, host, { signal })) {
    if (event.kind === 'finished' && event.failure !== undefined) {
      const failure = await locateFailure(event.failure, request.recipe, host.files);
      yield { kind: 'build', event: { ...event, failure } };
    } else {
      yield { kind: 'build', event };
    }
  }
  return record.status.state === 'succeeded';
}

async function* convert(run: Run, plan: BuildPlan, scratch: string): Stage {
  const { request, host, signal, record } = run;
  yield { kind: 'phase', phase: 'converting' };
  const metadata = await readPlanMetadata(plan, host.files);
  const differences = await compareArchives(plan, metadata, host, { scratch, signal });
  record.addProblems([...metadata.problems, ...differences]);
  if (metadata.problems.length + differences.length > 0) {
    return;
  }
  const bases = yield* askBases(run);
  const conversion = yield* withBytes(
    'converting',
    (options) =>
      convertArchive(
        {
          inputs: plan.archives.map((archive) => archive.path),
          output: request.outputDirectory,
          platforms: plan.platforms,
          bases,
          force: request.force,
        },
        host,
        options,
      ),
    { signal, clock: host.clock },
  );
  record.addImages(conversion.images);
  for (const text of conversion.leftAside) {
    yield message(`left aside: ${text}`);
  }
  yield* verify(run, plan, metadata, conversion.images);
}

/** Finds out which layers were pulled: no archive of a build says it. Without an answer the build is as good. */
async function* askBases({ request, host, signal, record }: Run): Stage<readonly KnownBase[]> {
  const { builder } = request.choices;
  const { bases, reasons } = await askBaseLayers(record.bases, host, { builder, signal });
  for (const reason of reasons) {
    yield message(reason);
  }
  return bases;
}

function message(text: string): PipelineEvent {
  return { kind: 'build', event: { kind: 'message', text } };
}

async function* verify(
  { request, host, signal, record }: Run,
  plan: BuildPlan,
  metadata: PlanMetadata,
  images: Parameters<typeof compareImages>[0],
): Stage {
  yield { kind: 'phase', phase: 'verifying' };
  const verification = yield* withBytes(
    'verifying',
    (options) => verifyArtifacts(request.outputDirectory, host, options),
    { signal, clock: host.clock },
  );
  record.addProblems([
    ...findMissingPlatforms(plan.platforms, images),
    ...compareConfigs(plan, metadata, images),
    ...verification.problems,
    ...compareImages(images, verification.images),
  ]);
  if (request.keepArchive === true) {
    await keepArchives(plan, request, host.files);
  }
  record.markVerified();
}
