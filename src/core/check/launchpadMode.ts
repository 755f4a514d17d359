/**
 * Who decides whether Launchpad is meant; with `auto`, an `x-launchpad` block, a Launchpad remote, or a branch name
 * given by hand says so.
 */
export type LaunchpadMode = 'auto' | 'always' | 'never';
