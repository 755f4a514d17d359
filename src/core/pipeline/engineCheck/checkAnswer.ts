import * as z from 'zod';

const positionSchema = z.object({ line: z.number().int().optional() });
const locationSchema = z
  .object({
    ranges: z.array(z.object({ start: positionSchema.optional(), end: positionSchema.optional() })).nullish(),
  })
  .nullish();

/** https://github.com/moby/buildkit/blob/v0.32.0/frontend/subrequests/lint/lint.go */
const resultsSchema = z.object({
  warnings: z
    .array(z.object({ ruleName: z.string(), detail: z.string(), location: locationSchema }))
    .nullish(),
  sources: z.array(z.object({ data: z.string().nullish() })).nullish(),
  buildError: z.object({ message: z.string(), location: locationSchema }).nullish(),
});

const bakeSchema = z.object({
  target: z.record(z.string(), z.object({ check: resultsSchema.nullish() })),
});

/** What BuildKit's check says; lines count from 0. */
export interface CheckAnswer {
  readonly warnings: readonly EngineWarning[];
  /** The Dockerfile as it was checked. */
  readonly text: string;
  /** Why BuildKit looked no further; what it said before counts. */
  readonly stoppedBy?: string;
}

/** A warning and the lines of its instruction. */
export interface EngineWarning {
  readonly rule: string;
  readonly message: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Reads what `docker buildx bake --call=check,format=json` prints; undefined when it is something else. */
export function parseCheckAnswer(stdout: string, target: string): CheckAnswer | undefined {
  const parsed = bakeSchema.safeParse(readJson(stdout));
  const results = parsed.success ? parsed.data.target[target]?.check : undefined;
  if (results === undefined || results === null) {
    return undefined;
  }
  const data = results.sources?.[0]?.data ?? '';
  const error = results.buildError?.message;
  return {
    warnings: (results.warnings ?? []).map(({ ruleName, detail, location }) => ({
      rule: ruleName,
      message: detail,
      ...linesOf(location),
    })),
    text: new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0))),
    // Why: with `error=true` everything was looked at, and the error only sums it up.
    ...(error !== undefined && !error.startsWith('lint violation found') && { stoppedBy: error }),
  };
}

function linesOf(location: z.infer<typeof locationSchema>): Pick<EngineWarning, 'startLine' | 'endLine'> {
  const first = location?.ranges?.[0];
  const start = Math.max(1, first?.start?.line ?? 1);
  const end = Math.max(start, first?.end?.line ?? start);
  return { startLine: start - 1, endLine: end - 1 };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Why: the caller quotes what docker said instead.
  }
}
