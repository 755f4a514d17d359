import { StringDecoder } from 'node:string_decoder';

/** The longest line a `LineSplitter` gives unless told otherwise: 1 Mi characters. */
const defaultMaxLineLength = 1024 * 1024;

/**
 * Cuts a stream of bytes into lines as a terminal would show them at last: UTF-8 characters may cross the border
 * of two chunks, LF and CR LF end a line, and what stands before a lone CR is overwritten by what follows it
 * (progress displays). A line of more than `maxLength` characters is cut and says so, so that memory stays bounded.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #maxLength: number;
  #pending: string[] = [];
  #pendingLength = 0;
  #cut = 0;
  #carriageReturn = false;

  constructor(maxLength: number = defaultMaxLineLength) {
    this.#maxLength = maxLength;
  }

  /** The lines that this chunk completes, without their ends. */
  push(chunk: Uint8Array): readonly string[] {
    return this.#split(this.#decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
  }

  /** The last line, where it has no end. */
  finish(): readonly string[] {
    const lines = [...this.#split(this.#decoder.end())];
    return this.#pendingLength > 0 ? [...lines, this.#take()] : lines;
  }

  #split(text: string): readonly string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#add(text.slice(from, end));
      lines.push(this.#take());
      from = end + 1;
    }
    this.#add(text.slice(from));
    return lines;
  }

  /** Adds text without LF. A CR at its end waits for what follows: it may belong to a CR LF. */
  #add(text: string): void {
    if (text === '') {
      return;
    }
    const endsInReturn = text.endsWith('\r');
    const body = endsInReturn ? text.slice(0, -1).replace(/\r+$/, '') : text;
    const last = body.lastIndexOf('\r');
    if (body !== '' && (this.#carriageReturn || last >= 0)) {
      this.#forget();
    }
    this.#append(body.slice(last + 1));
    this.#carriageReturn = endsInReturn || (body === '' && this.#carriageReturn);
  }

  #append(text: string): void {
    const kept = text.slice(0, Math.max(0, this.#maxLength - this.#pendingLength));
    if (kept !== '') {
      this.#pending.push(kept);
      this.#pendingLength += kept.length;
    }
    this.#cut += text.length - kept.length;
  }

  #take(): string {
    const mark = this.#cut > 0 ? ` … [line cut: ${this.#cut} more characters]` : '';
    const line = this.#pending.join('') + mark;
    this.#forget();
    return line;
  }

  #forget(): void {
    this.#pending = [];
    this.#pendingLength = 0;
    this.#cut = 0;
    this.#carriageReturn = false;
  }
}
