import type { Uri } from 'vscode';
import { workspace } from 'vscode';

/** The settings of the extension that apply to one file or folder. */
export interface Settings {
  readonly launchpad: 'auto' | 'always' | 'never';
  /** As written; empty: a folder of the extension. */
  readonly outputDirectory: string;
  /** Absent: the builder in use. */
  readonly builder?: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Name or absolute path of the docker program. */
  readonly dockerPath: string;
  readonly notifications: 'longBuilds' | 'failures' | 'never';
}

/** Reads the settings that hold for `scope` (default: the window). Restricted settings are the editor's own in Restricted Mode. */
export function readSettings(scope?: Uri): Settings {
  const settings = workspace.getConfiguration('ociRecipe', scope);
  const builder = settings.get('builder', '').trim();
  const dockerPath = settings.get('docker.path', '').trim();
  return {
    launchpad: settings.get<Settings['launchpad']>('launchpad', 'auto'),
    outputDirectory: settings.get('outputDirectory', '').trim(),
    ...(builder !== '' && { builder }),
    buildArguments: settings.get<Settings['buildArguments']>('buildArguments', {}),
    dockerPath: dockerPath === '' ? 'docker' : dockerPath,
    notifications: settings.get<Settings['notifications']>('notifications', 'longBuilds'),
  };
}
