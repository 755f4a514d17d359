import * as z from 'zod';

import { CoreError } from '../base/errors.js';
import { escapeText } from './hcl/escapeText.js';

/** The output of `docker buildx bake --print` is not what it should be. */
export class BakePrintError extends CoreError<'bake-print-unreadable'> {}

const textMap = z.record(z.string(), z.string().nullable());
const option = z.union([z.string(), z.record(z.string(), z.unknown())]);
const printedTarget = z.looseObject({
  args: textMap.optional(),
  labels: textMap.optional(),
  'extra-hosts': textMap.optional(),
  annotations: z.array(z.string()).optional(),
  'dockerfile-inline': z.string().optional(),
  output: z.array(option).optional(),
});
const printed = z.looseObject({
  target: z.record(z.string(), printedTarget).optional(),
  group: z.record(z.string(), z.looseObject({ targets: z.array(z.string()) })).optional(),
});

/** The keys whose texts a newer `--print` escapes; keys of maps and all other texts it does not. */
const escapedKeys: ReadonlySet<string> = new Set([
  'args',
  'labels',
  'annotations',
  'extra-hosts',
  'dockerfile-inline',
]);

/** What `docker buildx bake --print` printed. */
export interface BakePrint {
  /** A bake JSON file that means the same. */
  readonly text: string;
  /** The members of the groups, those of a matrix among them. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads what `docker buildx bake --print` prints. Its targets cannot be read back as they are: newer versions escape
 * `${` in some keys only, older ones nowhere (then one that is bare gives it away). Raises BakePrintError.
 */
export function decodeBakePrint(output: string): BakePrint {
  const decoded = printed.safeParse(parseJson(output));
  if (!decoded.success) {
    throw new BakePrintError(
      'bake-print-unreadable',
      'docker buildx bake --print gave something other than targets; is buildx up to date?',
      { cause: decoded.error },
    );
  }
  const targets = Object.entries(decoded.data.target ?? {});
  const escaped = targets.some(([, target]) => hasBareSequence(target)) ? new Set<string>() : escapedKeys;
  return {
    text: JSON.stringify({
      target: Object.fromEntries(targets.map(([name, target]) => [name, normalizeTarget(target, escaped)])),
    }),
    groups: new Map(Object.entries(decoded.data.group ?? {}).map(([name, group]) => [name, group.targets])),
  };
}

function hasBareSequence(target: Readonly<Record<string, unknown>>): boolean {
  const values = Object.entries(target)
    .filter(([key]) => escapedKeys.has(key))
    .flatMap(([, value]): readonly unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [value],
    );
  return values.some((value) => typeof value === 'string' && /(?<!\$)\$\{|(?<!%)%\{/.test(value));
}

function parseJson(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch (error) {
    throw new BakePrintError('bake-print-unreadable', 'docker buildx bake --print gave no JSON.', {
      cause: error,
    });
  }
}

function normalizeTarget(
  target: Readonly<Record<string, unknown>>,
  escaped: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(target).map(([key, value]) => [key, normalize(value, escaped.has(key))]),
  );
}

function normalize(value: unknown, isEscaped: boolean): unknown {
  if (typeof value === 'string') {
    return isEscaped ? value : escapeText(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => normalize(item, isEscaped));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [escapeText(key), normalize(item, isEscaped)]),
      )
    : value;
}
