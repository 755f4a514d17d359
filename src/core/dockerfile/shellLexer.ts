import type { LexerOptions, Operand, Operation, VariableUse, VariableValue } from './variableLookup.js';
import { cutPattern, parseShellPattern, replacePattern } from './shellPattern.js';
import { variableNameEnd } from './variableName.js';
import type { LexedWord } from './wordCollector.js';
import { WordCollector } from './wordCollector.js';

/** Deeper nobody writes; and `$A$A` twenty times over takes more characters from variables than anybody can use. */
const most = { nested: 200, taken: 1_048_576 };

/**
 * Reads words as BuildKit's shell.Lex does: quotes, escapes and every form of `${…}`. After `run('')` the other
 * members tell what happened; a failure ends the reading.
 * https://github.com/moby/buildkit/blob/v0.23.0/frontend/dockerfile/shell/lex.go
 */
export class ShellLexer {
  /** Whether the result depends on known values only. */
  isKnown = true;
  /** Whether the text is nested deeper than anybody writes; then nothing is known of it. */
  gaveUp = false;
  error?: string;
  readonly uses: VariableUse[] = [];
  readonly #text: string;
  readonly #options: LexerOptions;
  #at = 0;
  #errorAt = 0;
  #depth = 0;
  #taken = 0;
  #rawEscapes: boolean;
  #nameStart = 0;
  readonly #collector = new WordCollector();

  constructor(text: string, options: LexerOptions) {
    this.#text = text;
    this.#options = options;
    this.#rawEscapes = options.rawEscapes ?? false;
  }

  /** The words read, as far as they have ended. */
  get words(): readonly LexedWord[] {
    return this.#collector.words;
  }

  /** Reads all of the text. */
  readAll(): string {
    const result = this.#run('');
    this.#collector.finish();
    return result;
  }

  #run(stop: string): string {
    const collects = this.#depth === 0;
    let result = '';
    while (this.#at < this.#text.length) {
      const start = this.#at;
      const character = this.#text.charAt(start);
      if (character === stop) {
        this.#at += 1;
        return result;
      }
      const part = this.#next(character);
      result += part;
      if (collects) {
        const end = Math.min(this.#at, this.#text.length);
        const isPlain = character === '$' || (part === character && end === start + 1);
        this.#collector.add(part, { start, end, parts: isPlain });
      }
    }
    if (stop !== '') {
      this.#fail(`unexpected end of statement while looking for matching ${stop}`);
    }
    return result;
  }

  #next(character: string): string {
    if (character === '$') {
      return this.#dollar();
    }
    if (character === '<') {
      return this.#heredocMark();
    }
    if ((character === "'" || character === '"') && this.#options.skipQuotes !== true) {
      return character === "'" ? this.#singleQuoted() : this.#doubleQuoted();
    }
    this.#at += 1;
    if (character !== this.#options.escape) {
      return character;
    }
    const taken = this.#text.charAt(this.#at);
    this.#at += 1;
    return this.#rawEscapes ? character + taken : taken;
  }

  /** Blanks after `<<` belong to the word, so that `<< EOF` is one. */
  #heredocMark(): string {
    const start = this.#at;
    this.#at += 1;
    if (this.#text.charAt(this.#at) === '<') {
      this.#at += 1;
      while (/^[\t\n\r ]$/.test(this.#text.charAt(this.#at))) {
        this.#at += 1;
      }
    }
    return this.#text.slice(start, this.#at);
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end === -1) {
      return this.#failAtEnd('unexpected end of statement while looking for matching single-quote');
    }
    const start = this.#at;
    this.#at = end + 1;
    return this.#options.rawQuotes === true
      ? this.#text.slice(start, end + 1)
      : this.#text.slice(start + 1, end);
  }

  #doubleQuoted(): string {
    const quote = this.#options.rawQuotes === true ? '"' : '';
    let result = quote;
    this.#at += 1;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '"') {
        this.#at += 1;
        return result + quote;
      }
      result += character === '$' ? this.#dollar() : this.#quotedPart(character);
    }
    return this.#failAtEnd('unexpected end of statement while looking for matching double-quote');
  }

  #quotedPart(character: string): string {
    this.#at += 1;
    if (character !== this.#options.escape) {
      return character;
    }
    const kept = this.#rawEscapes ? character : '';
    const next = this.#text.charAt(this.#at);
    if (next === '' || (next !== '"' && next !== '$' && next !== this.#options.escape)) {
      return next === '' ? kept : kept + character;
    }
    this.#at += 1;
    return kept + next;
  }

  #dollar(): string {
    const start = this.#at;
    this.#at += 1;
    if (this.#text.charAt(this.#at) === '{') {
      this.#at += 1;
      this.#depth += 1;
      const value = this.#depth > most.nested ? this.#giveUp() : this.#braced(start);
      this.#depth -= 1;
      return value;
    }
    const name = this.#takeName();
    if (name === '') {
      return '$';
    }
    const value = this.#lookUp(name);
    return this.#isLeft(value) ? `$${name}` : this.#valueOf(value);
  }

  #braced(start: number): string {
    const first = this.#text.charAt(this.#at);
    if (first === '' || first === '{' || first === '}' || first === ':') {
      return this.#fail(first === '' ? "syntax error: missing '}'" : 'syntax error: bad substitution');
    }
    const name = this.#takeName();
    const operator = this.#take();
    if (operator === '}') {
      const value = this.#lookUp(name);
      return this.#isLeft(value) ? `\${${name}}` : this.#valueOf(value);
    }
    if (operator === '/') {
      return this.#replaced(name, start);
    }
    if (!':+-?#%'.includes(operator)) {
      return this.#fail(`unsupported modifier (${operator}) in substitution`);
    }
    return this.#modified(name, operator === ':' ? `:${this.#take()}` : operator, start);
  }

  #modified(name: string, operator: string, start: number): string {
    const sign = operator.slice(-1);
    const from = this.#at;
    const word = this.#operand('}', sign === '#' || sign === '%', "syntax error: missing '}'");
    if (this.#isOver()) {
      return '';
    }
    const raw = this.#text.slice(from, this.#at - 1);
    const value = this.#lookUp(name, start + 2);
    if (this.#isLeft(value)) {
      return `\${${name}${operator}${word.text}}`;
    }
    const operation = { name, sign, raw, word, value, nullsEmpty: operator.startsWith(':') };
    return '-+?#%'.includes(sign)
      ? this.#apply(operation)
      : this.#fail(`unsupported modifier (${operator}) in substitution`);
  }

  #apply({ name, sign, raw, word, value, nullsEmpty }: Operation): string {
    const isMissing = value === null || (nullsEmpty && value === '');
    if (sign === '#' || sign === '%') {
      return this.#cut(value, word, sign);
    }
    if (sign === '?') {
      return isMissing ? this.#refuse(name, word.isKnown ? word.text : raw, value) : this.#valueOf(value);
    }
    return this.#alternative(value, word, sign === '-' ? isMissing : !isMissing, sign);
  }

  #alternative(value: VariableValue, word: Operand, takesWord: boolean, sign: string): string {
    if (value === undefined) {
      return this.#valueOf(value);
    }
    if (takesWord) {
      return this.#wordOf(word);
    }
    return sign === '-' ? (value ?? '') : '';
  }

  #refuse(name: string, word: string, value: string | null): string {
    const usual = value === null ? 'is not allowed to be unset' : 'is not allowed to be empty';
    return this.#fail(`${name}: ${word === '' ? usual : word}`);
  }

  #cut(value: VariableValue, word: Operand, sign: string): string {
    const text = this.#wordOf(word);
    const greedy = text.startsWith(sign);
    const pattern = parseShellPattern(greedy ? text.slice(1) : text, sign === '%');
    if ('error' in pattern) {
      return word.isKnown ? this.#fail(pattern.error) : '';
    }
    const known = this.#valueOf(value);
    return this.#valueOf(cutPattern(known, pattern.pieces, { fromEnd: sign === '%', greedy }));
  }

  #replaced(name: string, start: number): string {
    const all = this.#text.charAt(this.#at) === '/';
    this.#at += Number(all);
    const pattern = this.#operand('/', true, "syntax error: missing '/' in ${}");
    if (this.#isOver()) {
      return '';
    }
    const replacement = this.#operand('}', true, "syntax error: missing '}'");
    if (this.#isOver()) {
      return '';
    }
    const value = this.#lookUp(name, start + 2);
    if (this.#isLeft(value)) {
      return `\${${name}/${pattern.text}/${replacement.text}}`;
    }
    const text = this.#wordOf(replacement);
    const parsed = parseShellPattern(this.#wordOf(pattern));
    if ('error' in parsed) {
      return pattern.isKnown ? this.#fail(parsed.error) : '';
    }
    // Why: for `//` Go takes `$1` in the replacement for a group, which nobody means.
    const isTemplate = all && text.includes('$');
    return this.#valueOf(
      isTemplate
        ? undefined
        : replacePattern(this.#valueOf(value), parsed.pieces, { replacement: text, all }),
    );
  }

  /** The text up to `stop`, read without judging whether it will be used. */
  #operand(stop: string, rawEscapes: boolean, missing: string): Operand {
    const outer = { isKnown: this.isKnown, rawEscapes: this.#rawEscapes };
    this.isKnown = true;
    this.#rawEscapes = rawEscapes;
    // Why: the builder puts words together in one buffer, and empties it for the operand.
    this.#collector.forget();
    const text = this.#run(stop);
    const operand = { text, isKnown: this.isKnown };
    this.isKnown = outer.isKnown;
    this.#rawEscapes = outer.rawEscapes;
    if (this.error !== undefined && this.#errorAt >= this.#text.length) {
      this.error = missing;
    }
    return operand;
  }

  #wordOf(word: Operand): string {
    this.isKnown &&= word.isKnown;
    return word.text;
  }

  #valueOf(value: VariableValue): string {
    this.isKnown &&= value !== undefined;
    this.#taken += value?.length ?? 0;
    return this.#taken > most.taken ? this.#giveUp() : (value ?? '');
  }

  #isLeft(value: VariableValue): boolean {
    return value === null && this.#options.skipUnset === true;
  }

  #lookUp(name: string, start: number = this.#nameStart): VariableValue {
    const value = this.#options.lookup(name);
    this.uses.push({ name, start, end: start + name.length, value });
    return value;
  }

  #take(): string {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0xfffd);
    this.#at += character.length;
    return character;
  }

  #takeName(): string {
    this.#nameStart = this.#at;
    this.#at = variableNameEnd(this.#text, this.#at);
    return this.#text.slice(this.#nameStart, this.#at);
  }

  #isOver(): boolean {
    return this.error !== undefined || this.gaveUp;
  }

  #failAtEnd(message: string): string {
    this.#at = this.#text.length;
    return this.#fail(message);
  }

  #fail(message: string): string {
    if (this.error === undefined && !this.gaveUp) {
      this.error = message;
      this.#errorAt = this.#at;
    }
    this.#at = this.#text.length;
    return '';
  }

  #giveUp(): string {
    this.gaveUp = true;
    this.#at = this.#text.length;
    return '';
  }
}
