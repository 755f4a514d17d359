import { oncePer } from '../../../base/oncePer.js';
import type { Assignment, Instruction } from '../../../dockerfile/dockerfileDocument.js';
import type { InstructionFind } from './instructionRule.js';
import { createInstructionRule, findAmong } from './instructionRule.js';
import { unquote, variablesIn } from './valueText.js';

/** A value in ENV that uses a variable of the same ENV, which has its old value there. */
export const dl3044 = createInstructionRule({
  name: 'DL3044',
  title: 'Do not refer to an environment variable within the same ENV statement where it is defined',
  message: 'Do not refer to an environment variable within the same `ENV` statement where it is defined.',
  severity: 'error',
  preset: 'recommended',
  find: findAmong(['ARG', 'ENV'], findSelfReferences),
});

/** ARG or ENV with a name that secrets have. */
export const dl3064 = createInstructionRule({
  name: 'DL3064',
  title: 'Potentially sensitive data should not be used in the ARG or ENV commands',
  message: 'Potentially sensitive data should not be used in the `ARG` or `ENV` commands',
  severity: 'warning',
  preset: 'strict',
  find: findAmong(['ARG', 'ENV', 'ONBUILD'], (instructions, escape) =>
    instructions.flatMap((instruction) => {
      const secret = namesIn(instruction, escape).find(({ name }) => isSensitive(name));
      return secret === undefined ? [] : [{ instruction, range: secret.assignment.keyRange }];
    }),
  ),
});

interface Named {
  readonly name: string;
  readonly assignment: Assignment;
}

/** The variables that an instruction, or the one its ONBUILD carries, sets. */
const namesIn = oncePer((instruction: Instruction, escape: string): readonly Named[] => {
  const carrier = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
  return carrier?.keyword === 'ARG' || carrier?.keyword === 'ENV'
    ? (carrier.assignments ?? []).map((assignment) => ({ assignment, name: unquote(assignment.key, escape) }))
    : [];
});

function findSelfReferences(
  instructions: readonly Instruction[],
  escape: string,
): readonly InstructionFind[] {
  const known = new Set<string>();
  return instructions.flatMap((instruction) => {
    const names = namesIn(instruction, escape);
    const reference = instruction.keyword === 'ENV' ? findReference(names, known) : undefined;
    names.forEach(({ name }) => known.add(name));
    return reference === undefined ? [] : [{ instruction, range: reference.valueRange ?? reference.range }];
  });
}

/** The first pair whose value uses a variable that another pair sets and that had no value before. */
function findReference(names: readonly Named[], known: ReadonlySet<string>): Assignment | undefined {
  // Why: alone, there is no other that could set it.
  if (names.length < 2) {
    return undefined;
  }
  const setters = new Map<string, number>();
  names.forEach(({ name }) => setters.set(name, (setters.get(name) ?? 0) + 1));
  return names.find(({ name, assignment }) =>
    [...variablesIn(assignment.value ?? '')].some((used) => {
      const others = (setters.get(used) ?? 0) - (used === name ? 1 : 0);
      return others > 0 && !known.has(used);
    }),
  )?.assignment;
}

const sensitiveParts = ['api_key', 'client_key', 'password', 'private', 'secret', 'token', 'username'];

/** hadolint's list of names less those that the parts find anyway. */
const sensitiveNames: ReadonlySet<string> = new Set([
  'APPLICATION_KEY',
  'AWS_ACCESS_KEY_ID',
  'CI_DEPLOY_USER',
  'DOCKER_EMAIL',
  'FACEBOOK_APP_ID',
  'HEROKU_API_USER',
  'OKTA_AUTHN_GROUPID',
  'OKTA_CLIENT_ORGURL',
  'OKTA_OAUTH2_CLIENTID',
  'STRIPE_DEVICE_NAME',
  'TRAVIS_OS_NAME',
  'TRAVIS_SECURE_ENV_VARS',
  'TRAVIS_SUDO',
]);

function isSensitive(name: string): boolean {
  const lower = name.toLowerCase();
  return sensitiveNames.has(name.toUpperCase()) || sensitiveParts.some((part) => lower.includes(part));
}
