import { isSecretName } from '../buildkit/rules/instructionRules.js';
import { placeInDockerfile, placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** A build argument of the recipe that is, or is named like, a secret: it stays in the image's history. */
export const secretInArgument: Rule = {
  name: 'SecretInArgument',
  family: 'recipe',
  title: 'A build argument of the recipe is, or is named like, a secret',
  severity: 'error',
  preset: 'recommended',
  check,
};

/** What issuers of tokens put in front of them, so that they can be found where they should not be. */
const tokens: readonly RegExp[] = [
  /^gh[pousr]_[A-Za-z0-9]{20,}/,
  /^github_pat_\w{20,}/,
  /^glpat-[\w-]{15,}/,
  /^xox[abprs]-[\w-]{10,}/,
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  /^dckr_pat_[\w-]{15,}/,
  /^npm_[A-Za-z0-9]{30,}/,
  /^pypi-[\w-]{20,}/,
  /^hf_[A-Za-z0-9]{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** Values that keep nothing secret: nothing, a switch, a number. */
const harmless = /^(?:|true|false|yes|no|on|off|none|null|\d+)$/i;

const wayOut =
  'Give it as a secret ("secret: [id=NAME,env=NAME]") and read it with RUN --mount=type=secret,id=NAME.';

function check(input: RuleInput): readonly Remark[] {
  const { recipe } = input;
  return Object.entries(recipe.target.args).flatMap(([name, value]) => {
    const isToken = tokens.some((token) => token.test(value));
    if (!isToken && (!isSecretName(name) || harmless.test(value))) {
      return [];
    }
    const declaration = declarationOf(input, name);
    const what = isToken
      ? `The value of the build argument ${name} is a credential: it is in the recipe or its environment, and stays in the image's history.`
      : `The build argument ${name} is named like a secret, and stays in the image's history.`;
    return [
      {
        severity: isToken ? ('error' as const) : ('warning' as const),
        message: `${what} ${wayOut}`,
        ...placeOfKey(recipe, `args.${name}`, 'args'),
        ...(declaration !== undefined && {
          related: [{ ...declaration, message: `ARG ${name} takes it here.` }],
        }),
      },
    ];
  });
}

/** The ARG that takes the argument. */
function declarationOf(input: RuleInput, name: string): ReturnType<typeof placeInDockerfile> | undefined {
  const assignments = input.document?.instructions
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) => instruction.assignments ?? []);
  const found = assignments?.find(({ key }) => key === name);
  return found === undefined ? undefined : placeInDockerfile(input, found.keyRange);
}
