import type { Platform } from '../../platform/platform.js';
import { formatPlatform, parsePlatform } from '../../platform/platform.js';
import { evaluateBuilds } from '../buildkit/evaluateBuild.js';
import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A base image is not there for a platform of the recipe; judged only where somebody was asked. */
export const basePlatformMissing: Rule = {
  name: 'BasePlatformMissing',
  family: 'recipe',
  title: 'A base image is not available for a platform of the recipe',
  severity: 'error',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const known = new Map(input.subject.basePlatforms?.map((fact) => [fact.reference, fact.platforms]));
  if (known.size === 0) {
    return [];
  }
  return evaluateBuilds(input).flatMap(({ platform: target, stages }) =>
    stages.flatMap(({ stage, base, platform, isReached }) => {
      const platforms = base.kind === 'image' && isReached ? known.get(base.reference) : undefined;
      if (platforms === undefined || platform === undefined || isAvailable(platform, platforms)) {
        return [];
      }
      return [
        {
          severity: 'error' as const,
          message:
            `${base.kind === 'image' ? base.reference : ''} is not available for ${formatPlatform(platform)}, only for ` +
            `${platforms.join(', ')}. Choose another base image, or leave the platform out.`,
          ...placeInDockerfile(input, stage.base?.range ?? stage.from.range),
          ...(target !== undefined && { platform: target }),
        },
      ];
    }),
  );
}

/** A processor runs what is made for an older variant of it: https://github.com/containerd/platforms */
function isAvailable(wanted: Platform, platforms: readonly string[]): boolean {
  return platforms.some((text) => {
    const platform = parsePlatform(text);
    return (
      platform.os === wanted.os &&
      platform.architecture === wanted.architecture &&
      numberOf(platform.variant) <= (wanted.variant === undefined ? Infinity : numberOf(wanted.variant))
    );
  });
}

function numberOf(variant: string | undefined): number {
  return Number(/\d+/.exec(variant ?? '')?.[0] ?? 0);
}
