import type { Target } from '../recipe/recipe.js';
import type { BuildChoices } from './buildChoices.js';
import { PlanError } from './planError.js';

/**
 * The options of `docker buildx build` that a target and the user's choices ask for, without platform, file, context
 * and output. Choices are added to lists and win over single values.
 */
export function buildOptions(target: Target, choices: BuildChoices): readonly string[] {
  return [
    ...named('--build-arg', { ...target.args, ...choices.buildArgs }),
    ...named('--build-context', { ...target.contexts, ...choices.buildContexts }),
    ...one('--target', choices.target ?? target.target),
    ...named('--label', target.labels),
    ...each('--annotation', target.annotations),
    ...each('--secret', [...target.secret, ...choices.secrets].map(checkSecret)),
    ...each('--ssh', [...target.ssh, ...choices.ssh]),
    ...each('--allow', [...target.entitlements, ...choices.allow]),
    ...each('--cache-from', [...target.cacheFrom, ...choices.cacheFrom]),
    ...each('--cache-to', [...target.cacheTo, ...choices.cacheTo]),
    ...flag('--no-cache', choices.noCache ?? target.noCache),
    ...each('--no-cache-filter', target.noCacheFilter),
    ...flag('--pull', choices.pull ?? target.pull),
    ...one('--network', choices.network ?? target.network),
    ...Object.entries(target.extraHosts).flatMap(([host, address]) => ['--add-host', `${host}:${address}`]),
    ...each('--ulimit', target.ulimits),
    ...one('--shm-size', target.shmSize),
    ...attestationOptions(target, choices),
  ];
}

/** Without a wish for attestations there are none, so that the index holds images only. */
function attestationOptions(target: Target, choices: BuildChoices): readonly string[] {
  const attest = each('--attest', target.attest);
  if (choices.provenance !== undefined) {
    return [...attest, `--provenance=${choices.provenance}`];
  }
  const wished = target.attest.some((text) => /(^|,)type=provenance(,|$)/.test(text));
  return wished ? attest : [...attest, '--provenance=false'];
}

/** Secrets come from files or the environment; a value has no place in a command line that anyone can list. */
export function checkSecret(text: string): string {
  const keys = text.split(',').map((field) => field.split('=', 1)[0] ?? '');
  if (text.includes('=') && keys.every((key) => secretKeys.includes(key.replace(/^"/, '')))) {
    return text;
  }
  // Why: the text is not repeated, since it may hold the secret itself.
  throw new PlanError(
    'plan-secret',
    'A secret is written "id=NAME,src=FILE" or "id=NAME,env=VARIABLE"; its value never stands in a recipe or a command.',
  );
}

/** https://github.com/docker/buildx/blob/v0.29.1/util/buildflags/secrets.go */
const secretKeys: readonly string[] = ['type', 'id', 'src', 'source', 'env'];

function named(option: string, values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

function each(option: string, values: readonly string[]): readonly string[] {
  return values.flatMap((value) => [option, value]);
}

function one(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [option, value];
}

function flag(option: string, wanted: boolean | undefined): readonly string[] {
  return wanted === true ? [option] : [];
}
