import { expect, test } from 'vitest';

import { formatInstruction } from '../../../src/editor/explorer/formatInstruction.js';

test.each([
  ['RUN /bin/sh -c apt-get update # buildkit', 'RUN apt-get update'],
  ['RUN |2 A=b C=d e /bin/sh -c make all # buildkit', 'RUN make all'],
  ['/bin/sh -c make all', 'RUN make all'],
  ['|1 A=b /bin/sh -c make all', 'RUN make all'],
  ['/bin/sh -c #(nop) ADD file:2b1e3 in / ', 'ADD file:2b1e3 in /'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['COPY page/ /srv/ # buildkit', 'COPY page/ /srv/'],
  ['WORKDIR /srv', 'WORKDIR /srv'],
  ['RUN make all', 'RUN make all'],
  ['bazel build ...', 'bazel build ...'],
  ['', ''],
])('the history %j is the instruction %j', (createdBy, instruction) => {
  expect(formatInstruction(createdBy)).toBe(instruction);
});
