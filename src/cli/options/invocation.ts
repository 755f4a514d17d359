import type { CommandName } from './commandTable.js';
import type { OptionName } from './optionTable.js';

/** What the command line asks for. */
export type Invocation =
  | {
      readonly kind: 'run';
      readonly command: CommandName;
      readonly operands: readonly string[];
      readonly options: Options;
    }
  | { readonly kind: 'help'; readonly command?: CommandName }
  | { readonly kind: 'version' };

/** The options that were given. */
export class Options {
  readonly #values: ReadonlyMap<OptionName, readonly string[]>;

  /** A flag that was given has one empty value. */
  constructor(values: ReadonlyMap<OptionName, readonly string[]>) {
    this.#values = values;
  }

  /** Whether a flag was given. */
  has(name: OptionName): boolean {
    return this.#values.has(name);
  }

  /** The value of an option; the last one when it was given more than once. */
  text(name: OptionName): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** The values of an option, in order. */
  list(name: OptionName): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}
