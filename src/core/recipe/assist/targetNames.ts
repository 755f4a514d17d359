import type { Range } from '../../base/text.js';
import type { TextEdit } from '../../finding/finding.js';
import { createReport } from '../report.js';
import { readSource } from '../readSource.js';
import type { SourceNode } from '../sourceNode.js';
import { findEntry, findValue, textOf } from '../sourceNode.js';
import { contains } from './sourcePlace.js';

/** Where the name of a target is written. */
export interface TargetMention {
  readonly name: string;
  /** Of the name alone, without quotes. */
  readonly range: Range;
  readonly isDefinition: boolean;
}

/** What a rename came to: edits, or the sentence that says why there are none. */
export type RenameOutcome =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Every place of a recipe file that names one of its targets, in the order of the file. */
export function findTargetMentions(text: string): readonly TargetMention[] {
  const root = readSource(text, createReport(''));
  const targets = findValue(root, 'target');
  const names = new Set(targets?.kind === 'map' ? targets.entries.map(({ key }) => key) : []);
  const mentions = [...definitions(targets), ...groupMembers(root), ...references(targets)];
  return mentions
    .filter(({ name }) => names.has(name))
    .map((mention) => ({ ...mention, range: withoutQuotes(mention, text) }))
    .sort(
      (left, right) =>
        left.range.start.line - right.range.start.line ||
        left.range.start.character - right.range.start.character,
    );
}

/** The mention at a position. */
export function mentionAt(
  mentions: readonly TargetMention[],
  position: Range['start'],
): TargetMention | undefined {
  return mentions.find(({ range }) => contains(range, position));
}

/** The edits that give the target at a position a new name, wherever the file names it. */
export function renameTarget(text: string, position: Range['start'], newName: string): RenameOutcome {
  const mentions = findTargetMentions(text);
  const name = mentionAt(mentions, position)?.name;
  if (name === undefined) {
    return { kind: 'refused', reason: 'Only the names of targets can be renamed here.' };
  }
  if (!/^[a-zA-Z0-9_-]+$/.test(newName)) {
    return {
      kind: 'refused',
      reason: `"${newName}" cannot be the name of a target: names consist of letters, digits, - and _ only.`,
    };
  }
  if (newName !== name && mentions.some((mention) => mention.isDefinition && mention.name === newName)) {
    return { kind: 'refused', reason: `There is a target "${newName}" already.` };
  }
  return {
    kind: 'edits',
    edits: mentions
      .filter((mention) => mention.name === name)
      .map(({ range }) => ({ range, newText: newName })),
  };
}

function definitions(targets: SourceNode | undefined): readonly TargetMention[] {
  return targets?.kind === 'map'
    ? targets.entries.map(({ key, keyRange }) => ({ name: key, range: keyRange, isDefinition: true }))
    : [];
}

/** A name that a group has too means the group. */
function groupMembers(root: SourceNode | undefined): readonly TargetMention[] {
  const groups = findValue(root, 'group');
  return groups?.kind !== 'map'
    ? []
    : groups.entries
        .flatMap(({ value }) => listed(findValue(value, 'targets')))
        .filter(({ name }) => findEntry(groups, name) === undefined);
}

function references(targets: SourceNode | undefined): readonly TargetMention[] {
  return targets?.kind === 'map'
    ? targets.entries.flatMap(({ value }) => [
        ...listed(findValue(value, 'inherits')),
        ...contextTargets(findValue(value, 'contexts')),
      ])
    : [];
}

function listed(node: SourceNode | undefined): readonly TargetMention[] {
  const items = node?.kind === 'list' ? node.items : [];
  return items.flatMap((item) => {
    const name = textOf(item);
    return name === undefined ? [] : [{ name, range: item.range, isDefinition: false }];
  });
}

/** `NAME: target:OTHER` https://docs.docker.com/build/bake/contexts/#using-a-target-as-a-build-context */
function contextTargets(node: SourceNode | undefined): readonly TargetMention[] {
  const entries = node?.kind === 'map' ? node.entries : [];
  return entries.flatMap(({ value }) => {
    const name = /^target:(.+)$/.exec(textOf(value) ?? '')?.[1];
    return name === undefined ? [] : [{ name, range: value.range, isDefinition: false }];
  });
}

/** The name inside of what was written: it may have quotes around it, and `target:` before it. */
function withoutQuotes({ name, range }: TargetMention, text: string): Range {
  const line = text.split('\n', range.start.line + 1)[range.start.line] ?? '';
  const written = line.slice(range.start.character);
  const at = /^["']?(?:target:)?/.exec(written)?.[0].length ?? 0;
  const start = { line: range.start.line, character: range.start.character + at };
  return { start, end: { line: start.line, character: start.character + name.length } };
}
