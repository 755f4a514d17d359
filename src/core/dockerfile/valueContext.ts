import type { Lookup } from './variableLookup.js';

/** With what the values of an instruction are judged once the variables are known. */
export interface ValueContext {
  readonly escape: string;
  readonly lookup: Lookup;
  /** Where relative paths begin; undefined when not known. */
  readonly directory: string | undefined;
  /** Called where a value that could be refused is not known here. */
  readonly leaveOpen: () => void;
}
