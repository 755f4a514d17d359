import type { BuildProblem, Flag, Instruction, Stage } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import type { Lookup } from './expandWord.js';
import { expand } from './expandWord.js';
import { quoteGo } from './goText.js';
import { mountFields } from './mountFields.js';
import { platformProblem } from './platformProblem.js';
import { referenceProblem } from './referenceProblem.js';
import { expansionProblem } from './variableProblems.js';

/**
 * What the builder refuses of a stage's FROM once it knows the arguments of the preamble; `isStage` tells whether an
 * earlier stage has a name.
 */
export function fromProblems(
  { from, base }: Stage,
  { escape, lookup, isStage }: { escape: string; lookup: Lookup; isStage: (name: string) => boolean },
): readonly BuildProblem[] {
  if (base === undefined) {
    return [];
  }
  const expansion = expand(base.text, { escape, lookup });
  const broken = expansionProblem(base, expansion);
  if (broken.length > 0) {
    return broken;
  }
  if (expansion.text === '') {
    const message = `base name (${base.text}) should not be blank`;
    return [{ code: 'blank-base-name', message, range: base.range }];
  }
  const { text } = expansion;
  const error = text === undefined || isStage(text) ? undefined : referenceProblem(text);
  return error === undefined
    ? platformProblems(from, escape, lookup)
    : [{ code: 'invalid-from', message: error, range: base.range }];
}

function platformProblems(from: Instruction, escape: string, lookup: Lookup): readonly BuildProblem[] {
  const flag = flagOf(from, 'platform');
  if (flag?.value === undefined || flag.value === '') {
    return [];
  }
  const { text, error } = expand(flag.value, { escape, lookup });
  const { range } = flag;
  if (error !== undefined) {
    const said = `failed to process ${quoteGo(flag.value)}: ${error}`;
    const message = `failed to process arguments for platform ${flag.value}: ${said}`;
    return [{ code: 'invalid-flag-value', message, range }];
  }
  const message =
    text === '' ? `empty platform value from expression ${flag.value}` : text && platformProblem(text);
  return message === undefined ? [] : [{ code: 'invalid-flag-value', message, range }];
}

/** The stages of a Dockerfile by index, and by name: of several the last one. */
export interface StageTable {
  readonly stages: readonly Stage[];
  readonly byName: ReadonlyMap<string, Stage>;
}

const nothing: readonly never[] = [];

/** What the builder refuses of the stages and images that COPY and mounts take from. */
export function sourceStageProblems(
  table: StageTable,
  stage: Stage,
  instruction: Instruction,
): readonly BuildProblem[] {
  const { keyword, flags } = instruction;
  if (flags.length === 0) {
    return nothing;
  }
  if (keyword === 'COPY') {
    const flag = flagOf(instruction, 'from');
    return flag?.value === undefined || flag.value === ''
      ? []
      : copyFromProblems(table, stage, { ...flag, value: flag.value });
  }
  const mounts = keyword === 'RUN' ? flags.filter(({ name }) => name === 'mount') : [];
  return mounts.flatMap((flag) => mountFromProblems(table, stage, flag)).slice(0, 1);
}

function mountFromProblems(
  table: StageTable,
  stage: Stage,
  { value = '', range }: Flag,
): readonly BuildProblem[] {
  const name = mountSource(value);
  if (name === undefined || /\$./s.test(name)) {
    return [];
  }
  // Why: a number is an index for COPY only.
  const found = table.byName.get(name.toLowerCase());
  return found === undefined
    ? imageProblems(name, range)
    : orderProblems(stage, found, { range, name, isMount: true });
}

/** A cache and a tmpfs without `from` begin with what is called scratch, be it a stage. */
function mountSource(value: string): string | undefined {
  const fields = mountFields(value);
  const lastOf = (key: string): string => fields.findLast((field) => field.key === key)?.value ?? '';
  const isEmpty = ['cache', 'tmpfs'].includes(lastOf('type').toLowerCase());
  return lastOf('from') === '' ? (isEmpty ? 'scratch' : undefined) : lastOf('from');
}

function imageProblems(name: string, range: BuildProblem['range']): readonly BuildProblem[] {
  const error = /^[-+]?\d+$/.test(name) ? undefined : referenceProblem(name);
  return error === undefined ? [] : [{ code: 'invalid-from', message: error, range }];
}

function copyFromProblems(
  table: StageTable,
  stage: Stage,
  {
    value,
    range,
    valueRange,
  }: { readonly value: string } & Pick<NonNullable<ReturnType<typeof flagOf>>, 'range' | 'valueRange'>,
): readonly BuildProblem[] {
  const place = { range: valueRange ?? range };
  if (/\$./s.test(value)) {
    const message =
      'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope ' +
      'as a workaround';
    return [{ code: 'invalid-flag-value', message, ...place }];
  }
  if (/^[-+]?\d+$/.test(value) && table.stages[Number(value)] === undefined) {
    return [{ code: 'invalid-flag-value', message: `invalid stage index ${Number(value)}`, ...place }];
  }
  const found = findStage(table, value);
  return found === undefined
    ? imageProblems(value, place.range)
    : orderProblems(stage, found, { ...place, name: value, isMount: false });
}

function findStage({ stages, byName }: StageTable, name: string): Stage | undefined {
  return /^\d+$/.test(name) ? stages[Number(name)] : byName.get(name.toLowerCase());
}

function orderProblems(
  stage: Stage,
  found: Stage,
  {
    range,
    name,
    isMount,
  }: { readonly range: BuildProblem['range']; readonly name: string; readonly isMount: boolean },
): readonly BuildProblem[] {
  if (found.index < stage.index) {
    return [];
  }
  const own = stage.nameWord?.text ?? `stage-${stage.index}`;
  const code = 'invalid-flag-value';
  if (found.index === stage.index) {
    return [{ code, message: `circular dependency detected on stage: ${own.toLowerCase()}`, range }];
  }
  const message = isMount
    ? `cannot mount from stage ${quoteGo(name)} to "", stage needs to be defined before current command`
    : `cannot copy from stage ${quoteGo(name)}, it needs to be defined before current stage ${quoteGo(own)}`;
  return [{ code, message, range }];
}
