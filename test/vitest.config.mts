import { defineConfig } from 'vitest/config';

/** Unit tests: `npm test`. Flow tests on real engines and the real editor have configurations of their own. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/flow/**', 'test/vscode/**'],
    alias: { vscode: new URL('./support/fakeVscode.ts', import.meta.url).pathname },
    globalSetup: new URL('./support/buildAssets.mts', import.meta.url).pathname,
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { 'src/core/**': { lines: 90, branches: 80 } },
    },
  },
});
