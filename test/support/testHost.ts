import { fileURLToPath } from 'node:url';

import type { Host } from '../../src/core/host/host.js';
import { createNodeHost } from '../../src/core/host/nodeHost.js';

/** Where the assets of the product are during tests. */
export const assetDirectory = fileURLToPath(new URL('../../dist/assets', import.meta.url));

/** The real host with the product's assets. */
export function createTestHost(): Host {
  return createNodeHost({ assetDirectory });
}
