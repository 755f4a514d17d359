import type { Command, Host, Processes } from '../../core/host/host.js';
import { HostError } from '../../core/host/hostError.js';

/** What decides about programs now; asked anew for every program. */
export interface ProgramPolicy {
  /** Whether the workspace is trusted. */
  readonly isTrusted: () => boolean;
}

/**
 * The world as the server may touch it: in a workspace that is not trusted nothing runs but git, which is started so
 * that it only reads and runs nothing that the workspace names.
 */
export function createGuardedHost(host: Host, policy: ProgramPolicy): Host {
  const permit = (command: Command): Command => {
    if (command.program !== 'git' && !policy.isTrusted()) {
      throw new HostError(
        'program-denied',
        `${command.program} was not started: the workspace is in Restricted Mode. Trust it first.`,
      );
    }
    return command;
  };
  const processes: Processes = {
    run: async (command, options) => host.processes.run(permit(command), options),
    start: (command, options) => host.processes.start(permit(command), options),
  };
  return { ...host, processes };
}
