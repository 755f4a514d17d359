import type { Range } from '../base/text.js';
import type { BakeConfig, EvaluatedTarget } from './bake/resolveBake.js';
import type { SourceMap } from './sourceNode.js';

const nestedKeys: ReadonlySet<string> = new Set([
  'args',
  'labels',
  'contexts',
  'x-launchpad',
  'x-osbs',
  'x-check',
]);

/**
 * The ranges of a target's keys, those of maps as `args.NAME` too; a key that is inherited has the range it has in
 * the target it comes from.
 */
export function keyRangesOf(
  config: BakeConfig | undefined,
  target: EvaluatedTarget,
  visited: ReadonlySet<string> = new Set(),
): Readonly<Record<string, Range>> {
  const parents = target.raw?.lists.get('inherits') ?? [];
  const inherited = parents.flatMap((name) => {
    const parent = visited.has(name) ? undefined : config?.targets.get(name);
    return parent === undefined
      ? []
      : Object.entries(keyRangesOf(config, parent, new Set([...visited, target.name]))).filter(
          ([key]) => !key.startsWith('x-'),
        );
  });
  return Object.fromEntries([...inherited, ...ownRanges(target.block.body)]);
}

function ownRanges(body: SourceMap): readonly (readonly [string, Range])[] {
  return body.entries.flatMap(({ key, keyRange, value }) => {
    const inner = value.kind === 'map' && nestedKeys.has(key) ? value.entries : [];
    return [
      [key, keyRange] as const,
      ...inner.map((entry) => [`${key}.${entry.key}`, entry.keyRange] as const),
    ];
  });
}
