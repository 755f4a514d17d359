import type { Severity } from '../../finding/finding.js';
import type { HadolintConfig } from './hadolintConfig.js';
import { hadolintSeverities, toFailureThreshold, toLabelType } from './hadolintConfig.js';

type Environment = Readonly<Record<string, string | undefined>>;

const truths: ReadonlySet<string> = new Set(['1', 'y', 'on', 'true', 'yes']);

/**
 * A configuration with what hadolint's environment variables add to its lists and say instead of its single values.
 * As with hadolint, a value that makes no sense is no value. https://github.com/hadolint/hadolint#configure
 */
export function withHadolintEnvironment(config: HadolintConfig, environment: Environment): HadolintConfig {
  const failureThreshold =
    toFailureThreshold(environment['HADOLINT_FAILURE_THRESHOLD'] ?? '') ?? config.failureThreshold;
  return {
    ...config,
    ignored: new Set([...config.ignored, ...listOf(environment['HADOLINT_IGNORE'])]),
    overrides: mergeOverrides(config.overrides, environment),
    trustedRegistries: [...config.trustedRegistries, ...listOf(environment['HADOLINT_TRUSTED_REGISTRIES'])],
    labelSchema: new Map([
      ...config.labelSchema,
      ...listOf(environment['HADOLINT_REQUIRE_LABELS']).flatMap(toLabel),
    ]),
    hasStrictLabels: truthOf(environment['HADOLINT_STRICT_LABELS']) ?? config.hasStrictLabels,
    ignoresPragmas: truthOf(environment['HADOLINT_DISABLE_IGNORE_PRAGMA']) ?? config.ignoresPragmas,
    neverFails: truthOf(environment['HADOLINT_NOFAIL']) ?? config.neverFails,
    ...(failureThreshold !== undefined && { failureThreshold }),
  };
}

/** hadolint makes one list of each severity first, so a file's `error` beats the environment's `style`. */
function mergeOverrides(
  overrides: HadolintConfig['overrides'],
  environment: Environment,
): HadolintConfig['overrides'] {
  const all: (readonly [string, Severity])[] = [];
  for (const [name, severity] of hadolintSeverities) {
    all.push(...[...overrides].filter(([, own]) => own === severity));
    const added = listOf(environment[`HADOLINT_OVERRIDE_${name.toUpperCase()}`]);
    all.push(...added.map((code) => [code, severity] as const));
  }
  return new Map(all);
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function toLabel(item: string): readonly (readonly [string, NonNullable<ReturnType<typeof toLabelType>>])[] {
  const colon = item.indexOf(':');
  const type = toLabelType(colon === -1 ? '' : item.slice(colon + 1));
  return type === undefined ? [] : [[colon === -1 ? item : item.slice(0, colon), type]];
}

function truthOf(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : truths.has(text.toLowerCase());
}
