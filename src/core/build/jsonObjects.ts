/** A piece of a tool's output: one whole JSON text, or a line that belongs to none. */
export type OutputPiece =
  { readonly kind: 'json'; readonly text: string } | { readonly kind: 'line'; readonly text: string };

const maxObjectLength = 64 * 1024 * 1024;

/**
 * Puts JSON objects together again. buildx 0.13 writes each object over many indented lines (`{` and `}` alone at the
 * left border begin and end one), later versions on one line each; other text stands between and after them.
 */
export class JsonObjectCollector {
  #open: string[] = [];
  #length = 0;

  /** What this line completes. */
  push(line: string): readonly OutputPiece[] {
    if (this.#open.length === 0) {
      return this.#begin(line);
    }
    // Why: an object that breaks off (the tool was killed) must not swallow what comes after it.
    if (!/^[\s}]/.test(line)) {
      return [...this.finish(), ...this.#begin(line)];
    }
    return this.#continue(line);
  }

  /** What is left of an object that was never completed, as lines. */
  finish(): readonly OutputPiece[] {
    const lines = this.#open;
    this.#clear();
    return lines.map((text) => ({ kind: 'line', text }));
  }

  #begin(line: string): readonly OutputPiece[] {
    if (line === '{') {
      this.#open = [line];
      this.#length = line.length;
      return [];
    }
    const isObject = line.startsWith('{') && line.trimEnd().endsWith('}');
    return [{ kind: isObject ? 'json' : 'line', text: line }];
  }

  #continue(line: string): readonly OutputPiece[] {
    this.#open.push(line);
    this.#length += line.length;
    if (this.#length > maxObjectLength) {
      return this.finish();
    }
    if (!line.startsWith('}')) {
      return [];
    }
    const text = this.#open.join('\n');
    this.#clear();
    return [{ kind: 'json', text }];
  }

  #clear(): void {
    this.#open = [];
    this.#length = 0;
  }
}
