import path from 'node:path';
import type { Platform } from '../platform/platform.js';
import { formatPlatform, parsePlatform } from '../platform/platform.js';
import { bakeInvocation } from './bakeInvocation.js';
import { placeBuild } from './buildContext.js';
import { buildOptions } from './buildOptions.js';
import type { BuildPlan, BuildStrategy, PlannedArchive, PlannedFile, PlanStep } from './buildPlan.js';
import { needsSeveralNodes } from './nodeChoice.js';
import { PlanError } from './planError.js';
import type { Invocation, InvocationOutput, PlanRequest } from './planRequest.js';
import { progressOption } from './planRequest.js';

/**
 * Turns a recipe and the user's choices into the commands that build it, for what the builder is able to do.
 * `tags` of a recipe name what is pushed, so no build here uses them; its `output` gives way to the archive.
 * Build arguments stand in the command line (buildx knows no other way), so they are no place for secrets.
 * Throws a `PlanError` for what no command can be made of.
 */
export function planBuild(request: PlanRequest): BuildPlan {
  const platforms = chosenPlatforms(request);
  return request.builder.canExportOci ? planOci(request, platforms) : planSave(request, platforms);
}

/** The platforms a build is for: chosen, else the recipe's, else the builder's own. */
function chosenPlatforms({ recipe, choices, builder }: PlanRequest): readonly Platform[] {
  const wished = choices.platforms.length > 0 ? choices.platforms : recipe.target.platforms;
  if (wished.length > 0) {
    return [...new Map(wished.map((platform) => [formatPlatform(platform), platform])).values()];
  }
  const own = builder.platforms.find((each) => each.how === 'native') ?? builder.platforms[0];
  const fallback = builder.engine && parsePlatform(`${builder.engine.os}/${builder.engine.architecture}`);
  const platform = own?.platform ?? fallback;
  if (platform === undefined) {
    throw new PlanError(
      'plan-platforms',
      `Neither the recipe ${recipe.name} nor the builder says for which platform to build; choose one with --platform.`,
    );
  }
  return [platform];
}

function planOci(request: PlanRequest, platforms: readonly Platform[]): BuildPlan {
  // Why: several nodes cannot write one archive, but each can write the archive of its own platform.
  const runs = needsSeveralNodes(request.builder, platforms)
    ? platforms.map((platform) => ociPart(request, [platform], slugOf(formatPlatform(platform))))
    : [ociPart(request, platforms, 'image')];
  return joinParts(request, 'oci', runs);
}

/** One platform after the other: the classic store keeps one image a name. */
function planSave(request: PlanRequest, platforms: readonly Platform[]): BuildPlan {
  return joinParts(
    request,
    'save',
    platforms.map((platform) => savePart(request, platform)),
  );
}

/** The commands that make one archive. */
interface PlanPart {
  readonly files: readonly PlannedFile[];
  readonly steps: readonly PlanStep[];
  readonly archive: PlannedArchive;
  readonly metadataFile: string;
}

function joinParts(request: PlanRequest, strategy: BuildStrategy, parts: readonly PlanPart[]): BuildPlan {
  const files = parts.flatMap((part) => part.files);
  return {
    recipeName: request.recipe.name,
    platforms: parts.flatMap((part) => part.archive.platforms),
    strategy,
    files: [...new Map(files.map((file) => [file.path, file])).values()],
    steps: parts.flatMap((part) => part.steps),
    archives: parts.map((part) => part.archive),
    metadataFiles: parts.map((part) => part.metadataFile),
  };
}

function ociPart(request: PlanRequest, platforms: readonly Platform[], name: string): PlanPart {
  const archive = path.join(request.workDirectory, `${name}.oci.tar`);
  const metadataFile = path.join(
    request.workDirectory,
    name === 'image' ? 'metadata.json' : `${name}.metadata.json`,
  );
  const invocation = invoke(request, {
    name,
    output: `type=oci,${destination(archive)}`,
    metadataFile,
    platforms,
  });
  return {
    files: invocation.files,
    steps: [buildStep(request, invocation, platforms)],
    archive: { path: archive, platforms },
    metadataFile,
  };
}

function savePart(request: PlanRequest, platform: Platform): PlanPart {
  const platforms = [platform];
  const slug = slugOf(formatPlatform(platform));
  const archive = path.join(request.workDirectory, `${slug}.tar`);
  const metadataFile = path.join(request.workDirectory, `${slug}.metadata.json`);
  const tag = localTag(request, slug);
  const invocation = invoke(request, { name: slug, output: 'type=docker', metadataFile, platforms, tag });
  const engineStep = (kind: 'save' | 'untag', args: readonly string[]): PlanStep => ({
    kind,
    program: 'docker',
    args,
    workingDirectory: request.recipe.directory,
    environment: {},
    progress: 'text',
    platforms,
  });
  return {
    files: invocation.files,
    steps: [
      buildStep(request, invocation, platforms),
      engineStep('save', ['image', 'save', '--output', archive, tag]),
      engineStep('untag', ['image', 'rm', '--no-prune', tag]),
    ],
    archive: { path: archive, platforms },
    metadataFile,
  };
}

function invoke(wish: PlanRequest, output: InvocationOutput): Invocation {
  const request = output.platforms.length === 1 ? withoutIndexAnnotations(wish) : wish;
  const hasDependencies = Object.keys(request.recipe.dependencies).length > 0;
  return hasDependencies ? bakeInvocation(request, output) : buildInvocation(request, output);
}

/** A single platform makes no index, and buildx refuses annotations for one. */
function withoutIndexAnnotations(request: PlanRequest): PlanRequest {
  const { recipe } = request;
  const annotations = recipe.target.annotations.filter(
    (each) => !/^index(-descriptor)?(\[[^\]]*\])?:/.test(each),
  );
  return { ...request, recipe: { ...recipe, target: { ...recipe.target, annotations } } };
}

function buildInvocation(request: PlanRequest, output: InvocationOutput): Invocation {
  const { recipe, choices, builder, workDirectory } = request;
  const place = placeBuild(recipe, workDirectory);
  const args = [
    'build',
    ...(choices.builder === undefined ? [] : ['--builder', choices.builder]),
    '--platform',
    output.platforms.map(formatPlatform).join(','),
    '--output',
    output.output,
    '--metadata-file',
    output.metadataFile,
    `--progress=${progressOption(builder)}`,
    ...(output.tag === undefined ? [] : ['--tag', output.tag]),
    '--file',
    place.dockerfile,
    ...buildOptions(recipe.target, choices),
    place.context,
  ];
  return { args, workingDirectory: recipe.directory, files: place.files };
}

function buildStep(request: PlanRequest, invocation: Invocation, platforms: readonly Platform[]): PlanStep {
  return {
    kind: 'build',
    program: 'docker',
    args: ['buildx', ...invocation.args],
    workingDirectory: invocation.workingDirectory,
    environment: {},
    progress: request.builder.progress,
    platforms,
  };
}

/** `dest=FILE` as one field of buildx's comma-separated output; a path with a comma is quoted as CSV. */
function destination(file: string): string {
  return /[",]/.test(file) ? `"dest=${file.replaceAll('"', '""')}"` : `dest=${file}`;
}

/** A name that no other image has, in the letters a reference may have. */
function localTag(request: PlanRequest, platformSlug: string): string {
  const unique = slugOf(path.basename(request.workDirectory));
  return `oci-recipe-build/${slugOf(request.recipe.name)}:${unique}-${platformSlug}`;
}

function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'image' : slug.slice(0, 60);
}
