import type { ExplorerView, FilesRequest, ImageView } from '../../src/bridge/explorerProtocol.js';

import { decodeTableLook, type TableLook } from './tableLook.js';

/** What the user has chosen to look at; it outlives the page. */
export interface ExplorerChoice {
  /** What the page shows; whoever restores it needs them. */
  readonly sources: readonly string[];
  readonly image?: string;
  /** The image that is compared with it. */
  readonly against?: string;
  readonly part: FilesRequest['part'];
  /** How much of the room the list of layers takes, in percent. Absent: the usual. */
  readonly splitPercent?: number;
  /** How the table of files is looked at that is shown. */
  readonly look?: TableLook;
}

/** Nothing chosen: all files of the first image. */
const noExplorerChoice: ExplorerChoice = { sources: [], part: 'merged' };

/** Reads a choice that an earlier page, perhaps of another version, has left. What makes no sense is dropped. */
export function decodeExplorerChoice(state: unknown): ExplorerChoice {
  if (typeof state !== 'object' || state === null) {
    return noExplorerChoice;
  }
  const { sources, image, against, part, splitPercent, look } = state as Readonly<Record<string, unknown>>;
  const decoded = decodeTableLook(look);
  return {
    sources: Array.isArray(sources) ? sources.filter((item) => typeof item === 'string') : [],
    ...(typeof image === 'string' && { image }),
    ...(typeof against === 'string' && { against }),
    part: part === 'waste' || typeof part === 'number' ? part : 'merged',
    ...(typeof splitPercent === 'number' && { splitPercent }),
    ...(decoded && { look: decoded }),
  };
}

/** What is shown of a view: the chosen image, part and comparison while they exist. */
export interface Shown {
  readonly image: ImageView;
  readonly against: ImageView | undefined;
  readonly request: FilesRequest;
}

/** What a choice means for a view; undefined when it has no image. */
export function shownOf(view: ExplorerView, choice: ExplorerChoice): Shown | undefined {
  const isOfView = choice.sources.join('\0') === view.sources.join('\0');
  const chosen = isOfView ? choice : { ...view.compared, part: 'merged' as const };
  const image = view.images.find(({ id }) => id === chosen.image) ?? view.images[0];
  if (image === undefined) {
    return undefined;
  }
  const against = view.images.find(({ id }) => id === chosen.against && id !== image.id);
  if (against !== undefined) {
    return { image, against, request: { image: image.id, part: 'merged', against: against.id } };
  }
  const isLayer = typeof chosen.part === 'number' && chosen.part >= 0 && chosen.part < image.layers.length;
  const part = chosen.part === 'waste' || isLayer ? chosen.part : 'merged';
  return { image, against: undefined, request: { image: image.id, part } };
}

/** What the user changes of a choice; `against` null: nothing is compared any more. */
export type ChoiceChange = Partial<Omit<ExplorerChoice, 'against' | 'sources' | 'look'>> & {
  readonly against?: string | null;
};

/** The next choice. Why from what is shown: a choice that was made for other sources says nothing of these. */
export function changedChoice(
  sources: readonly string[],
  shown: Shown | undefined,
  { splitPercent, look }: Pick<ExplorerChoice, 'splitPercent' | 'look'>,
  { against, ...change }: ChoiceChange,
): ExplorerChoice {
  const next = against === undefined ? shown?.against?.id : against;
  return {
    sources,
    part: shown?.request.part ?? 'merged',
    ...(shown !== undefined && { image: shown.image.id }),
    ...(typeof next === 'string' && { against: next }),
    ...(splitPercent !== undefined && { splitPercent }),
    ...(look !== undefined && { look }),
    ...change,
  };
}
