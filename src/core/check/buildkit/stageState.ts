import { areSame, haveSameEntries } from '../../base/areSame.js';
import type { BuildTrigger } from '../../dockerfile/buildTrigger.js';
import { triggerOf } from '../../dockerfile/buildTrigger.js';
import type { Stage } from '../../dockerfile/dockerfileDocument.js';
import { defaultPath } from '../../dockerfile/defaultPath.js';
import { pathIn } from '../../dockerfile/pathIn.js';
import type { VariableValue } from '../../dockerfile/variableLookup.js';
import type { Environment } from './environment.js';
import { lookupIn } from './environment.js';
import type { StageBase } from './stageBase.js';
import { expandWord } from './wordExpansion.js';
import type { Expansion } from './wordExpansion.js';

/** What a stage has come to, while its instructions are gone through. */
export class StageState {
  shell: 'set' | 'unset' | 'unknown' = 'unset';
  hasWorkdir = false;
  /** Where relative paths begin; undefined where it is not known here. */
  directory: string | undefined;
  /** Names declared by ARG, with a value or without. */
  readonly declared: Set<string>;
  private readonly imageValues: Map<string, string | undefined>;
  private readonly values: Map<string, string | undefined>;
  private isClosed: boolean;
  /** Whether `values` is no more than `imageValues`, in the same order. */
  private isAsImage = false;

  readonly os: string;

  constructor(os: string, parent?: StageState) {
    this.os = os;
    this.declared = new Set(parent?.declared);
    this.imageValues = new Map(parent?.imageValues);
    this.values = new Map(parent?.values);
    this.isClosed = parent?.isClosed ?? true;
    this.shell = parent?.shell ?? 'unset';
    this.hasWorkdir = parent?.hasWorkdir ?? false;
    this.directory = parent === undefined ? '/' : parent.directory;
  }

  get environment(): Environment {
    return { values: this.values, isClosed: this.isClosed };
  }

  /** How many names it holds. */
  get nameCount(): number {
    return this.values.size + this.declared.size;
  }

  /** Whether whatever follows comes to the same after both; the order of names decides between those equally near a slip. */
  isSameAs(other: StageState): boolean {
    return (
      this.os === other.os &&
      this.shell === other.shell &&
      this.hasWorkdir === other.hasWorkdir &&
      this.directory === other.directory &&
      this.isClosed === other.isClosed &&
      this.isAsImage === other.isAsImage &&
      areSame([...this.declared], [...other.declared]) &&
      haveSameEntries(this.imageValues, other.imageValues) &&
      haveSameEntries(this.values, other.values)
    );
  }

  /** Begins: with the image's variables, which win over arguments of the stage below, and with a PATH. */
  begin(base: StageBase): this {
    if (base.kind === 'unknown' || (base.kind === 'image' && base.facts === undefined)) {
      this.isClosed = false;
      this.shell = 'unknown';
      this.directory = undefined;
      if (this.os !== 'windows') {
        this.imageValues.set('PATH', undefined);
      }
    }
    if (base.kind === 'image' && base.facts !== undefined) {
      this.shell = (base.facts.shell ?? []).length > 0 ? 'set' : 'unset';
      this.takeImageValues(base.facts.env);
      this.enter(`/${base.facts.workingDir ?? ''}`);
    }
    if (!this.imageValues.has('PATH') && this.os !== 'windows') {
      this.imageValues.set('PATH', defaultPath);
      this.isAsImage = false;
    }
    this.putImageFirst();
    return this;
  }

  private putImageFirst(): void {
    if (this.isAsImage) {
      return;
    }
    for (const [name, value] of this.imageValues) {
      this.setArgument(name, value);
    }
    this.isAsImage = this.values.size === this.imageValues.size;
  }

  setVariable(name: string, value: string | undefined): void {
    const isAsImage = this.isAsImage && !this.imageValues.has(name);
    this.setArgument(name, value);
    this.imageValues.set(name, value);
    this.isAsImage = isAsImage;
  }

  /** An argument's value is seen by what follows, but is no part of the image. */
  setArgument(name: string, value: string | undefined): void {
    this.isAsImage = false;
    // Why: what is set again counts as the newest, which decides between names that are equally near a slip.
    this.values.delete(name);
    this.values.set(name, value);
  }

  /** The value of a name: null where it is certainly not set, undefined where it is not known here. */
  valueOf(name: string): VariableValue {
    return this.values.has(name) ? this.values.get(name) : this.isClosed ? null : undefined;
  }

  /** Goes into a directory; undefined where its name is not known here. */
  enter(path: string | undefined): void {
    this.directory = path === undefined ? undefined : pathIn(this.directory, path);
  }

  expand(text: string, escape: string, keepsQuotes = false): Expansion {
    return expandWord(text, { escape, keepsQuotes }, lookupIn(this.environment));
  }

  private takeImageValues(entries: readonly string[]): void {
    for (const entry of entries) {
      const equals = entry.indexOf('=');
      const name = equals === -1 ? entry : entry.slice(0, equals);
      this.imageValues.set(name, equals === -1 ? '' : entry.slice(equals + 1));
    }
  }
}

/** What a stage has in wait for those that are based on it. */
export function triggersOf({ instructions }: Stage): readonly BuildTrigger[] {
  return instructions.filter(({ keyword }) => keyword === 'ONBUILD').map((each) => triggerOf(each));
}
