import type { RuleInfo } from '../finding/ruleInfo.js';

/** The one finding that a build itself makes: only a build knows its output. */
export const outputInContext: RuleInfo = {
  name: 'OutputInContext',
  family: 'recipe',
  title: 'The artifacts of a build go into its own build context, and the Dockerfile copies them',
  severity: 'warning',
  preset: 'recommended',
};
