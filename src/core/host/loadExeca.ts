import type * as Execa from 'execa';

/** Starts programs; loaded when the first one is, as much of what is asked of the command line starts none. */
export async function loadExeca(): Promise<typeof Execa.execa> {
  return (await import('execa')).execa;
}
