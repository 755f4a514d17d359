import type { Target } from './recipe.js';

/** A target that says nothing: the Dockerfile of its folder, built for the builder's own platform. */
export const emptyTarget: Target = {
  context: '.',
  dockerfile: 'Dockerfile',
  contexts: {},
  args: {},
  labels: {},
  annotations: [],
  tags: [],
  platforms: [],
  output: [],
  cacheFrom: [],
  cacheTo: [],
  secret: [],
  ssh: [],
  attest: [],
  entitlements: [],
  extraHosts: {},
  ulimits: [],
  noCacheFilter: [],
};
