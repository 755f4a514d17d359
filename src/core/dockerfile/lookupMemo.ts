import type { Instruction } from './dockerfileDocument.js';
import type { Lookup, VariableValue } from './expandWord.js';

/** What an instruction meets where it stands. */
export interface Surroundings {
  /** That of the document, always the same for one instruction. */
  readonly escape: string;
  readonly lookup: Lookup;
  /** Where relative paths begin; undefined when not known. */
  readonly directory: string | undefined;
}

interface Known<Value> {
  readonly value: Value;
  readonly directory: string | undefined;
  /** The variables that were looked up, and what they were. */
  readonly names: readonly string[];
  readonly values: readonly VariableValue[];
}

/** As many platforms, each with variables of its own, find what they have learned again. */
const mostKnown = 4;

/**
 * Learns something of an instruction once, and again only where it meets other variables or another directory: what
 * stays the same while a Dockerfile is edited is not looked at again. `learn` must depend on nothing else.
 */
export function rememberLookups<Value>(
  learn: (instruction: Instruction, around: Surroundings) => Value,
): (instruction: Instruction, around: Surroundings) => Value {
  const memory = new WeakMap<Instruction, readonly Known<Value>[]>();
  return (instruction, around) => {
    const known = memory.get(instruction) ?? nothing;
    for (const entry of known) {
      if (holds(entry, around)) {
        return entry.value;
      }
    }
    const entry = trace(learn, instruction, around);
    memory.set(instruction, [entry, ...known.slice(0, mostKnown - 1)]);
    return entry.value;
  };
}

const nothing: readonly never[] = [];

function holds<Value>(
  { directory, names, values }: Known<Value>,
  { lookup, directory: now }: Surroundings,
): boolean {
  if (directory !== now) {
    return false;
  }
  for (let index = 0; index < names.length; index += 1) {
    if (lookup(names[index] ?? '') !== values[index]) {
      return false;
    }
  }
  return true;
}

function trace<Value>(
  learn: (instruction: Instruction, around: Surroundings) => Value,
  instruction: Instruction,
  { escape, lookup, directory }: Surroundings,
): Known<Value> {
  const seen = new Map<string, VariableValue>();
  const value = learn(instruction, {
    escape,
    directory,
    lookup: (name) => {
      const found = lookup(name);
      seen.set(name, found);
      return found;
    },
  });
  return { value, directory, names: [...seen.keys()], values: [...seen.values()] };
}
