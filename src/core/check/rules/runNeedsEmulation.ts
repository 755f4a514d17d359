import type { Platform } from '../../platform/platform.js';
import { formatPlatform, parsePlatform } from '../../platform/platform.js';
import { evaluateBuilds } from '../buildkit/evaluateBuild.js';
import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** RUN on a platform that this machine's processor does not run: it is emulated, unless another node builds it. */
export const runNeedsEmulation: Rule = {
  name: 'RunNeedsEmulation',
  family: 'recipe',
  title: 'RUN is for a processor that is not the one of this machine, and needs emulation',
  severity: 'hint',
  preset: 'recommended',
  check,
};

function check(input: RuleInput): readonly Remark[] {
  const { nativePlatform } = input.subject;
  if (nativePlatform === undefined || input.recipe.target.platforms.length === 0) {
    return [];
  }
  const native = parsePlatform(nativePlatform);
  return evaluateBuilds(input).flatMap(({ platform: target, stages }, index) => {
    const reachable = new Set(input.builds[index]?.resolved.reachable.map((stage) => stage.index));
    return stages.flatMap(({ stage, platform }) => {
      const run = stage.instructions.find(({ keyword }) => keyword === 'RUN');
      if (
        run === undefined ||
        platform === undefined ||
        !reachable.has(stage.index) ||
        runs(native, platform)
      ) {
        return [];
      }
      return [
        {
          severity: 'hint' as const,
          message:
            `RUN for ${formatPlatform(platform)} is emulated where the builder has only ${formatPlatform(native)}, and ` +
            'slow there. Work that is the same for every platform can be done in a stage with --platform=$BUILDPLATFORM.',
          ...placeInDockerfile(input, run.keywordRange),
          ...(target !== undefined && { platform: target }),
        },
      ];
    });
  });
}

/** Processors that run the code of older ones: amd64 that of 386, arm64 that of arm; variants are taken to fit. */
function runs(native: Platform, wanted: Platform): boolean {
  const olderOf: Readonly<Record<string, string>> = { amd64: '386', arm64: 'arm' };
  return (
    wanted.os !== native.os ||
    wanted.architecture === native.architecture ||
    wanted.architecture === olderOf[native.architecture]
  );
}
