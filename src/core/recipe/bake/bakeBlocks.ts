import type { Range } from '../../base/text.js';
import type { Report } from '../report.js';
import type { SourceMap, SourceNode } from '../sourceNode.js';

/** A labelled block of a bake file, such as `target "app" { … }`. */
export interface BakeBlock {
  readonly label: string;
  readonly labelRange: Range;
  readonly body: SourceMap;
}

/**
 * The blocks of one type in the order of the file. JSON may also write them as lists of blocks.
 * https://github.com/hashicorp/hcl/blob/v2.24.0/json/spec.md#blocks
 */
export function readBlocks(root: SourceNode, type: string, report: Report): readonly BakeBlock[] {
  const nodes = root.kind === 'map' ? root.entries.filter(({ key }) => key === type) : [];
  return nodes
    .flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]))
    .flatMap((labels) => (labels.kind === 'map' ? labels.entries : []))
    .filter(({ key }) => key !== '//')
    .flatMap(({ key, keyRange, value }) =>
      (value.kind === 'list' ? value.items : [value]).flatMap((body) => {
        if (body.kind === 'map') {
          return [{ label: key, labelRange: keyRange, body }];
        }
        if (body.kind === 'scalar' && body.value === null) {
          // Why: to bake, a block that is null is not there.
          if (report.file.endsWith('.json')) {
            return [];
          }
          return [
            {
              label: key,
              labelRange: keyRange,
              body: { kind: 'map' as const, entries: [], range: body.range },
            },
          ];
        }
        report.add({
          rule: 'RecipeValue',
          severity: 'error',
          message: `"${key}" must be a map.`,
          range: body.range,
        });
        return [];
      }),
    );
}
