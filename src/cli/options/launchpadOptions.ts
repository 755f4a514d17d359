import type { Options } from './invocation.js';

/** What `--branch` and `--launchpad` say, as checks take it. */
export interface LaunchpadOptions {
  readonly branch?: string;
  readonly launchpad?: 'auto' | 'always' | 'never';
}

/** The options that say which branch is meant and whether Launchpad is. */
export function toCheckOptions(options: Options): LaunchpadOptions {
  const branch = options.text('branch');
  const launchpad = options.text('launchpad');
  return {
    ...(branch !== undefined && { branch }),
    ...(isMode(launchpad) && { launchpad }),
  };
}

function isMode(text: string | undefined): text is 'auto' | 'always' | 'never' {
  return text === 'auto' || text === 'always' || text === 'never';
}
