import type { BuildProblem, DockerfileDocument, Instruction, Stage } from './dockerfileDocument.js';
import { flagOf } from './dockerfileDocument.js';
import type { Lookup } from './expandWord.js';
import { expand } from './expandWord.js';
import { quoteGo } from './goText.js';
import { referenceProblem } from './referenceProblem.js';
import { expansionProblem } from './variableProblems.js';

/** What the builder refuses of a stage's FROM once it knows the arguments of the preamble. */
export function fromProblems(
  document: DockerfileDocument,
  { from, base, index }: Stage,
  lookup: Lookup,
): readonly BuildProblem[] {
  if (base === undefined) {
    return [];
  }
  const expansion = expand(base.text, { escape: document.escape, lookup });
  const broken = expansionProblem(base, expansion);
  if (broken.length > 0) {
    return broken;
  }
  if (expansion.text === '') {
    const message = `base name (${base.text}) should not be blank`;
    return [{ code: 'blank-base-name', message, range: base.range }];
  }
  const isStage = document.stages.slice(0, index).some(({ name }) => name === expansion.text?.toLowerCase());
  const error = expansion.text === undefined || isStage ? undefined : referenceProblem(expansion.text);
  return error === undefined
    ? platformProblems(from, document.escape, lookup)
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
  return text === ''
    ? [
        {
          code: 'invalid-flag-value',
          message: `empty platform value from expression ${flag.value}`,
          range,
        },
      ]
    : [];
}

/** What the builder refuses of the stages that COPY and mounts take from. */
export function sourceStageProblems(
  document: DockerfileDocument,
  stage: Stage,
  instruction: Instruction,
): readonly BuildProblem[] {
  const { keyword } = instruction;
  if (keyword === 'COPY') {
    const flag = flagOf(instruction, 'from');
    return flag?.value === undefined ? [] : copyFromProblems(document, stage, { ...flag, value: flag.value });
  }
  const mounts = keyword === 'RUN' ? instruction.flags.filter(({ name }) => name === 'mount') : [];
  return mounts
    .flatMap(({ value = '', range }) => {
      const field = value.split(',').find((each) => /^from=/i.test(each));
      const found = field === undefined ? undefined : findStage(document, field.slice('from='.length));
      return found === undefined
        ? []
        : orderProblems(stage, found, { range, name: field ?? '', isMount: true });
    })
    .slice(0, 1);
}

function copyFromProblems(
  document: DockerfileDocument,
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
  if (/^[-+]?\d+$/.test(value) && document.stages[Number(value)] === undefined) {
    return [{ code: 'invalid-flag-value', message: `invalid stage index ${Number(value)}`, ...place }];
  }
  const found = findStage(document, value);
  return found === undefined ? [] : orderProblems(stage, found, { ...place, name: value, isMount: false });
}

function findStage({ stages }: DockerfileDocument, name: string): Stage | undefined {
  return /^\d+$/.test(name)
    ? stages[Number(name)]
    : stages.findLast((stage) => stage.name !== undefined && stage.name === name.toLowerCase());
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
    ? `cannot mount from stage ${quoteGo(name.replace(/^from=/i, ''))} to "", stage needs to be defined before current command`
    : `cannot copy from stage ${quoteGo(name)}, it needs to be defined before current stage ${quoteGo(own)}`;
  return [{ code, message, range }];
}
