import type { Platform } from '../platform/platform.js';
import { formatPlatform, PlatformError } from '../platform/platform.js';
import { fromLaunchpadProcessor, launchpadProcessors, toLaunchpadProcessor } from '../platform/processor.js';
import { itemNode } from './bake/decodeTarget.js';
import type { LaunchpadBlock, PushRule, Target } from './recipe.js';
import type { Report } from './report.js';
import type { SourceMap, SourceNode } from './sourceNode.js';
import { findEntry, findValue, textOf } from './sourceNode.js';
import { nearest } from './validateSource.js';

/**
 * The `x-launchpad` block of a target's body; undefined where there is none. What the schema already refuses is left
 * out in silence; expressions and unknown processors become remarks.
 */
export function decodeLaunchpad(
  body: SourceMap,
  isMatrix: boolean,
  report: Report,
): LaunchpadBlock | undefined {
  const entry = findEntry(body, 'x-launchpad');
  if (entry?.value.kind !== 'map') {
    return undefined;
  }
  const block = entry.value;
  if (isMatrix) {
    report.add({
      rule: 'RecipeLaunchpad',
      severity: 'error',
      message:
        'One recipe on Launchpad builds one image, so a matrix cannot have x-launchpad. Write one target for each.',
      range: entry.keyRange,
    });
  }
  reportExpressions(block, report);
  return {
    ...texts(block),
    ...processorsOf(block, report),
    ...pushRulesOf(block),
    ...buildDailyOf(block),
  };
}

/** Every platform of a target that Launchpad is to build must be a processor there. */
export function checkProcessors(
  target: Target,
  launchpad: LaunchpadBlock,
  body: SourceMap,
  report: Report,
): void {
  if (launchpad.processors !== undefined) {
    return;
  }
  target.platforms.forEach((platform, index) => {
    const message = unmappedMessage(platform);
    if (message !== undefined) {
      const node = itemNode(body, 'platforms', index) ?? findEntry(body, 'x-launchpad')?.value ?? body;
      report.add({ rule: 'RecipePlatform', severity: 'error', message, range: node.range });
    }
  });
}

function unmappedMessage(platform: Platform): string | undefined {
  try {
    toLaunchpadProcessor(platform);
    return undefined;
  } catch (error) {
    if (error instanceof PlatformError) {
      return `${error.message} Remove ${formatPlatform(platform)}, or list the processors in x-launchpad.`;
    }
    throw error;
  }
}

const textKeys = {
  owner: 'owner',
  oci_project: 'ociProject',
  name: 'name',
  git_ref: 'gitRef',
  description: 'description',
  image_name: 'imageName',
  information_type: 'informationType',
} as const;

function texts(block: SourceMap): LaunchpadBlock {
  return Object.fromEntries(
    Object.entries(textKeys).flatMap(([key, name]) => {
      const text = textOf(findValue(block, key));
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function buildDailyOf(block: SourceMap): LaunchpadBlock {
  const node = findValue(block, 'build_daily');
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? { buildDaily: node.value } : {};
}

function processorsOf(block: SourceMap, report: Report): LaunchpadBlock {
  const node = findValue(block, 'processors');
  if (node?.kind !== 'list') {
    return {};
  }
  return { processors: node.items.flatMap((item) => knownProcessor(item, report)) };
}

function knownProcessor(node: SourceNode, report: Report): readonly string[] {
  const name = textOf(node);
  if (name === undefined) {
    return [];
  }
  try {
    fromLaunchpadProcessor(name);
    return [name];
  } catch (error) {
    if (!(error instanceof PlatformError)) {
      throw error;
    }
    report.add(unknownProcessor(name, node, report.file));
    return [];
  }
}

/** Docker's and koji's names are common slips: `x86_64`, `aarch64`, `linux/arm64`. */
function unknownProcessor(name: string, node: SourceNode, file: string): Parameters<Report['add']>[0] {
  const known = launchpadProcessors();
  const slips: Readonly<Record<string, string>> = {
    x86_64: 'amd64',
    aarch64: 'arm64',
    ppc64le: 'ppc64el',
    arm: 'armhf',
  };
  const short = name.replace(/^linux\//, '').replace(/^arm\/v7$/, 'armhf');
  const meant = slips[short] ?? nearest(short, known);
  return {
    rule: 'RecipePlatform',
    severity: 'error',
    message: `Launchpad has no processor "${name}"; it knows ${known.join(', ')}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    range: node.range,
    fixes:
      meant === undefined
        ? []
        : [
            {
              kind: 'edit',
              title: `Change to "${meant}"`,
              file,
              edits: [{ range: node.range, newText: meant }],
            },
          ],
  };
}

function pushRulesOf(block: SourceMap): LaunchpadBlock {
  const node = findValue(block, 'push_rules');
  if (node?.kind !== 'list') {
    return {};
  }
  return { pushRules: node.items.flatMap(decodePushRule) };
}

function decodePushRule(node: SourceNode): readonly PushRule[] {
  const registryUrl = textOf(findValue(node, 'registry_url'));
  const imageName = textOf(findValue(node, 'image_name'));
  const owner = textOf(findValue(node, 'credentials_owner'));
  return registryUrl === undefined || imageName === undefined
    ? []
    : [{ registryUrl, imageName, ...(owner !== undefined && { credentialsOwner: owner }) }];
}

function reportExpressions(node: SourceNode, report: Report): void {
  if (node.kind === 'map') {
    node.entries.forEach(({ value }) => {
      reportExpressions(value, report);
    });
  } else if (node.kind === 'list') {
    node.items.forEach((item) => {
      reportExpressions(item, report);
    });
  } else if (typeof node.value === 'string' && /\$\{|%\{/.test(node.value)) {
    report.add({
      rule: 'RecipeLaunchpad',
      severity: 'error',
      message: 'Nothing in x-launchpad is evaluated: write the value itself instead of an expression.',
      range: node.range,
    });
  }
}
