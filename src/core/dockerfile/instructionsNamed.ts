import { areSame } from '../base/areSame.js';
import { oncePer } from '../base/oncePer.js';
import type { DockerfileDocument, Instruction } from './dockerfileDocument.js';

type Instructions = readonly Instruction[];

const nothing: Instructions = [];

/**
 * The instructions with one of the keywords, in file order: the very same list as of an earlier text of the file where
 * the same instructions are in it. So what is learned of a list once need not be learned again while nothing of its
 * keywords is edited.
 */
export function instructionsNamed(
  { instructions }: Pick<DockerfileDocument, 'instructions'>,
  ...keywords: readonly string[]
): Instructions {
  const byKeyword = listsOf(instructions);
  const lists = keywords.flatMap((keyword) => {
    const list = byKeyword.get(keyword);
    return list === undefined ? [] : [list];
  });
  const [first, second] = lists;
  if (first === undefined || second === undefined) {
    return first ?? nothing;
  }
  const known = mergedBy(first, keywords.join(' '));
  if (known.list !== undefined && areSame(known.parts, lists)) {
    return known.list;
  }
  known.parts = lists;
  known.list = instructions.filter(({ keyword }) => keywords.includes(keyword));
  return known.list;
}

const listsOf = oncePer((instructions: Instructions): ReadonlyMap<string, Instructions> => {
  const lists = new Map<string, Instruction[]>();
  for (const instruction of instructions) {
    const list = lists.get(instruction.keyword);
    if (list === undefined) {
      lists.set(instruction.keyword, [instruction]);
    } else {
      list.push(instruction);
    }
  }
  return new Map([...lists].map(([keyword, list]) => [keyword, knownList(list)]));
});

/** By the first instruction of the list. */
const lastLists = new WeakMap<Instruction, Instructions>();

function knownList(list: Instructions): Instructions {
  const [first] = list;
  const known = first && lastLists.get(first);
  if (known !== undefined && areSame(known, list)) {
    return known;
  }
  if (first !== undefined) {
    lastLists.set(first, list);
  }
  return list;
}

/** The list of several keywords, and the lists that it was made of. */
interface Merged {
  parts: readonly Instructions[];
  list?: Instructions;
}

/** By the list of the first keyword that has one, and by the keywords. */
const merged = new WeakMap<Instructions, Map<string, Merged>>();

function mergedBy(first: Instructions, keywords: string): Merged {
  const byKeywords = merged.get(first) ?? new Map<string, Merged>();
  merged.set(first, byKeywords);
  const known = byKeywords.get(keywords) ?? { parts: [] };
  byKeywords.set(keywords, known);
  return known;
}
