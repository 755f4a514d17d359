import { StringDecoder } from 'node:string_decoder';
import * as z from 'zod';
import type { BuildEvent, LogEvent, ProgressEvent, VertexEvent, WarningEvent } from './buildEvent.js';
import { JsonObjectCollector } from './jsonObjects.js';

const time = z.string().nullish();

/**
 * The part of BuildKit's SolveStatus that is used here; all else is ignored. Base64 texts are Go's `[]byte`.
 * https://github.com/moby/buildkit/blob/v0.25.0/client/graph.go
 */
const statusSchema = z.object({
  vertexes: z
    .array(
      z.object({
        digest: z.string(),
        name: z.string().default(''),
        inputs: z.array(z.string()).nullish(),
        started: time,
        completed: time,
        cached: z.boolean().nullish(),
        error: z.string().nullish(),
      }),
    )
    .nullish(),
  statuses: z
    .array(
      z.object({
        id: z.string(),
        vertex: z.string().default(''),
        current: z.number().nullish(),
        total: z.number().nullish(),
        completed: time,
      }),
    )
    .nullish(),
  logs: z
    .array(
      z.object({
        vertex: z.string().default(''),
        stream: z.number().nullish(),
        data: z.string().nullish(),
        timestamp: time,
      }),
    )
    .nullish(),
  warnings: z
    .array(
      z.object({
        vertex: z.string().default(''),
        short: z.string().nullish(),
        detail: z.array(z.string()).nullish(),
        url: z.string().nullish(),
        sourceInfo: z.object({ filename: z.string().nullish() }).nullish(),
        range: z.array(z.object({ start: z.object({ line: z.number() }).nullish() })).nullish(),
      }),
    )
    .nullish(),
});

type SolveStatus = z.infer<typeof statusSchema>;
type Item<Key extends keyof SolveStatus> = NonNullable<SolveStatus[Key]>[number];

/**
 * Turns what `docker buildx build --progress=rawjson` prints, line by line, into events. It never fails: a line that
 * is no status (buildx's error message and source excerpt, output of a wrapper) becomes a message.
 */
export async function* decodeRawjson(lines: AsyncIterable<string>): AsyncGenerator<BuildEvent> {
  const decoder = new RawjsonDecoder();
  for await (const line of lines) {
    yield* decoder.push(line);
  }
  yield* decoder.finish();
}

/** The decoder for callers that have the lines of several streams to hand over one by one. */
export class RawjsonDecoder {
  readonly #objects = new JsonObjectCollector();
  readonly #texts = new Map<string, StringDecoder>();

  /** The events that this line completes, in BuildKit's order: steps before what is said about them. */
  push(line: string): readonly BuildEvent[] {
    return this.#objects.push(line).flatMap((piece) => this.#decode(piece.text, piece.kind === 'json'));
  }

  /** What is left when the output ends. */
  finish(): readonly BuildEvent[] {
    return this.#objects.finish().flatMap((piece) => this.#decode(piece.text, false));
  }

  #decode(text: string, isJson: boolean): readonly BuildEvent[] {
    const status = isJson ? parseStatus(text) : undefined;
    if (status === undefined) {
      return text === '' ? [] : text.split('\n').map((line) => ({ kind: 'message', text: line }));
    }
    return [
      ...(status.vertexes ?? []).map(toVertex),
      ...(status.statuses ?? []).map(toProgress),
      ...(status.logs ?? []).flatMap((log) => this.#toLog(log)),
      ...(status.warnings ?? []).map(toWarning),
    ];
  }

  /** A chunk may end inside a character; the rest of it comes with the next chunk of the same step and stream. */
  #toLog(log: Item<'logs'>): readonly LogEvent[] {
    const stream = log.stream === 2 ? 'stderr' : 'stdout';
    const key = `${log.vertex} ${stream}`;
    const decoder = this.#texts.get(key) ?? new StringDecoder('utf8');
    this.#texts.set(key, decoder);
    const text = decoder.write(Buffer.from(log.data ?? '', 'base64'));
    return text === ''
      ? []
      : [{ kind: 'log', vertex: log.vertex, stream, text, timeMs: toMs(log.timestamp) ?? 0 }];
  }
}

function parseStatus(text: string): SolveStatus | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const parsed = statusSchema.safeParse(json);
    return parsed.success && isStatus(json, parsed.data) ? parsed.data : undefined;
  } catch {
    return undefined; // Why: text in braces that is no JSON is output like any other.
  }
}

function isStatus(json: unknown, status: SolveStatus): boolean {
  // Why: buildx writes a status without any news as `{}`.
  const isEmpty = typeof json === 'object' && json !== null && Object.keys(json).length === 0;
  return isEmpty || Object.values(status).some((part) => part !== undefined && part !== null);
}

function toVertex(vertex: Item<'vertexes'>): VertexEvent {
  const startedMs = toMs(vertex.started);
  const completedMs = toMs(vertex.completed);
  const { error } = vertex;
  return {
    kind: 'vertex',
    digest: vertex.digest,
    name: vertex.name,
    inputs: vertex.inputs ?? [],
    cached: vertex.cached ?? false,
    ...(startedMs !== undefined && { startedMs }),
    ...(completedMs !== undefined && { completedMs }),
    ...(typeof error === 'string' && error !== '' && { error }),
  };
}

function toProgress(status: Item<'statuses'>): ProgressEvent {
  return {
    kind: 'progress',
    vertex: status.vertex,
    id: status.id,
    current: status.current ?? 0,
    total: status.total ?? 0,
    completed: toMs(status.completed) !== undefined,
  };
}

function toWarning(warning: Item<'warnings'>): WarningEvent {
  const file = warning.sourceInfo?.filename;
  const line = warning.range?.[0]?.start?.line;
  return {
    kind: 'warning',
    vertex: warning.vertex,
    message: withoutLine(fromBase64(warning.short ?? ''), line),
    detail: (warning.detail ?? []).map(fromBase64),
    ...(typeof warning.url === 'string' && warning.url !== '' && { url: warning.url }),
    ...(typeof file === 'string' && file !== '' && { file }),
    ...(line !== undefined && { line }),
  };
}

/** BuildKit's own checks repeat the line at the end of their text. */
function withoutLine(message: string, line: number | undefined): string {
  const repeated = ` (line ${line ?? ''})`;
  return message.endsWith(repeated) ? message.slice(0, -repeated.length) : message;
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

/** Go's time of nanoseconds, as milliseconds; the zero time means "not yet". */
function toMs(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined || text.startsWith('0001-')) {
    return undefined;
  }
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
