import type { BuilderNode } from '../plan/builderFacts.js';
import type { Platform } from '../platform/platform.js';
import { parsePlatform, PlatformError } from '../platform/platform.js';

/** A builder as `docker buildx inspect` prints it. */
export interface InspectedBuilder {
  readonly name: string;
  readonly driver: string;
  readonly error?: string;
  readonly nodes: readonly BuilderNode[];
}

type Fields = Map<string, string>;

/**
 * Reads the text of `docker buildx inspect`, which has no JSON form: `Key: value` lines of the builder, then after
 * `Nodes:` those of each node (a `Name:` begins the next), with indented `key: value` lines below `Labels:`.
 * https://github.com/docker/buildx/blob/v0.29.1/commands/inspect.go
 */
export function parseBuildxInspect(text: string): InspectedBuilder {
  const lines = text.split(/\r?\n/);
  const border = lines.findIndex((line) => line.trim() === 'Nodes:');
  const head = fieldsOf(border < 0 ? lines : lines.slice(0, border));
  const error = head.get('Error');
  return {
    name: head.get('Name') ?? '',
    driver: head.get('Driver') ?? '',
    ...(error !== undefined && { error }),
    nodes: border < 0 ? [] : nodeSections(lines.slice(border + 1)).map(toNode),
  };
}

function nodeSections(lines: readonly string[]): readonly (readonly string[])[] {
  const starts = lines.flatMap((line, index) => (line.startsWith('Name:') ? [index] : []));
  return starts.map((start, index) => lines.slice(start, starts[index + 1]));
}

function toNode(lines: readonly string[]): BuilderNode {
  const fields = fieldsOf(lines);
  const error = fields.get('Error');
  return {
    name: fields.get('Name') ?? '',
    endpoint: fields.get('Endpoint') ?? '',
    status: fields.get('Status') ?? '',
    ...(error !== undefined && { error }),
    platforms: platformsOf(fields.get('Platforms') ?? ''),
    givenPlatforms: platformsOf(fields.get('Platforms') ?? '', (name) => name.endsWith('*')),
    labels: Object.fromEntries(fieldsOf(belowLabels(lines))),
  };
}

function belowLabels(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => line.trim() === 'Labels:');
  if (start < 0) {
    return [];
  }
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith(' '));
  return rest.slice(0, end < 0 ? undefined : end).map((line) => line.trimStart());
}

/** The `Key: value` lines that are not indented; the first of a key counts. */
function fieldsOf(lines: readonly string[]): Fields {
  const fields: Fields = new Map();
  for (const line of lines) {
    const match = /^(\S[^:]*):\s+(.*\S)\s*$/.exec(line);
    if (match?.[1] !== undefined && !fields.has(match[1])) {
      fields.set(match[1], match[2] ?? '');
    }
  }
  return fields;
}

/** `linux/amd64*, linux/arm64`: a star marks what the user gave. What cannot be understood is no platform of ours. */
function platformsOf(text: string, isWanted: (name: string) => boolean = () => true): readonly Platform[] {
  const names = text.split(',').map((part) => part.trim());
  return names.filter(isWanted).flatMap((part) => {
    const name = part.replace(/\*$/, '');
    try {
      return name === '' ? [] : [parsePlatform(name)];
    } catch (error) {
      if (error instanceof PlatformError) {
        return [];
      }
      throw error;
    }
  });
}
