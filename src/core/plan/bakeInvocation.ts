import path from 'node:path';
import type { Platform } from '../platform/platform.js';
import { formatPlatform } from '../platform/platform.js';
import { toBakeJson } from '../recipe/bakeFile.js';
import type { Target } from '../recipe/recipe.js';
import { bakePermissions } from './bakePermissions.js';
import { checkSecret } from './buildOptions.js';
import type { Invocation, InvocationOutput, PlanRequest } from './planRequest.js';
import { progressOption } from './planRequest.js';

/**
 * `docker buildx bake` on a file that holds the resolved target and those it takes contexts from, and nothing else.
 * The choices are in that file; a dependency only takes over the platforms and the cache wishes.
 */
export function bakeInvocation(request: PlanRequest, output: InvocationOutput): Invocation {
  const { recipe, choices, builder, workDirectory } = request;
  const file = path.join(workDirectory, `${output.name}.docker-bake.json`);
  const provenance = provenanceOption(request);
  const args = [
    'bake',
    ...(choices.builder === undefined ? [] : ['--builder', choices.builder]),
    '--file',
    file,
    '--metadata-file',
    output.metadataFile,
    `--progress=${progressOption(builder)}`,
    ...(provenance === undefined ? [] : [`--provenance=${provenance}`]),
    ...(builder.hasBakeAllow ? bakePermissions(request) : []),
    recipe.name,
  ];
  const text = `${JSON.stringify(bakeFile(request, output), undefined, 2)}\n`;
  return { args, workingDirectory: recipe.directory, files: [{ path: file, text }] };
}

function bakeFile(request: PlanRequest, output: InvocationOutput): unknown {
  const { recipe, choices } = request;
  const main: Target = {
    ...buildable(chosenTarget(request)),
    platforms: output.platforms,
    tags: output.tag === undefined ? [] : [output.tag],
    output: [output.output],
  };
  const dependencies = Object.entries(recipe.dependencies).map(([name, target]) => {
    const platforms = dependencyPlatforms(request, target, output.platforms);
    return [name, { ...buildable(target), ...cacheWishes(choices), platforms, tags: [] }] as const;
  });
  return toBakeJson({ ...recipe, target: main, dependencies: Object.fromEntries(dependencies) });
}

/** `call` would have bake check or describe the target instead of building it. */
function buildable(target: Target): Target {
  target.secret.forEach(checkSecret);
  const next: { -readonly [Key in keyof Target]: Target[Key] } = { ...target };
  delete next.call;
  return next;
}

function chosenTarget({ recipe, choices }: PlanRequest): Target {
  const { target } = recipe;
  const stage = choices.target ?? target.target;
  const network = choices.network ?? target.network;
  return {
    ...target,
    ...cacheWishes(choices),
    ...(stage !== undefined && { target: stage }),
    ...(network !== undefined && { network }),
    args: { ...target.args, ...choices.buildArgs },
    contexts: { ...target.contexts, ...choices.buildContexts },
    secret: [...target.secret, ...choices.secrets],
    ssh: [...target.ssh, ...choices.ssh],
    entitlements: [...target.entitlements, ...choices.allow],
    cacheFrom: [...target.cacheFrom, ...choices.cacheFrom],
    cacheTo: [...target.cacheTo, ...choices.cacheTo],
  };
}

function cacheWishes(choices: PlanRequest['choices']): Pick<Target, 'noCache' | 'pull'> {
  return {
    ...(choices.noCache !== undefined && { noCache: choices.noCache }),
    ...(choices.pull !== undefined && { pull: choices.pull }),
  };
}

/** A dependency keeps the platforms the recipe gives it, unless the user chose others or one build makes only some. */
function dependencyPlatforms(
  { recipe }: PlanRequest,
  target: Target,
  built: readonly Platform[],
): readonly Platform[] {
  const own = recipe.target.platforms.map(formatPlatform);
  const same =
    own.length === built.length && built.every((platform) => own.includes(formatPlatform(platform)));
  return same ? target.platforms : built;
}

function provenanceOption({ recipe, choices }: PlanRequest): string | undefined {
  const wished = recipe.target.attest.some((text) => /(^|,)type=provenance(,|$)/.test(text));
  return choices.provenance ?? (wished ? undefined : 'false');
}
