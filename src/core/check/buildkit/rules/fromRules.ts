import { flagOf } from '../../../dockerfile/dockerfileDocument.js';
import { quoteGo } from '../../../dockerfile/goText.js';
import { isImageName } from '../../../dockerfile/imageName.js';
import { suggest } from '../../../dockerfile/suggestion.js';
import { formatPlatform, normalizePlatform } from '../../../platform/platform.js';
import { buildRule } from '../buildkitRule.js';
import type { Said } from '../buildkitRule.js';
import type { EvaluatedBuild, EvaluatedStage } from '../evaluatedBuild.js';
import { readPlatformFlag } from '../platformFlag.js';
import type { UsedName } from '../wordExpansion.js';
import { expandWord } from '../wordExpansion.js';

/** https://docs.docker.com/reference/build-checks/undefined-arg-in-from/ */
export const undefinedArgInFrom = buildRule(
  { name: 'UndefinedArgInFrom', title: 'FROM uses an argument that is not declared above it' },
  ({ stages, globals }) => {
    const names = [...new Set([...globals.environment.values.keys(), ...globals.declared])];
    return stages.flatMap((stage) => {
      const { name, platformFlag, stage: written } = stage;
      const flag = flagOf(written.from, 'platform');
      return [
        ...name.unmatched.map((used) => ({ used, range: written.base?.range })),
        ...(platformFlag?.unmatched ?? []).map((used) => ({ used, range: flag?.valueRange })),
      ]
        .filter(({ used }) => !globals.declared.has(used.name))
        .map(({ used, range }) => ({
          place: written.from,
          range,
          message: `FROM argument '${used.name}' is not declared${suggestion(used, names)}`,
        }));
    });
  },
);

function suggestion({ name }: UsedName, names: readonly string[]): string {
  const meant = suggest(name, names, true);
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

/** https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/ */
export const invalidDefaultArgInFrom = buildRule(
  { name: 'InvalidDefaultArgInFrom', title: 'Without build arguments, FROM names no image' },
  ({ stages }) => {
    const broken = stages.findIndex(
      ({ defaultName }) => defaultName === undefined || defaultName.error !== undefined,
    );
    return stages
      .slice(0, broken === -1 ? undefined : broken)
      .flatMap(({ stage: { from, base }, defaultName }) =>
        base === undefined || defaultName?.value === undefined || isImageName(defaultName.value)
          ? []
          : [
              {
                place: from,
                range: base.range,
                message: `Default value for ARG ${base.text} results in empty or invalid base image name`,
              },
            ],
      );
  },
);

/** https://docs.docker.com/reference/build-checks/redundant-target-platform/ */
export const redundantTargetPlatform = buildRule(
  { name: 'RedundantTargetPlatform', title: 'FROM asks for the platform that it has anyway' },
  (build) => build.stages.flatMap((stage) => judgeTargetPlatform(build, stage)),
);

function judgeTargetPlatform({ globals }: EvaluatedBuild, { stage }: EvaluatedStage): readonly Said[] {
  const flag = flagOf(stage.from, 'platform');
  if (flag?.value?.includes('TARGETPLATFORM') !== true) {
    return [];
  }
  // Why: it is the same for every platform, so it can be said where none is known.
  const probe = 'os/architecture';
  const { matched, unmatched, value } = expandWord(flag.value, { escape: '\\' }, (name) =>
    name === 'TARGETPLATFORM'
      ? { kind: 'set', value: probe }
      : globals.environment.values.has(name)
        ? { kind: 'set', value: globals.environment.values.get(name) }
        : { kind: 'unset' },
  );
  const isRedundant = matched.length === 1 && unmatched.length === 0 && value === probe;
  const message = `Setting platform to predefined ${flag.value} in FROM is redundant as this is the default behavior`;
  return isRedundant ? [{ place: stage.from, range: flag.range, message, tags: ['unnecessary'] }] : [];
}

/**
 * A stage that is named for its platform may have a constant one.
 * https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/
 */
export const fromPlatformFlagConstDisallowed = buildRule(
  { name: 'FromPlatformFlagConstDisallowed', title: 'FROM has a constant platform' },
  ({ stages }) =>
    stages.flatMap(({ stage, platformFlag }): readonly Said[] => {
      const value = platformFlag?.value;
      const isConstant =
        value !== undefined && platformFlag?.matched.length === 0 && platformFlag.unmatched.length === 0;
      const platform = isConstant ? readPlatformFlag(value, undefined) : undefined;
      const name = stage.name ?? '';
      if (
        platform === undefined ||
        [platform.os, platform.architecture].some((part) => name.includes(part))
      ) {
        return [];
      }
      const range = flagOf(stage.from, 'platform')?.valueRange;
      const message = `FROM --platform flag should not use constant value ${quoteGo(value ?? '')}`;
      return [{ place: stage.from, range, message }];
    }),
);

/** Needs the config of the base image; says nothing without it. */
export const invalidBaseImagePlatform = buildRule(
  { name: 'InvalidBaseImagePlatform', title: 'A base image is for another platform than asked for' },
  ({ stages }) =>
    stages
      .filter(({ isReached }) => isReached)
      .flatMap(({ stage: { from, base: word }, base, platform, name }): readonly Said[] => {
        const facts = base.kind === 'image' && !base.isReplaced ? base.facts : undefined;
        if (facts === undefined || platform === undefined) {
          return [];
        }
        const actual = normalizePlatform(facts.os, facts.architecture, facts.variant);
        const message =
          `Base image ${name.value ?? ''} was pulled with platform ${quoteGo(formatPlatform(actual))}, ` +
          `expected ${quoteGo(formatPlatform(platform))} for current build`;
        const isRight = actual.os === platform.os && actual.architecture === platform.architecture;
        return isRight ? [] : [{ place: from, range: word?.range, message }];
      }),
);
