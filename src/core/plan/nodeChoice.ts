import type { Platform } from '../platform/platform.js';
import { formatPlatform } from '../platform/platform.js';
import type { BuilderFacts, BuilderNode } from './builderFacts.js';

/**
 * Whether buildx would divide a build of these platforms among several nodes. Such a build cannot export an OCI
 * archive ("oci for multi-node builds currently not supported", https://github.com/docker/buildx/issues/2007).
 */
export function needsSeveralNodes(builder: BuilderFacts, platforms: readonly Platform[]): boolean {
  const nodes = new Set(platforms.map((platform) => nodeFor(builder.nodes, formatPlatform(platform))));
  nodes.delete(undefined);
  return nodes.size > 1;
}

/**
 * The node that buildx would take for a platform (`linux/arm64`): one that was given it by hand comes first, then the
 * first that has it.
 */
export function nodeFor(nodes: readonly BuilderNode[], platform: string): BuilderNode | undefined {
  const has = (platforms: readonly Platform[]): boolean =>
    platforms.some((candidate) => formatPlatform(candidate) === platform);
  return nodes.find((node) => has(node.givenPlatforms)) ?? nodes.find((node) => has(node.platforms));
}
