import type { Image } from '../../core/image/image.js';

/** What differs between two images besides their files, a sentence each. */
export function imageDifferences(before: Image, after: Image): readonly string[] {
  return [...layerDifference(before, after), ...configDifferences(before, after)];
}

function layerDifference(before: Image, after: Image): readonly string[] {
  const known = new Set(before.layers.map(({ diffId }) => diffId));
  const same = after.layers.filter(({ diffId }) => known.has(diffId)).length;
  const counts = [before.layers.length, after.layers.length];
  return [
    counts.every((count) => count === same)
      ? `All ${same} layers are the same.`
      : `Layers: ${counts.join(' → ')}, of which ${same} ${same === 1 ? 'is' : 'are'} the same`,
  ];
}

/** Each field of `config` (and the others at the top) that is not the same, with both values. */
function configDifferences(before: Image, after: Image): readonly string[] {
  const left = fieldsOf(before);
  const right = fieldsOf(after);
  return [...new Set([...left.keys(), ...right.keys()])]
    .sort()
    .filter((name) => left.get(name) !== right.get(name))
    .map((name) => `${name}: ${shown(left.get(name))} → ${shown(right.get(name))}`);
}

/** Those that follow from the layers, and the time, say nothing that is not said elsewhere. */
const leftOut = new Set(['rootfs', 'history', 'created']);

function fieldsOf({ configBytes }: Image): ReadonlyMap<string, string> {
  const config = JSON.parse(new TextDecoder().decode(configBytes)) as Readonly<Record<string, unknown>>;
  const inner = config['config'];
  const fields = [
    ...Object.entries(config).filter(([name]) => name !== 'config' && !leftOut.has(name)),
    ...Object.entries(typeof inner === 'object' && inner !== null ? inner : {}),
  ];
  return new Map(fields.map(([name, value]) => [name, JSON.stringify(value)]));
}

const shownCharacters = 120;

function shown(value: string | undefined): string {
  if (value === undefined) {
    return 'absent';
  }
  return value.length <= shownCharacters ? value : `${value.slice(0, shownCharacters)}…`;
}
