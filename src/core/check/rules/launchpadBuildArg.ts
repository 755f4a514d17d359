import { placeOfKey } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/** Build arguments that replace those Launchpad and its builder set. */
export const launchpadBuildArg: Rule = {
  name: 'LaunchpadBuildArg',
  family: 'recipe',
  title: 'A build argument replaces one that Launchpad or its builder sets',
  severity: 'warning',
  preset: 'recommended',
  check,
};

const proxyArgs: ReadonlySet<string> = new Set(['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']);

function check({ recipe, isLaunchpadMeant }: RuleInput): readonly Remark[] {
  if (!isLaunchpadMeant) {
    return [];
  }
  return Object.keys(recipe.target.args).flatMap((name) => {
    const effect = effectOf(name);
    return effect === undefined
      ? []
      : [{ severity: 'warning', message: effect, ...placeOfKey(recipe, `args.${name}`, 'args') }];
  });
}

function effectOf(name: string): string | undefined {
  if (name === 'LAUNCHPAD_BUILD_ARCH') {
    return (
      'The build argument LAUNCHPAD_BUILD_ARCH replaces the processor name that Launchpad sets, the same value ' +
      'for every processor. Leave it to Launchpad; give a default in the ARG line for local builds.'
    );
  }
  return proxyArgs.has(name)
    ? `The build argument ${name} replaces the proxy of Launchpad's builder, which then has no network. Remove it.`
    : undefined;
}
