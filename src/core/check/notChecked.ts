import { unjudgedRefusals, unjudgedVariables } from './buildkit/baseImageNotes.js';
import type { CheckPolicy } from '../finding/checkPolicy.js';
import type { RuleInput } from './rule.js';
import { rulesInForce } from './rulesInForce.js';
import { shellRules } from './hadolint/shellRules.js';

/** The rules that need to know the base image's config, which only an engine or a registry has. */
const baseImageRules: readonly string[] = ['InvalidBaseImagePlatform', 'BasePlatformMissing'];

/** What of the rules in force could not be checked with what is known, and why, a sentence each. */
export function notChecked(input: RuleInput, policy: CheckPolicy): readonly string[] {
  const { document, subject } = input;
  if (document === undefined || document.stages.length === 0) {
    return [];
  }
  const names = rulesInForce(policy).heard;
  const bases = baseImageRules.filter((name) => names.has(name));
  const hasShell = subject.shell !== undefined || !shellRules.some(({ name }) => names.has(name));
  const variables = names.has('UndefinedVar') ? unjudgedVariables(input) : undefined;
  const refusals = names.has('DockerfileSyntax') ? unjudgedRefusals(input) : undefined;
  return [
    ...(subject.baseImages === undefined && bases.length > 0
      ? [
          `${bases.join(' and ')} ${bases.length === 1 ? 'was' : 'were'} not checked: nobody was asked about the base images.`,
        ]
      : []),
    ...[variables, refusals].flatMap((note) => note ?? []),
    ...(hasShell ? [] : ['The shell of RUN was not checked: the parser of shell could not be loaded.']),
  ];
}
