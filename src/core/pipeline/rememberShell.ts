import { messageOf } from '../base/errors.js';
import { HostError } from '../host/hostError.js';
import type { Host } from '../host/host.js';
import { loadShellParser } from '../shell/loadShellParser.js';
import type { ShellParser } from '../shell/shellScript.js';
import type { CheckMemory } from './checkMemory.js';

/** The parser of shell, loaded once for each memory; undefined where its assets are not there: the log says why. */
export function rememberShell(
  { shell }: CheckMemory,
  host: Pick<Host, 'files' | 'system' | 'clock' | 'log'>,
): Promise<ShellParser | undefined> {
  const known = shell.get('shell') ?? load(host);
  shell.set('shell', known);
  return known;
}

async function load(
  host: Pick<Host, 'files' | 'system' | 'clock' | 'log'>,
): Promise<ShellParser | undefined> {
  try {
    return await loadShellParser(host);
  } catch (error) {
    if (error instanceof HostError) {
      host.log.warn(`The shell of RUN is not checked: ${messageOf(error)}`);
      return undefined;
    }
    throw error;
  }
}
