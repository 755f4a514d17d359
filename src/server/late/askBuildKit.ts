import type { LateCheck } from './lateCheck.js';

/** PLACEHOLDER */
export const askBuildKit: LateCheck = {
  name: 'buildkit',
  basis: 'disk',
  ask: () => Promise.resolve({ kind: 'silent', why: 'off' }),
};
