import type { Image } from '../../image/image.js';
import { formatPlatform } from '../../platform/platform.js';

/** Where an image comes from: the number of the input. */
export interface SourcedImage {
  readonly image: Image;
  readonly input: number;
}

/**
 * Puts images together that are one image for several platforms: those that one index holds, those that share a
 * name, and those of different inputs that have one image each to give. A group has each platform once.
 */
export function groupImages<Item extends SourcedImage>(items: readonly Item[]): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  const counts = new Map<number, number>();
  for (const { input } of items) {
    counts.set(input, (counts.get(input) ?? 0) + 1);
  }
  for (const item of items) {
    const fitting = groups.filter((group) => !group.some((other) => platformOf(other) === platformOf(item)));
    const isAlone = (other: Item): boolean => other.input !== item.input;
    const group =
      fitting.find((members) => members.some((other) => isOfOneIndex(other, item))) ??
      fitting.find((members) => members.some((other) => sharesTag(other.image, item.image))) ??
      fitting.find((members) => members.every(isAlone) && mayJoin(item, members, counts));
    if (group === undefined) {
      groups.push([item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}

function platformOf({ image }: SourcedImage): string {
  return formatPlatform(image.platform);
}

function isOfOneIndex(left: SourcedImage, right: SourcedImage): boolean {
  const digest = left.image.index?.digest;
  return digest !== undefined && digest === right.image.index?.digest;
}

function sharesTag(left: Image, right: Image): boolean {
  return left.tags.some((tag) => right.tags.includes(tag));
}

function mayJoin(
  item: SourcedImage,
  members: readonly SourcedImage[],
  counts: ReadonlyMap<number, number>,
): boolean {
  return [item, ...members].every(({ input }) => counts.get(input) === 1);
}
