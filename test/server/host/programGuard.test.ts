import { expect, test } from 'vitest';

import { createGuardedHost } from '../../../src/server/host/programGuard.js';
import { createFakeHost } from '../../support/fakeHost.js';

test('in a workspace that is not trusted only git runs', async () => {
  const fake = createFakeHost({ programs: () => ({ exitCode: 0 }) });
  const host = createGuardedHost(fake, { isTrusted: () => false });
  await host.processes.run({ program: 'git', args: ['status'] });
  await expect(host.processes.run({ program: 'docker', args: [] })).rejects.toMatchObject({
    code: 'program-denied',
  });
  expect(() => host.processes.start({ program: 'shellcheck', args: [] })).toThrow('Restricted Mode');
  expect(fake.commands.map(({ program }) => program)).toEqual(['git']);
});

test('trust that is granted counts at once', async () => {
  const fake = createFakeHost({ programs: () => ({ exitCode: 0 }) });
  let isTrusted = false;
  const host = createGuardedHost(fake, { isTrusted: () => isTrusted });
  isTrusted = true;
  await host.processes.run({ program: 'docker', args: ['version'] });
  expect(fake.commands).toHaveLength(1);
});
