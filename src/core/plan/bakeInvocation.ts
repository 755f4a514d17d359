import path from 'node:path';
import type { Platform } from '../platform/platform.js';
import { formatPlatform } from '../platform/platform.js';
import type { Target } from '../recipe/recipe.js';
import { bakePermissions } from './bakePermissions.js';
import { checkSecret } from './buildOptions.js';
import type { Invocation, InvocationOutput, PlanRequest } from './planRequest.js';
import { progressOption } from './planRequest.js';

type JsonTarget = Readonly<Record<string, unknown>>;

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
  const main = {
    ...bakeTarget(chosenTarget(request), output.platforms),
    ...(output.tag !== undefined && { tags: [output.tag] }),
    output: [escapeTemplate(output.output)],
  };
  const dependencies = Object.entries(recipe.dependencies).map(([name, target]) => {
    const platforms = dependencyPlatforms(request, target, output.platforms);
    return [name, bakeTarget({ ...target, ...cacheWishes(choices) }, platforms)] as const;
  });
  return { target: { ...Object.fromEntries(dependencies), [recipe.name]: main } };
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

/** A target in the words of a bake file, without what is empty. */
function bakeTarget(target: Target, platforms: readonly Platform[]): JsonTarget {
  const entries: readonly (readonly [string, unknown])[] = [
    ['context', target.context],
    ['contexts', target.contexts],
    ['dockerfile', target.dockerfileInline === undefined ? target.dockerfile : undefined],
    ['dockerfile-inline', target.dockerfileInline],
    ['args', target.args],
    ['labels', target.labels],
    ['annotations', target.annotations],
    ['target', target.target],
    ['platforms', platforms.map(formatPlatform)],
    ['cache-from', target.cacheFrom],
    ['cache-to', target.cacheTo],
    ['secret', target.secret.map(checkSecret)],
    ['ssh', target.ssh],
    ['attest', target.attest],
    ['entitlements', target.entitlements],
    ['extra-hosts', target.extraHosts],
    ['ulimits', target.ulimits],
    ['no-cache-filter', target.noCacheFilter],
    ['no-cache', target.noCache],
    ['pull', target.pull],
    ['network', target.network],
    ['shm-size', target.shmSize],
  ];
  return Object.fromEntries(
    entries.filter(([, value]) => !isEmpty(value)).map(([key, value]) => [key, escaped(value)]),
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') {
    return escapeTemplate(value);
  }
  if (Array.isArray(value)) {
    return value.map(escaped);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]));
  }
  return value;
}

/**
 * The values are resolved already; bake would read `${…}` and `%{…}` in them as templates once more.
 * https://github.com/hashicorp/hcl/blob/v2.20.1/hclsyntax/spec.md#template-literals
 */
function escapeTemplate(text: string): string {
  // Why a function: "$$" in a replacement text would be read as one "$".
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

function provenanceOption({ recipe, choices }: PlanRequest): string | undefined {
  const wished = recipe.target.attest.some((text) => /(^|,)type=provenance(,|$)/.test(text));
  return choices.provenance ?? (wished ? undefined : 'false');
}
