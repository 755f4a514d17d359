import { expect, test } from 'vitest';

import { isLaunchpadUrl } from '../../../src/core/repository/repository.js';

test.each([
  ['https://git.launchpad.net/~team/thing', true],
  ['git+ssh://me@git.launchpad.net/thing', true],
  ['ssh://me@git.launchpad.net:22/thing', true],
  ['git://git.launchpad.net/thing', true],
  ['me@git.launchpad.net:~team/thing', true],
  ['git.launchpad.net:thing', true],
  ['lp:thing', true],
  ['lp:~team/ubuntu/+source/thing', true],
  ['HTTPS://GIT.LAUNCHPAD.NET/thing', true],
  ['https://github.com/git.launchpad.net/thing', false],
  ['https://git.launchpad.net.example.com/thing', false],
  ['https://evil@example.com/git.launchpad.net', false],
  ['https://notgit.launchpad.net/thing', false],
  ['/srv/git.launchpad.net/thing', false],
  ['', false],
])('whether %s is Launchpad is %s', (url, expected) => {
  expect(isLaunchpadUrl(url)).toBe(expected);
});
