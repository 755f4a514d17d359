import type { RuleSetting } from '../finding/checkPolicy.js';
import { presets, ruleSettings } from '../finding/checkPolicy.js';
import type { CheckBlock } from './recipe.js';
import type { SourceNode } from './sourceNode.js';
import { findValue, textOf } from './sourceNode.js';

/**
 * The `x-check` block of a recipe file or of one of its targets; undefined where there is none. What the schema
 * refuses is left out in silence: the schema has said so.
 */
export function decodeCheck(body: SourceNode): CheckBlock | undefined {
  const block = findValue(body, 'x-check');
  return block?.kind === 'map' ? { ...presetOf(block), ...rulesOf(block), ...labelsOf(block) } : undefined;
}

function presetOf(block: SourceNode): CheckBlock {
  const written = textOf(findValue(block, 'preset'));
  const preset = presets.find((name) => name === written);
  return preset === undefined ? {} : { preset };
}

function rulesOf(block: SourceNode): CheckBlock {
  const node = findValue(block, 'rules');
  if (node?.kind !== 'map') {
    return {};
  }
  const pairs = node.entries.flatMap(({ key, value }) => {
    const setting = settingOf(value);
    return setting === undefined ? [] : [[key, setting] as const];
  });
  return { rules: Object.fromEntries(pairs) };
}

function settingOf(node: SourceNode): RuleSetting | undefined {
  const written = textOf(node);
  return ruleSettings.find((setting) => setting === written);
}

function labelsOf(block: SourceNode): CheckBlock {
  const node = findValue(block, 'labels');
  return node?.kind === 'list' ? { labels: node.items.flatMap((item) => textOf(item) ?? []) } : {};
}
