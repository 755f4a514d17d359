import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { toBakeJson } from '../../../src/core/recipe/bakeFile.js';
import { parseRecipeFile } from '../../../src/core/recipe/recipeFile.js';
import type { BakeFixture, BakeGolden } from '../../fixtures/bake/bakeFixtures.js';
import { bakeFixtures, bakeFolder, targetLabels, toJsonText } from '../../fixtures/bake/bakeFixtures.js';

const buildx = pluginOf('engine28');
const olderBuildx = pluginOf('engine26');
const folder = mkdtempSync(join(tmpdir(), 'oci-recipes-bake-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * What buildx 0.13 cannot read (keys, functions and types that came later, maps as entries) or decides differently
 * (the order of merged caches, the platforms of linked targets, an output without a type).
 */
const newerThan013 = new Set([
  'everyKey',
  'optionForms',
  'wholeExpressions',
  'validation',
  'typedVariables',
  'typedEnvironment',
  'functionsLists',
  'functionsTexts',
  'inheritOptions',
  'inheritChain',
  'links',
  'optionWithoutType',
]);

/** Where we say more than bake does; test/core/recipe/bakeTable.test.ts shows what. */
const stricter = new Set(['divisionByZero', 'groupMemberMissing', 'groupLikeTarget']);

describe.each(bakeFixtures())('$name', (fixture) => {
  test('buildx 0.29 gives the recorded result', () => {
    const golden = bake(buildx, toJsonText(fixture), targetLabels(fixture), fixture.environment);
    const isKnownOther =
      golden.error !== undefined && fixture.golden?.otherErrors?.includes(golden.error) === true;
    if (process.env['UPDATE_GOLDEN'] === '1' && !isKnownOther) {
      const recorded = { ...golden, otherErrors: fixture.golden?.otherErrors };
      writeFileSync(
        join(bakeFolder, `${fixture.name}.golden.json`),
        `${JSON.stringify(recorded, null, 2)}\n`,
      );
    }
    const expected = isKnownOther ? { ...fixture.golden, error: golden.error } : (fixture.golden ?? golden);
    expect(sorted(golden)).toEqual(sorted(expected));
  });

  if (fixture.golden?.print === undefined || stricter.has(fixture.name)) {
    return;
  }

  test('the resolved file means the same to buildx 0.29', () => {
    const results = Object.fromEntries(
      resolved(fixture).map(({ name, text }) => [name, printOf(buildx, name, text)]),
    );
    expect(results).toEqual(canonical(expectedTargets(fixture, Object.keys(results))));
  });

  if (newerThan013.has(fixture.name)) {
    return;
  }

  test('the resolved file means to buildx 0.13 what the original does', () => {
    const original = bake(olderBuildx, toJsonText(fixture), targetLabels(fixture), fixture.environment).print;
    const results = Object.fromEntries(
      resolved(fixture).map(({ name, text }) => [name, printOf(olderBuildx, name, text)]),
    );
    const names = new Set(Object.keys(results));
    expect(results).toEqual(
      canonical(
        Object.fromEntries(Object.entries(original?.target ?? {}).filter(([name]) => names.has(name))),
      ),
    );
  });
});

function pluginOf(set: string): string {
  const script = new URL('../../../scripts/lab/packages.sh', import.meta.url).pathname;
  const root = execFileSync(script, [set], { encoding: 'utf8' }).trim();
  return join(root, 'usr/libexec/docker/cli-plugins/docker-buildx');
}

function bake(
  program: string,
  text: string,
  labels: readonly string[],
  environment: Readonly<Record<string, string>>,
): BakeGolden {
  const file = join(folder, 'docker-bake.json');
  writeFileSync(file, text);
  const result = spawnSync(program, ['bake', '--file', file, '--print', ...labels], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: folder, ...environment },
  });
  return result.status === 0
    ? { print: JSON.parse(result.stdout) as NonNullable<BakeGolden['print']> }
    : { error: (/^ERROR: (.*)$/m.exec(result.stderr)?.[1] ?? result.stderr).replaceAll(folder, '') };
}

function resolved(fixture: BakeFixture): readonly { name: string; text: string }[] {
  const { recipes } = parseRecipeFile({
    text: fixture.text,
    file: `/recipes/${fixture.fileName}`,
    directory: '/recipes',
    environment: fixture.environment,
    localPlatform: 'linux/amd64',
  });
  return recipes.map((recipe) => ({ name: recipe.name, text: JSON.stringify(toBakeJson(recipe)) }));
}

function printOf(program: string, name: string, text: string): unknown {
  const { print, error } = bake(program, text, [name], {});
  return error ?? canonical(print?.target[name]);
}

function expectedTargets(fixture: BakeFixture, names: readonly string[]): Record<string, unknown> {
  const targets = fixture.golden?.print?.target ?? {};
  const visible = Object.entries(targets).filter(([name]) => !name.startsWith('_'));
  expect(visible.map(([name]) => name).sort()).toEqual([...names].sort());
  return Object.fromEntries(visible);
}

/** Without the order of attributes, which `--print` itself does not keep, and of matrix groups, which is random. */
function sorted(golden: BakeGolden): unknown {
  const groups = Object.entries(golden.print?.group ?? {});
  return {
    error: golden.error?.replace(/\(and .*|, and \d+ other.*$/, ''),
    target: golden.print?.target,
    group: Object.fromEntries(groups.map(([name, { targets }]) => [name, [...targets].sort()])),
  };
}

/** Platform spellings are normalised by us and not by bake. */
function canonical(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
