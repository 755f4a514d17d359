import { execFileSync } from 'node:child_process';

/** Makes dist/assets before the tests, for what is loaded while the product runs. */
export function setup(): void {
  execFileSync(process.execPath, ['esbuild.mjs', '--assets'], {
    cwd: new URL('../..', import.meta.url),
    stdio: 'inherit',
  });
}
