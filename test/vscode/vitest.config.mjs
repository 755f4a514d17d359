import { defineConfig } from 'vitest/config';

/** Tests in a real VS Code, one window at a time. They need what scripts/vscode/install.sh installs. */
export default defineConfig({
  test: {
    include: ['test/vscode/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
