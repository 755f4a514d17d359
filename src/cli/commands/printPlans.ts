import { join } from 'node:path';

import type { BuildRequest } from '../../core/pipeline/buildRequest.js';
import { prepareBuild } from '../../core/pipeline/build/prepareBuild.js';
import type { BuildPlan } from '../../core/plan/buildPlan.js';
import { formatPlan } from '../../core/plan/formatPlan.js';
import { exitCodes } from '../../core/report/exitCode.js';
import type { ExitCode } from '../../core/report/exitCode.js';
import { formatProblems } from '../../core/report/imageList.js';
import { formatJson } from '../../core/report/reportOptions.js';
import type { Options } from '../options/invocation.js';
import { textOptions } from './textOptions.js';
import { say } from '../world.js';
import type { World } from '../world.js';

/** Prints what would run. The builder is asked what it can do; nothing is started or written. */
export async function printPlans(
  requests: readonly BuildRequest[],
  options: Options,
  world: World,
): Promise<ExitCode> {
  const plans: BuildPlan[] = [];
  for (const request of requests) {
    const workDirectory = join(world.host.system.temporaryDirectory, 'oci-recipe-build');
    const preparation = await prepareBuild(request, world.host, { workDirectory, signal: world.signal });
    if (preparation.kind === 'impossible') {
      return refuse(preparation.problems, options, world);
    }
    for (const note of preparation.notes) {
      say(world, note);
    }
    plans.push(preparation.plan);
  }
  world.stdout.write(formatPlans(plans, options.text('format') === 'json' ? 'json' : 'text'));
  return exitCodes.good;
}

function formatPlans(plans: readonly BuildPlan[], format: 'text' | 'json'): string {
  const [only] = plans;
  if (plans.length === 1 && only !== undefined) {
    return formatPlan(only, format);
  }
  return format === 'json' ? formatJson(plans) : plans.map((plan) => formatPlan(plan, 'text')).join('\n');
}

function refuse(
  problems: Extract<Awaited<ReturnType<typeof prepareBuild>>, { readonly kind: 'impossible' }>['problems'],
  options: Options,
  world: World,
): ExitCode {
  if (options.text('format') === 'json') {
    world.stdout.write(formatJson({ ok: false, images: [], problems }));
  } else {
    world.stderr.write(formatProblems(problems, { ...textOptions(world), style: world.stderr.style }));
  }
  return exitCodes.bad;
}
