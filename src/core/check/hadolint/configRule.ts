import type { Rule } from '../rule.js';

/** What is wrong with hadolint's configuration file. */
export const hadolintConfigRule: Rule = {
  name: 'HadolintConfig',
  family: 'hadolint',
  title: "hadolint's configuration says something that hadolint refuses or overlooks",
  severity: 'error',
  preset: 'recommended',
  check: ({ subject }) => subject.hadolint?.remarks ?? [],
};
