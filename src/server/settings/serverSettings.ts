import { presets, ruleSettings } from '../../core/finding/checkPolicy.js';
import type { CheckBlock } from '../../core/recipe/recipe.js';

/** The settings of `ociRecipe` that the server needs, for one file or folder. */
export interface ServerSettings {
  readonly launchpad: LaunchpadSetting;
  /** Name or absolute path of the docker program. */
  readonly dockerPath: string;
  /** Absent: the builder in use. */
  readonly builder?: string;
  /** When BuildKit itself is asked. */
  readonly engine: 'onSave' | 'off';
  /** Name or absolute path of the shellcheck program; empty: it is not asked. */
  readonly shellcheckPath: string;
  /** Which rules speak and how loud, where the recipe says nothing of it. */
  readonly lint: CheckBlock;
}

/** The setting `ociRecipe.launchpad`. */
type LaunchpadSetting = 'auto' | 'always' | 'never';

/** What holds where an editor has no such settings. */
export const defaultSettings: ServerSettings = {
  launchpad: 'auto',
  dockerPath: 'docker',
  engine: 'onSave',
  shellcheckPath: 'shellcheck',
  lint: {},
};

/** Reads the section `ociRecipe` as an editor sends it; whatever is missing or not understood is the default. */
export function readServerSettings(section: unknown): ServerSettings {
  const launchpad = valueAt(section, 'launchpad');
  const builder = textAt(section, 'builder');
  return {
    launchpad: launchpad === 'always' || launchpad === 'never' ? launchpad : 'auto',
    dockerPath: textAt(section, 'docker', 'path') ?? defaultSettings.dockerPath,
    ...(builder !== undefined && { builder }),
    engine: valueAt(section, 'lint', 'engine') === 'off' ? 'off' : 'onSave',
    shellcheckPath: programAt(section, 'shellcheck', 'path'),
    lint: readLint(section),
  };
}

function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    current =
      typeof current === 'object' && current !== null
        ? (current as Readonly<Record<string, unknown>>)[name]
        : undefined;
  }
  return current;
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const text = valueAt(value, ...path);
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

/** An empty text switches the program off; no text is the default. */
function programAt(value: unknown, ...path: readonly string[]): string {
  const text = valueAt(value, ...path);
  return typeof text === 'string' ? text.trim() : defaultSettings.shellcheckPath;
}

function readLint(section: unknown): CheckBlock {
  const preset = presets.find((name) => name === valueAt(section, 'lint', 'preset'));
  const rules = valueAt(section, 'lint', 'rules');
  const entries = typeof rules === 'object' && rules !== null ? Object.entries(rules) : [];
  const known = entries.flatMap(([rule, value]: [string, unknown]) => {
    const setting = ruleSettings.find((name) => name === value);
    return setting === undefined ? [] : [[rule, setting] as const];
  });
  const labels = valueAt(section, 'lint', 'labels');
  const names = Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
  return {
    ...(preset !== undefined && { preset }),
    ...(names.length > 0 && { labels: names }),
    ...(known.length > 0 && { rules: Object.fromEntries(known) }),
  };
}
