import { oncePer } from '../base/oncePer.js';
import type { DockerfileDocument, Flag, Instruction, Stage } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import { instructionsNamed } from './instructionsNamed.js';
import { mountFields } from './mountFields.js';

/** The stages of a Dockerfile: how many there are, and their numbers by name, of several the last one. */
export interface StageTable {
  readonly count: number;
  readonly indexes: ReadonlyMap<string, number>;
}

/** The table of a Dockerfile's stages: the very same while no FROM is edited. */
export function stageTable(document: Pick<DockerfileDocument, 'instructions' | 'stages'>): StageTable {
  return tableOf(instructionsNamed(document, 'FROM'), document.stages);
}

const tableOf = oncePer((_froms: readonly Instruction[], stages: readonly Stage[]): StageTable => ({
  count: stages.length,
  indexes: new Map(stages.flatMap(({ name, index }) => (name === undefined ? [] : [[name, index] as const]))),
}));

/** What COPY or a mount takes from: a stage, an image, or what nobody can take from. */
export interface StageSource {
  readonly keyword: 'COPY' | 'RUN';
  /** As written. */
  readonly name: string;
  readonly range: Flag['range'];
  /** The number of the stage that it is. */
  readonly stage?: number;
  /** Where a mount goes, as written. */
  readonly target?: string;
  /** Whether nothing is said of it: then it stands for nothing, unless a stage is called scratch. */
  readonly isImplied?: boolean;
}

const nothing: readonly never[] = [];

// Why: while a Dockerfile is edited most stages, and the FROM lines, stay the same.
const takenIn = new WeakMap<
  Stage,
  { readonly table: StageTable; readonly taken: readonly (readonly StageSource[])[] }
>();

/** What the instructions of a stage take from stages and images: a list for each that takes anything, in file order. */
export function sourcesInStage(table: StageTable, stage: Stage): readonly (readonly StageSource[])[] {
  const known = takenIn.get(stage);
  if (known?.table === table) {
    return known.taken;
  }
  const taken = stage.instructions
    .map((instruction) => sourcesIn(table, instruction))
    .filter((sources) => sources.length > 0);
  takenIn.set(stage, { table, taken });
  return taken;
}

/** Everything that an instruction takes from stages and images; a number is an index for COPY only. */
export function sourcesIn(table: StageTable, instruction: Instruction): readonly StageSource[] {
  // Why first: most instructions have no flags, and all of them are asked, more than once.
  if (instruction.flags.length === 0) {
    return nothing;
  }
  if (instruction.keyword === 'COPY') {
    const flag = flagOf(instruction, 'from');
    return flag?.value === undefined || flag.value === '' ? [] : [copySource(table, flag, flag.value)];
  }
  return instruction.keyword === 'RUN'
    ? instruction.flags.filter(({ name }) => name === 'mount').map((flag) => mountSource(table, flag))
    : nothing;
}

function copySource({ count, indexes }: StageTable, { range, valueRange }: Flag, name: string): StageSource {
  const number = isIndex(name) ? Number(name) : indexes.get(name.toLowerCase());
  const stage = number !== undefined && number >= 0 && number < count ? number : undefined;
  return { keyword: 'COPY', name, range: valueRange ?? range, ...(stage !== undefined && { stage }) };
}

/** Whether COPY takes it for the number of a stage. */
export function isIndex(name: string): boolean {
  return /^[-+]?\d+$/.test(name);
}

/** A mount without `from` begins with what is called scratch, be it a stage. */
function mountSource({ indexes }: StageTable, flag: Flag): StageSource {
  const source = mountSourceOf(flag);
  const stage = indexes.get(source.name.toLowerCase());
  return stage === undefined ? source : { ...source, stage };
}

const mountSourceOf = oncePer(({ value = '', range }: Flag): StageSource => {
  const fields = mountFields(value);
  const lastOf = (...keys: string[]): string => fields.findLast(({ key }) => keys.includes(key))?.value ?? '';
  const from = lastOf('from');
  const target = lastOf('target', 'dst', 'destination');
  const isImplied = from === '' && lastOf('type').toLowerCase() !== 'cache';
  return { keyword: 'RUN', name: from === '' ? 'scratch' : from, range, target, isImplied };
});
