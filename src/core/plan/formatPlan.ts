import type { BuildPlan, PlanStep } from './buildPlan.js';

/**
 * A plan to be read (`text`: one command a line, quoted as a POSIX shell would want it, after the files it needs) or
 * to be processed (`json`: the plan itself). Ends with a line end.
 */
export function formatPlan(plan: BuildPlan, format: 'text' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(plan, undefined, 2)}\n` : formatText(plan);
}

/** One command as a line; for reading only, never for running. */
export function formatCommand(step: Pick<PlanStep, 'program' | 'args' | 'environment'>): string {
  const variables = Object.entries(step.environment).map(([name, value]) => `${name}=${quote(value)}`);
  return [...variables, ...[step.program, ...step.args].map(quote)].join(' ');
}

function formatText(plan: BuildPlan): string {
  const files = plan.files.flatMap((file) => [`# ${file.path}:`, ...commented(file.text)]);
  const directories = [...new Set(plan.steps.map((step) => step.workingDirectory))];
  const steps = directories.flatMap((directory) => [
    `cd ${quote(directory)}`,
    ...plan.steps.filter((step) => step.workingDirectory === directory).map(formatCommand),
  ]);
  return [...files, ...steps, ''].join('\n');
}

function commented(text: string): readonly string[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `#   ${line}`.trimEnd());
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
