import type { BakeConfig } from './bake/resolveBake.js';
import { readBlocks } from './bake/bakeBlocks.js';
import type { Report } from './report.js';
import type { SourceMap, SourceNode } from './sourceNode.js';
import { findEntry, findValue } from './sourceNode.js';
import { nearest, validateSource } from './validateSource.js';

const newestKeys = ['resources', 'policy'];
const blockTypes = ['variable', 'function', 'group', 'target'];

/**
 * What only a `docker-bake.json` needs said: bake reads it as strict JSON and ignores unknown keys in silence. Lists
 * of blocks are judged block by block.
 */
export function reportBakeFile(root: SourceMap, text: string, report: Report): void {
  reportJson(root, text, report);
  const blocks = blockTypes.map((type) => ({
    key: type,
    keyRange: findEntry(root, type)?.keyRange ?? root.range,
    value: {
      kind: 'map' as const,
      range: root.range,
      entries: readBlocks(root, type, report).map(({ label, labelRange, body }) => ({
        key: label,
        keyRange: labelRange,
        value: body,
      })),
    },
  }));
  const ownBlocks = root.entries.filter(({ key }) => key === 'x-check');
  validateSource(
    { kind: 'map', range: root.range, entries: [...blocks, ...ownBlocks] },
    { unknownKeys: 'warning' },
    report,
  );
  reportTypos(root, text, report);
}

function reportJson(root: SourceMap, text: string, report: Report): void {
  try {
    JSON.parse(text);
  } catch (error) {
    if (report.findings().length === 0) {
      const reason = error instanceof Error ? error.message : String(error);
      report.add({
        rule: 'RecipeSyntax',
        severity: 'error',
        message: `bake reads this file as strict JSON (no comments, no trailing commas): ${reason}.`,
        range: { start: root.range.start, end: root.range.start },
      });
    }
  }
}

/** Bake takes an unknown top-level key for a variable; one that nothing uses and looks like a block is a slip. */
function reportTypos(root: SourceMap, text: string, report: Report): void {
  for (const { key, keyRange } of root.entries) {
    const meant = blockTypes.includes(key) || key === '//' ? undefined : nearest(key, blockTypes);
    if (meant !== undefined && text.split(key).length === 2) {
      report.add({
        rule: 'RecipeKey',
        severity: 'warning',
        message: `bake takes "${key}" for a variable, which nothing uses. Did you mean "${meant}"?`,
        range: keyRange,
        fixes: [
          {
            kind: 'edit',
            title: `Change to "${meant}"`,
            file: report.file,
            edits: [{ range: keyRange, newText: `"${meant}"` }],
          },
        ],
      });
    }
  }
}

/** Members of groups that are nothing, and keys that are only passed on by the newest bake. */
export function reportReferences(root: SourceNode, config: BakeConfig, report: Report): void {
  for (const { label, body } of readBlocks(root, 'group', report)) {
    const node = findValue(body, 'targets');
    const members = config.groups.get(label) ?? [];
    members
      .filter((member) => !config.groups.has(member) && !config.targets.has(member))
      .forEach((member) => {
        const items = node?.kind === 'list' ? node.items : [];
        const item = items.find((candidate) => candidate.kind === 'scalar' && candidate.value === member);
        report.add({
          rule: 'RecipeReference',
          severity: 'error',
          message: `"${member}" is neither a target nor a group of this file.`,
          range: (item ?? node ?? body).range,
        });
      });
  }
  for (const { label, labelRange, body } of readBlocks(root, 'target', report)) {
    if (config.groups.has(label) && config.targets.has(label)) {
      report.add({
        rule: 'RecipeReference',
        severity: 'warning',
        message: `bake cannot build target "${label}" by itself: the group of the same name comes first. Rename one.`,
        range: labelRange,
      });
    }
    for (const key of newestKeys) {
      const entry = findEntry(body, key);
      if (entry !== undefined) {
        report.add({
          rule: 'RecipeKey',
          severity: 'warning',
          message: `"${key}" is known to the newest bake only and is not passed on to builds from here.`,
          range: entry.keyRange,
        });
      }
    }
  }
}
