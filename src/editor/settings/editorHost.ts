import { workspace } from 'vscode';

import type { Command, Host, Processes } from '../../core/host/host.js';
import { HostError } from '../../core/host/hostError.js';
import { readSettings } from './settings.js';

/**
 * The world as the extension may touch it: no program starts before the workspace is trusted, whatever asks for it,
 * and `docker` is the program that the settings name.
 */
export function createEditorHost(host: Host): Host {
  const processes: Processes = {
    run: async (command, options) => host.processes.run(permitted(command), options),
    start: (command, options) => host.processes.start(permitted(command), options),
  };
  return { ...host, processes };
}

function permitted(command: Command): Command {
  if (!workspace.isTrusted) {
    throw new HostError(
      'program-denied',
      `${command.program} was not started: the workspace is in Restricted Mode. Trust it first.`,
    );
  }
  return command.program === 'docker' ? { ...command, program: readSettings().dockerPath } : command;
}
