import type { Report } from '../report.js';
import type { SourceEntry, SourceNode } from '../sourceNode.js';
import { readBlocks } from './bakeBlocks.js';
import type { BakeNames } from './bakeScope.js';

const blockTypes: ReadonlySet<string> = new Set(['variable', 'function', 'group', 'target', '//']);

/** The variables, functions and top-level attributes that a bake file defines. */
export function readNames(root: SourceNode, report: Report): BakeNames {
  const byLabel = (type: string): BakeNames['variables'] =>
    new Map(
      readBlocks(root, type, report)
        .filter(({ label }) => label !== 'target' && label !== 'group')
        .map((block) => [block.label, block]),
    );
  const entries: readonly SourceEntry[] = root.kind === 'map' ? root.entries : [];
  return {
    variables: byLabel('variable'),
    functions: byLabel('function'),
    attributes: new Map(
      entries.filter(({ key }) => !blockTypes.has(key)).map((entry) => [entry.key, entry] as const),
    ),
  };
}
