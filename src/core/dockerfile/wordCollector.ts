import { isGoSpace } from './goText.js';

/** A word of the result, with the stretch of the source that it comes from. */
export interface LexedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts words together from the parts of a text as they are read. */
export class WordCollector {
  readonly words: LexedWord[] = [];
  #word = '';
  #start = 0;
  #end = 0;
  #isIn = false;

  /** Adds what one piece of the source became; plain characters and values of variables part words at blanks. */
  add(part: string, source: { readonly start: number; readonly end: number; readonly parts: boolean }): void {
    if (!source.parts) {
      this.#append(part, source);
      return;
    }
    for (const each of part) {
      if (!isGoSpace(each.charCodeAt(0))) {
        this.#append(each, source);
      } else if (this.#isIn && this.#word !== '') {
        this.finish();
      }
    }
  }

  /** Forgets what has been read of the word, as the builder does where a word stands within it. */
  forget(): void {
    this.#word = '';
  }

  /** Ends the word that is being read. */
  finish(): void {
    if (this.#word !== '') {
      this.words.push({ text: this.#word, start: this.#start, end: this.#end });
    }
    this.#word = '';
    this.#isIn = false;
  }

  #append(part: string, { start, end }: { readonly start: number; readonly end: number }): void {
    if (!this.#isIn) {
      this.#start = start;
    }
    this.#isIn = true;
    this.#word += part;
    this.#end = end;
  }
}
