import { expect, test } from 'vitest';
import { formatPlan } from '../../../src/core/plan/formatPlan.js';
import { planBuild } from '../../../src/core/plan/planBuild.js';
import type { PlanRequest } from '../../../src/core/plan/planRequest.js';
import { parsePlatform } from '../../../src/core/platform/platform.js';
import { expectGolden } from '../../support/golden.js';
import { emptyTarget } from '../../../src/core/recipe/emptyTarget.js';
import { recipeOf, requestOf } from '../../support/planValues.js';

const everything = recipeOf({
  context: 'images/app',
  dockerfile: 'build/Dockerfile',
  contexts: { base: 'docker-image://ubuntu:24.04', shared: '../shared' },
  args: { VERSION: '1.0', EMPTY: '', SPACED: 'two words', QUOTED: "it's $HOME" },
  labels: { 'org.opencontainers.image.title': 'App' },
  annotations: ['index:org.opencontainers.image.title=App'],
  tags: ['registry.example.com/app:1.0'],
  target: 'final',
  output: ['type=registry'],
  cacheFrom: ['type=local,src=.cache'],
  cacheTo: ['type=local,dest=.cache'],
  secret: ['id=token,src=token.txt'],
  ssh: ['default'],
  entitlements: ['network.host'],
  extraHosts: { mirror: '10.0.0.1' },
  ulimits: ['nofile=1024:1024'],
  noCacheFilter: ['tools'],
  noCache: true,
  pull: true,
  network: 'host',
  shmSize: '128m',
});

const nodes = [
  { name: 'one', given: 'linux/amd64' },
  { name: 'two', given: 'linux/arm64' },
].map(({ name, given }) => ({
  name,
  endpoint: `ssh://${name}`,
  status: 'running',
  platforms: ['linux/amd64', 'linux/arm64'].map(parsePlatform),
  givenPlatforms: [parsePlatform(given)],
  labels: {},
}));

const classic = { canExportOci: false, hasBakeAllow: false };
const base = {
  ...emptyTarget,
  context: '../base',
  dockerfileInline: 'FROM ubuntu:24.04\nRUN echo ${HOME}\n',
};
const withBase = recipeOf({ contexts: { base: 'target:base' }, args: { TEXT: '100%{x} ${y}' } }, { base });

const cases: readonly (readonly [string, PlanRequest])[] = [
  ['two platforms', requestOf(recipeOf())],
  ['everything a recipe can say', requestOf(everything)],
  [
    'everything a user can choose',
    requestOf(recipeOf({ target: 'final', args: { VERSION: '1.0', KEPT: 'yes' } }), {
      platforms: [parsePlatform('arm64')],
      target: 'tools',
      buildArgs: { VERSION: '2.0' },
      buildContexts: { base: 'oci-layout:///srv/base' },
      builder: 'farm',
      provenance: 'mode=max',
      cacheFrom: ['type=registry,ref=example.com/cache'],
      cacheTo: ['type=inline'],
      secrets: ['id=key,env=KEY'],
      ssh: ['deploy=/home/me/.ssh/deploy'],
      allow: ['security.insecure'],
      network: 'none',
      noCache: true,
      pull: true,
    }),
  ],
  [
    'attestations that the recipe wants',
    requestOf(recipeOf({ attest: ['type=provenance,mode=min', 'type=sbom'] })),
  ],
  ['an inline Dockerfile', requestOf(recipeOf({ dockerfileInline: 'FROM ubuntu:24.04\nRUN true\n' }))],
  ['a remote context', requestOf(recipeOf({ context: 'https://git.example.com/app.git#main:sub' }))],
  ['a buildx without rawjson', requestOf(recipeOf(), {}, { progress: 'text' })],
  ['no platform anywhere', requestOf(recipeOf({ platforms: [] }))],
  ['a builder that divides platforms among nodes', requestOf(recipeOf(), { builder: 'farm' }, { nodes })],
  ['a classic store', requestOf(recipeOf({ tags: ['app:1.0'] }), {}, classic)],
  ['a context from another target', requestOf(withBase, { noCache: true, secrets: ['id=k,src=/run/k'] })],
  [
    'a context from another target for one platform',
    requestOf(withBase, { platforms: [parsePlatform('arm64')] }),
  ],
  ['a context from another target on a classic store', requestOf(withBase, {}, classic)],
];

test.each(cases)('the plan for %s', (name, request) => {
  expectGolden(`plan/${name.replaceAll(' ', '-')}.txt`, formatPlan(planBuild(request), 'text'));
});

test('a plan as JSON is the plan itself', () => {
  const plan = planBuild(requestOf(recipeOf()));
  expect(JSON.parse(formatPlan(plan, 'json'))).toEqual(plan);
});

test('the same request gives the same plan', () => {
  expect(planBuild(requestOf(everything))).toEqual(planBuild(requestOf(everything)));
});

test('a platform chosen twice is built once', () => {
  const platforms = [parsePlatform('arm64'), parsePlatform('linux/aarch64')];
  expect(planBuild(requestOf(recipeOf(), { platforms })).platforms).toEqual([parsePlatform('linux/arm64')]);
});

test('annotations of an index are left out where one platform makes none', () => {
  const recipe = recipeOf({ annotations: ['index:a=b', 'c=d', 'index-descriptor[linux/amd64]:e=f'] });
  const args = planBuild(requestOf(recipe, { platforms: [parsePlatform('arm64')] })).steps[0]?.args ?? [];
  expect(args.filter((_arg, index) => args[index - 1] === '--annotation')).toEqual(['c=d']);
});

test('an archive path with a comma is quoted for buildx', () => {
  const request = { ...requestOf(recipeOf()), workDirectory: '/tmp/a,b' };
  const args = planBuild(request).steps[0]?.args ?? [];
  expect(args[args.indexOf('--output') + 1]).toBe('type=oci,"dest=/tmp/a,b/image.oci.tar"');
});

test.each([['token=hunter2'], ['id=token,value=hunter2'], ['hunter2']])(
  'the secret %s is refused without being repeated',
  (secret) => {
    const plan = (): unknown => planBuild(requestOf(recipeOf({ secret: [secret] })));
    expect(plan).toThrow(expect.objectContaining({ code: 'plan-secret' }) as Error);
    expect(plan).not.toThrow(/hunter2/);
  },
);

test.each([['-'], ['target:base']])('the context %s is refused', (context) => {
  expect(() => planBuild(requestOf(recipeOf({ context })))).toThrow(
    `The context "${context}" of app cannot be built from here; give a directory or a git URL.`,
  );
});

test('without any platform the user is asked for one', () => {
  const builder = { nodes: [], canExportOci: true, progress: 'rawjson', hasBakeAllow: true } as const;
  const request = { ...requestOf(recipeOf({ platforms: [] })), builder: { ...builder, platforms: [] } };
  expect(() => planBuild(request)).toThrow('choose one with --platform');
});
