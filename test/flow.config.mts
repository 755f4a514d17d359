import { defineConfig } from 'vitest/config';

/**
 * Flow tests: real engines, real buildx, the bundled command line. They need what scripts/test.sh sets up, use the
 * same engines, and so run one file at a time.
 */
export default defineConfig({
  test: {
    include: ['test/flow/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
