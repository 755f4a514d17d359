import { oncePer } from '../../../base/oncePer.js';
import type { Instruction, Word } from '../../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../../dockerfile/dockerfileDocument.js';

/** What a FROM says, taken apart as written: variables are not resolved. */
export interface BaseImage extends ImageName {
  readonly from: Instruction;
  /** The image as a whole. */
  readonly word: Word;
  /** The stage's name as written. */
  readonly aliasWord?: Word;
  /** The stage's name as stages are found: BuildKit pays no attention to case. */
  readonly alias?: string;
  /** The value of `--platform`. */
  readonly platform?: string;
}

/** An image's name, in parts. */
export interface ImageName {
  /** `docker.io`, `localhost:5000`: the part before the first slash, when it looks like a host. */
  readonly registry?: string;
  /** Without registry, tag and digest. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Takes a FROM apart; undefined when it names no image. */
export const readBaseImage = oncePer((from: Instruction): BaseImage | undefined => {
  const [word, as, aliasWord] = from.words;
  if (word === undefined) {
    return undefined;
  }
  const platform = flagOf(from, 'platform')?.value;
  const isNamed = as?.text.toUpperCase() === 'AS' && aliasWord !== undefined;
  return {
    from,
    word,
    ...parseImageName(word.text),
    ...(isNamed && { aliasWord, alias: aliasWord.text.toLowerCase() }),
    ...(platform !== undefined && { platform }),
  };
});

/** The name under which later stages find a stage: its own, or that of the image it is made from, in lower case. */
export function stageKey(image: BaseImage): string {
  return image.alias ?? image.name.toLowerCase();
}

/** Takes a reference apart. A `${…}` is one unknown piece, whatever is in it. */
export function parseImageName(reference: string): ImageName {
  const hidden = hideVariables(reference);
  const at = hidden.indexOf('@');
  const named = at === -1 ? hidden.length : at;
  const colon = hidden.lastIndexOf(':', named - 1);
  const tagStart = colon > hidden.lastIndexOf('/', named - 1) ? colon : -1;
  const nameEnd = tagStart === -1 ? named : tagStart;
  const slash = hidden.indexOf('/');
  const host = slash === -1 || slash > nameEnd ? '' : hidden.slice(0, slash);
  const isHost = host === 'localhost' || /[.:]/.test(host);
  return {
    name: reference.slice(isHost ? slash + 1 : 0, nameEnd),
    ...(isHost && { registry: reference.slice(0, slash) }),
    ...(tagStart !== -1 && { tag: reference.slice(tagStart + 1, named) }),
    ...(at !== -1 && { digest: reference.slice(at + 1) }),
  };
}

/** The text with every `${…}` blotted out, so that its characters separate nothing. Of the same length. */
function hideVariables(text: string): string {
  let hidden = '';
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const isOpening = character === '{' && (depth > 0 || text.charAt(index - 1) === '$');
    depth += isOpening ? 1 : 0;
    hidden += depth > 0 ? '_' : character;
    depth -= depth > 0 && character === '}' ? 1 : 0;
  }
  return hidden;
}
