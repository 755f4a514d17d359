import type { Platform } from '../../platform/platform.js';
import { formatPlatform, parsePlatform, PlatformError } from '../../platform/platform.js';
import type { Target } from '../recipe.js';
import type { Report } from '../report.js';
import { cleanPath } from '../../base/cleanPath.js';
import { itemNode } from './decodeTarget.js';
import { formatOption } from './option.js';
import type { ListField, MapField, OptionField, RawTarget } from './rawTarget.js';
import type { EvaluatedTarget } from './resolveBake.js';

const remotePattern = /^(?:https?|git|ssh):\/\/|^github\.com\/|^[\w.-]+@[\w.-]+:/;

/** The finished target of a merged one; undefined, with a remark, where a platform is none. */
export function toTarget(raw: RawTarget, evaluated: EvaluatedTarget, report: Report): Target | undefined {
  const platforms = toPlatforms(raw.lists.get('platforms') ?? [], evaluated, report);
  if (platforms === undefined) {
    return undefined;
  }
  const list = (field: ListField): readonly string[] => raw.lists.get(field) ?? [];
  const map = (field: MapField): Readonly<Record<string, string>> =>
    Object.fromEntries(raw.maps.get(field) ?? []);
  const options = (field: OptionField): readonly string[] =>
    (raw.options.get(field) ?? []).map((entry) => formatOption(field, entry));
  return {
    context: cleanContext(raw.texts.get('context') ?? '.'),
    dockerfile: raw.texts.get('dockerfile') ?? 'Dockerfile',
    contexts: map('contexts'),
    args: map('args'),
    labels: map('labels'),
    annotations: list('annotations'),
    tags: list('tags'),
    platforms,
    output: options('output'),
    cacheFrom: options('cache-from'),
    cacheTo: options('cache-to'),
    secret: options('secret'),
    ssh: options('ssh'),
    attest: options('attest'),
    entitlements: list('entitlements'),
    extraHosts: map('extra-hosts'),
    ulimits: list('ulimits'),
    noCacheFilter: list('no-cache-filter'),
    ...toOptional(raw),
  };
}

function toOptional({ texts, flags }: RawTarget): Partial<Target> {
  const optional: [keyof Target, string | boolean | undefined][] = [
    ['dockerfileInline', texts.get('dockerfile-inline')],
    ['target', texts.get('target')],
    ['noCache', flags.get('no-cache')],
    ['pull', flags.get('pull')],
    ['network', texts.get('network')],
    ['shmSize', texts.get('shm-size')],
    ['call', texts.get('call')],
    ['description', texts.get('description')],
  ];
  return Object.fromEntries(optional.filter(([, value]) => value !== undefined));
}

/** Bake cleans the path of a local context (`./a/` is `a`) and leaves remote ones alone. */
function cleanContext(context: string): string {
  if (context.startsWith('cwd://')) {
    return cleanPath(context.slice('cwd://'.length));
  }
  return remotePattern.test(context) ? context : cleanPath(context);
}

function toPlatforms(
  texts: readonly string[],
  evaluated: EvaluatedTarget,
  report: Report,
): readonly Platform[] | undefined {
  const platforms = new Map<string, Platform>();
  let isWhole = true;
  for (const [index, text] of texts.entries()) {
    for (const part of text.split(',')) {
      const platform = readPlatform(part, index, evaluated, report);
      isWhole &&= platform !== undefined;
      if (platform !== undefined) {
        platforms.set(formatPlatform(platform), platform);
      }
    }
  }
  return isWhole ? [...platforms.values()] : undefined;
}

function readPlatform(
  text: string,
  index: number,
  { block }: EvaluatedTarget,
  report: Report,
): Platform | undefined {
  const fail = (message: string): void => {
    const range = (itemNode(block.body, 'platforms', index) ?? { range: block.labelRange }).range;
    report.add({ rule: 'RecipePlatform', severity: 'error', message, range });
  };
  if (text.trim() === 'local') {
    fail('"local" depends on the machine; name the platform, such as linux/amd64.');
    return undefined;
  }
  try {
    return parsePlatform(text);
  } catch (error) {
    if (error instanceof PlatformError) {
      fail(error.message);
      return undefined;
    }
    throw error;
  }
}
