import { Document } from 'yaml';

import type { Platform } from '../platform/platform.js';
import { formatPlatform } from '../platform/platform.js';
import { toLaunchpadProcessor } from '../platform/processor.js';
import { escapeText } from './hcl/escapeText.js';
import type { LaunchpadBlock } from './recipe.js';

/** What a new recipe file is to say. */
export interface NewRecipeFile {
  /** The target's name; letters, digits, - and _. */
  readonly name: string;
  /** Relative to the file that is written; `.` is left out. */
  readonly context: string;
  /** Relative to the context; `Dockerfile` is left out. */
  readonly dockerfile: string;
  readonly platforms: readonly Platform[];
  readonly launchpad?: LaunchpadBlock;
}

const heading =
  ' The images of this folder, in the words of docker buildx bake.\n https://docs.docker.com/build/bake/reference/#target';

/** The text of a new `oci-recipe.yaml` with one target; it reads back without findings. */
export function formatRecipeFile(recipe: NewRecipeFile): string {
  const launchpad =
    recipe.launchpad === undefined ? undefined : toLaunchpadWords(recipe.launchpad, recipe.platforms);
  const document = new Document({
    target: {
      [recipe.name]: {
        context: escapeText(recipe.context),
        dockerfile: escapeText(recipe.dockerfile),
        ...(recipe.platforms.length > 0 && { platforms: recipe.platforms.map(formatPlatform) }),
        ...(launchpad !== undefined && { 'x-launchpad': launchpad }),
      },
    },
  });
  document.commentBefore = heading;
  return document.toString({ lineWidth: 0 });
}

function toLaunchpadWords(
  block: LaunchpadBlock,
  platforms: readonly Platform[],
): Readonly<Record<string, unknown>> {
  const fields: readonly (readonly [string, unknown])[] = [
    ['owner', block.owner],
    ['oci_project', block.ociProject],
    ['name', block.name],
    ['git_ref', block.gitRef],
    [
      'processors',
      block.processors ?? (platforms.length > 0 ? platforms.map(toLaunchpadProcessor) : undefined),
    ],
    ['build_daily', block.buildDaily],
    ['description', block.description],
    ['image_name', block.imageName],
    ['information_type', block.informationType],
    ['push_rules', block.pushRules?.map(toPushRuleWords)],
  ];
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function toPushRuleWords(
  rule: NonNullable<LaunchpadBlock['pushRules']>[number],
): Readonly<Record<string, string>> {
  return {
    registry_url: rule.registryUrl,
    image_name: rule.imageName,
    ...(rule.credentialsOwner !== undefined && { credentials_owner: rule.credentialsOwner }),
  };
}
