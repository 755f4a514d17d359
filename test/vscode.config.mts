import { defineConfig } from 'vitest/config';

/** Tests in a real VS Code in a real browser, one after the other; they need what scripts/test.sh sets up. */
export default defineConfig({
  test: {
    include: ['test/vscode/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
