import path from 'node:path';
import type { Recipe, Target } from '../recipe/recipe.js';
import type { PlannedFile } from './buildPlan.js';
import { PlanError } from './planError.js';

/** Where a build takes its Dockerfile and its files from, as buildx is told. */
export interface BuildPlace {
  /** An absolute path, or the URL of a remote context. */
  readonly context: string;
  /** An absolute path; for a remote context the path inside it. */
  readonly dockerfile: string;
  /** The file of an inline Dockerfile, to be written before the build. */
  readonly files: readonly PlannedFile[];
}

/** Resolves context and Dockerfile of a recipe as bake does: the Dockerfile is relative to the context. */
export function placeBuild(recipe: Recipe, workDirectory: string): BuildPlace {
  const { target } = recipe;
  if (target.context === '-' || target.context.startsWith('target:')) {
    throw new PlanError(
      'plan-context',
      `The context "${target.context}" of ${recipe.name} cannot be built from here; give a directory or a git URL.`,
    );
  }
  const remote = isRemoteContext(target.context);
  const context = remote ? target.context : path.resolve(recipe.directory, withoutScheme(target.context));
  if (target.dockerfileInline !== undefined) {
    const file = path.join(workDirectory, 'Dockerfile');
    return { context, dockerfile: file, files: [{ path: file, text: target.dockerfileInline }] };
  }
  return {
    context,
    dockerfile: remote ? target.dockerfile : path.resolve(context, target.dockerfile),
    files: [],
  };
}

/**
 * Whether buildx fetches this context itself.
 * https://github.com/docker/buildx/blob/v0.29.1/build/utils.go (IsRemoteURL)
 */
function isRemoteContext(context: string): boolean {
  return (
    /^(https?|git|ssh):\/\//.test(context) ||
    context.startsWith('github.com/') ||
    /^[\w.-]+@[\w.-]+:/.test(context)
  );
}

/** The local paths a target reads besides its context, absolute: Dockerfile and named contexts that are directories. */
export function localPaths(target: Target, directory: string): readonly string[] {
  const contexts = [target.context, ...Object.values(target.contexts)];
  return contexts.flatMap((context) => {
    const local = context.replace(/^oci-layout:\/\//, '').replace(/[@:][^/\\]*$/, '');
    const isLocal =
      context.startsWith('oci-layout://') || (!isRemoteContext(context) && !/^[a-z-]+:/.test(context));
    return isLocal ? [path.resolve(directory, context.startsWith('oci-layout://') ? local : context)] : [];
  });
}

function withoutScheme(context: string): string {
  return context.startsWith('cwd://') ? context.slice('cwd://'.length) : context;
}
