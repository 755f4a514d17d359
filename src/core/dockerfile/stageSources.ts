import { oncePer } from '../base/oncePer.js';
import type { DockerfileDocument, Flag, Instruction, Stage } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import { mountFields } from './mountFields.js';

/** The stages of a Dockerfile by index, and by name: of several the last one. */
export interface StageTable {
  readonly stages: readonly Stage[];
  readonly byName: ReadonlyMap<string, Stage>;
}

/** The table of a Dockerfile's stages. */
export function stageTable({ stages }: Pick<DockerfileDocument, 'stages'>): StageTable {
  const named = stages.flatMap((stage) => (stage.name === undefined ? [] : [[stage.name, stage] as const]));
  return { stages, byName: new Map(named) };
}

/** What COPY or a mount takes from: a stage, an image, or what nobody can take from. */
export interface StageSource {
  readonly keyword: 'COPY' | 'RUN';
  /** As written. */
  readonly name: string;
  readonly range: Flag['range'];
  readonly stage?: Stage;
  /** Where a mount goes, as written. */
  readonly target?: string;
  /** Whether nothing is said of it: then it stands for nothing, unless a stage is called scratch. */
  readonly isImplied?: boolean;
}

const nothing: readonly never[] = [];

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

function copySource({ stages, byName }: StageTable, { range, valueRange }: Flag, name: string): StageSource {
  const stage = isIndex(name) ? stages[Number(name)] : byName.get(name.toLowerCase());
  return { keyword: 'COPY', name, range: valueRange ?? range, ...(stage !== undefined && { stage }) };
}

/** Whether COPY takes it for the number of a stage. */
export function isIndex(name: string): boolean {
  return /^[-+]?\d+$/.test(name);
}

/** A mount without `from` begins with what is called scratch, be it a stage. */
function mountSource({ byName }: StageTable, flag: Flag): StageSource {
  const source = mountSourceOf(flag);
  const stage = byName.get(source.name.toLowerCase());
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
