import { hasCode } from '../../base/errors.js';
import { formatPlatform } from '../../platform/platform.js';
import type { Platform } from '../../platform/platform.js';
import { launchpadProcessors, toLaunchpadProcessor } from '../../platform/processor.js';
import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Platforms that Launchpad has no processor for, and processors that no platform is known for. */
export const processorUnmapped: Rule = {
  name: 'ProcessorUnmapped',
  family: 'recipe',
  title: 'A platform has no Launchpad processor, or a processor is not known',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check({ recipe, isLaunchpadMeant }: RuleInput): readonly Remark[] {
  if (!isLaunchpadMeant) {
    return [];
  }
  return [
    ...recipe.target.platforms.flatMap((platform) => {
      const message = platformProblem(platform);
      return message === undefined
        ? []
        : [{ severity: 'error' as const, message, ...placeOfKey(recipe, 'platforms') }];
    }),
    ...(recipe.launchpad?.processors ?? []).flatMap((name) =>
      launchpadProcessors().includes(name)
        ? []
        : [
            {
              severity: 'error' as const,
              message: `Launchpad has no processor "${name}"; it has ${launchpadProcessors().join(', ')}.`,
              ...placeOfKey(recipe, 'x-launchpad.processors', 'x-launchpad'),
            },
          ],
    ),
  ];
}

function platformProblem(platform: Platform): string | undefined {
  try {
    toLaunchpadProcessor(platform);
    return undefined;
  } catch (error) {
    if (hasCode(error, 'platform-unmapped')) {
      return `${error.message} Remove ${formatPlatform(platform)}, or list x-launchpad.processors.`;
    }
    throw error;
  }
}
