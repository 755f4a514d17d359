import { describe, expect, it } from 'vitest';

import { linesOf, wordsOf } from '../hadolintSample.js';

const from = (lines: string): string => `FROM ubuntu:24.04\n${lines}`;

describe('DL3025, commands in shell form', () => {
  it.each([
    'CMD app --flag',
    'ENTRYPOINT app',
    'cmd app',
    "CMD ['app']",
    'CMD [app]',
    'ENTRYPOINT ["app", ]',
    'HEALTHCHECK CMD app',
    'HEALTHCHECK --interval=5s CMD app || exit 1',
  ])('is found: %s', (text) => {
    expect(linesOf('DL3025', from(text))).toEqual([2]);
  });

  it.each([
    'CMD ["app", "--flag"]',
    'CMD [ "app" ]',
    'CMD []',
    'ENTRYPOINT ["app"]',
    'CMD \\\n  ["app"]',
    'CMD ["sh", "-c", \\\n  "one && \\\n   two" \\\n  ]',
    'HEALTHCHECK CMD ["app"]',
    'HEALTHCHECK NONE',
    'RUN app',
    'SHELL ["/bin/bash", "-c"]',
    'ONBUILD CMD app',
  ])('is not found: %j', (text) => {
    expect(linesOf('DL3025', from(text))).toEqual([]);
  });

  it('points at the command', () => {
    expect(wordsOf('DL3025', from('CMD app --flag'))).toEqual(['app --flag']);
  });
});

describe('DL3011, ports that there are not', () => {
  it.each([
    ['EXPOSE 65536', ['65536']],
    ['EXPOSE 80000', ['80000']],
    ['EXPOSE 80000/tcp', ['80000/tcp']],
    ['EXPOSE 80 443 99999', ['99999']],
    ['EXPOSE 40000-80000/tcp', ['40000-80000/tcp']],
    ['EXPOSE 70000-80000', ['70000-80000']],
    ['EXPOSE 99999999999999999999', ['99999999999999999999']],
    ['EXPOSE 70000 70001', ['70000']],
    ['EXPOSE 0', []],
    ['EXPOSE 65535', []],
    ['EXPOSE 80 443/tcp 53/udp', []],
    ['EXPOSE 40000-60000/tcp', []],
    ['EXPOSE $PORT', []],
    ['EXPOSE ${PORT}/udp', []],
    ['EXPOSE $FIRST-$LAST', []],
    ['EXPOSE ${FIRST}-70000', ['${FIRST}-70000']],
    ['ONBUILD EXPOSE 80000', []],
  ])('%s: %j', (text, words) => {
    expect(wordsOf('DL3011', from(text))).toEqual(words);
  });
});
