import fc from 'fast-check';

const whole = [
  '# syntax=docker/dockerfile:1',
  '# escape=\\',
  'ARG X=${Y:-24.04}',
  'FROM --platform=$BUILDPLATFORM ubuntu:${X} AS build',
  'RUN --mount=type=bind,source=x,target=/x <<EOF',
  'make',
  'EOF',
  'COPY --from=build --chmod=755 ["a b", "/x"]',
  'ADD <<E /x',
  'text',
  'E',
  'COPY src/*.c \\',
  '  # note',
  '  include /usr/',
  'ENV a=b c="d e"',
  'HEALTHCHECK --interval=5s CMD true',
  'EXPOSE 80/tcp',
  'STOPSIGNAL $X',
  'ONBUILD COPY . /',
  'FROM build',
].join('\n');

const pieces = [
  '\\',
  '\n',
  '\r\n',
  '#',
  '"',
  "'",
  '$',
  '{',
  '}',
  '[',
  ']',
  '<<EOF',
  '--',
  '=',
  ':',
  '\t',
  ' ',
  '`',
];
const morePieces = [
  '\uFEFF',
  '\0',
  '😀',
  'FROM ',
  'COPY ',
  'ADD ',
  'ONBUILD ',
  '${X',
  '--from=',
  '../',
  '*',
  '/',
  '\r',
];

/** Dockerfiles with every kind of instruction, cut and broken at random places. */
export function brokenDockerfiles(): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(whole.length),
    removed: fc.nat(12),
    added: fc.constantFrom('', ...pieces, ...morePieces),
  });
  return fc
    .array(change, { maxLength: 8 })
    .map((changes) =>
      changes.reduce(
        (text, { at, removed, added }) =>
          text.slice(0, at) + added + text.slice(Math.min(at + removed, text.length)),
        whole,
      ),
    );
}
