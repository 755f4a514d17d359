import type { BuildChoices } from '../../core/plan/buildChoices.js';
import { parsePlatform } from '../../core/platform/platform.js';
import type { Platform } from '../../core/platform/platform.js';
import type { System } from '../../core/host/host.js';
import { resolveContext, resolveFields, resolveSsh } from './localPaths.js';
import type { Options } from './invocation.js';
import type { OptionName } from './optionTable.js';
import { UsageError } from './usageError.js';

/** The platforms of `--platform`, repeated or separated by commas, each once. */
export function toPlatforms(options: Options): readonly Platform[] {
  const texts = options.list('platform').flatMap((list) => list.split(','));
  const platforms = texts.filter((text) => text.trim() !== '').map(parsePlatform);
  return [...new Map(platforms.map((platform) => [JSON.stringify(platform), platform])).values()];
}

/**
 * The choices that the options of `build` make. The environment gives values to bare `--build-arg NAME`; relative
 * paths start from the current directory.
 */
export function toBuildChoices(
  options: Options,
  { environment, currentDirectory: here }: Pick<System, 'environment' | 'currentDirectory'>,
): BuildChoices {
  return {
    platforms: toPlatforms(options),
    buildArgs: toBuildArgs(options.list('build-arg'), environment),
    buildContexts: Object.fromEntries(
      options.list('build-context').map((text) => toBuildContext(text, here)),
    ),
    cacheFrom: options.list('cache-from').map((text) => resolveFields(text, ['src'], here)),
    cacheTo: options.list('cache-to').map((text) => resolveFields(text, ['dest'], here)),
    secrets: options.list('secret').map((text) => resolveFields(text, ['src', 'source'], here)),
    ssh: options.list('ssh').map((text) => resolveSsh(text, here)),
    allow: options.list('allow'),
    ...optionalText(options, 'target'),
    ...optionalText(options, 'builder'),
    ...optionalText(options, 'provenance'),
    ...optionalText(options, 'network'),
    ...(options.has('no-cache') && { noCache: true }),
    ...(options.has('pull') && { pull: true }),
  };
}

function optionalText<Name extends OptionName>(options: Options, name: Name): Partial<Record<Name, string>> {
  const value = options.text(name);
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}

// Why: docker takes a bare NAME from the environment, and leaves the argument out where it is not set.
function toBuildArgs(
  texts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries = texts.map((text) => {
    const { name, value } = splitPair(text);
    if (name === '') {
      throw new UsageError(`--build-arg takes NAME=VALUE, not "${text}".`);
    }
    return [name, value ?? environment[name]] as const;
  });
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}

function toBuildContext(text: string, here: string): readonly [string, string] {
  const { name, value } = splitPair(text);
  if (name === '' || value === undefined || value === '') {
    throw new UsageError(`--build-context takes NAME=VALUE, not "${text}".`);
  }
  return [name, resolveContext(value, here)];
}

function splitPair(text: string): { readonly name: string; readonly value?: string } {
  const at = text.indexOf('=');
  return at === -1 ? { name: text } : { name: text.slice(0, at), value: text.slice(at + 1) };
}
