import { afterEach, expect, test } from 'vitest';

import { parseDockerfile } from '../../../src/core/dockerfile/parseDockerfile.js';
import { resolveDockerfile } from '../../../src/core/dockerfile/resolvedDockerfile.js';

/* eslint-disable @typescript-eslint/unbound-method -- the methods are put back as they were */
const { charAt, charCodeAt, slice, indexOf, startsWith } = String.prototype;
const { push } = Array.prototype;
/* eslint-enable @typescript-eslint/unbound-method */

afterEach(() => {
  Object.assign(String.prototype, { charAt, charCodeAt, slice, indexOf, startsWith });
  Object.assign(Array.prototype, { push });
});

/** How many characters are looked at and how many things are kept while a text is read and resolved. */
function workOf(text: string): number {
  let work = 0;
  Object.assign(String.prototype, {
    charAt(this: string, at: number): string {
      work += 1;
      return charAt.call(this, at);
    },
    charCodeAt(this: string, at: number): number {
      work += 1;
      return charCodeAt.call(this, at);
    },
    slice(this: string, start: number, end?: number): string {
      work += 1;
      return slice.call(this, start, end);
    },
    indexOf(this: string, sought: string, from = 0): number {
      const found = indexOf.call(this, sought, from);
      work += (found === -1 ? this.length : found) - from + 1;
      return found;
    },
    startsWith(this: string, sought: string, from?: number): boolean {
      work += 1;
      return startsWith.call(this, sought, from);
    },
  });
  Object.assign(Array.prototype, {
    push(this: unknown[], ...items: unknown[]): number {
      work += items.length;
      return push.apply(this, items);
    },
  });
  resolveDockerfile(parseDockerfile(text), { buildArgs: {} });
  Object.assign(String.prototype, { charAt, charCodeAt, slice, indexOf, startsWith });
  Object.assign(Array.prototype, { push });
  return work;
}

test.each<[string, string, string]>([
  ['instructions', '', 'ENV a=b c="${d:-e}"\nRUN f \\\n  && g\nCOPY h /i/\n'],
  ['stages', '', 'FROM x\nRUN y\n'],
  ['continued lines', 'RUN a', ' \\\n b'],
  ['comments in a continuation', 'RUN a \\\n', '# b\n'],
  ['blank lines in a continuation', 'RUN a \\\n', '\n'],
  ['words', 'COPY', ' a'],
  ['pairs', 'LABEL', ' a="b c"'],
  ['variables', 'ENV a=', '${b#c}'],
  ['nested variables', 'ENV a=', '${b:-'],
  ['quotes', 'ENV a=', '"\''],
  ['JSON strings', 'CMD ["a"', ', "b"'],
  ['flags', 'RUN', ' --mount=type=cache,target=/x'],
  ['heredocs', '', 'RUN <<E\na\nE\n'],
  ['open heredocs', 'RUN', ' <<E'],
  ['lines of a heredoc', 'COPY <<E /x\n', '$a\n'],
  ['triggers', '', 'ONBUILD '],
  ['escapes', 'COPY ', '\\a'],
  ['carriage returns', 'RUN a', '\r'],
])('reading more %s is work in proportion', (_name, start, part) => {
  const work = (times: number): number => workOf(`FROM scratch\n${start}${part.repeat(times)}`);
  // Why: quadratic work would be sixteen times as much.
  expect(work(4000) / work(1000)).toBeLessThan(10);
});

test('a line of a million characters and a hundred thousand lines are read', () => {
  expect(parseDockerfile(`FROM a\nRUN ${'x '.repeat(500_000)}`).instructions).toHaveLength(2);
  expect(parseDockerfile(`FROM a\n${'RUN x\n'.repeat(100_000)}`).instructions).toHaveLength(100_001);
});
