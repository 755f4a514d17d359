import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

import { DockerfileAssist } from '../../../src/server/assist/dockerfileAssist.js';

const options = { tabSize: 4, insertSpaces: true };

function createAssist(): { readonly assist: DockerfileAssist; readonly logged: string[] } {
  const logged: string[] = [];
  return { assist: new DockerfileAssist((message) => logged.push(message)), logged };
}

async function formatted(text: string): Promise<string> {
  const edits = await createAssist().assist.format(text, options);
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

test('instructions, flags and their documentation are offered', async () => {
  const { assist } = createAssist();
  const items = await assist.complete('FROM ubuntu\nHEALTHCHECK --inter', { line: 1, character: 19 });
  expect(items.map(({ label }) => label)).toContain('--interval=');
  const hover = await assist.hover('FROM ubuntu', { line: 0, character: 1 });
  expect(JSON.stringify(hover)).toContain('FROM baseImage');
});

test('the tag of an image is not looked for in the network', async () => {
  const items = await createAssist().assist.complete('FROM ubuntu:', { line: 0, character: 12 });
  expect(items).toEqual([]);
});

test('continued lines are indented', async () => {
  expect(await formatted('FROM a\n  RUN b \\\n  && c\n')).toBe('FROM a\nRUN b \\\n    && c\n');
});

test('what a heredoc holds is not touched', async () => {
  const text =
    'FROM a\nRUN <<EOF\n  if x; then\n\ty\n   \n  fi\nEOF\nCOPY <<-X /a\n\tz\n\tX\nADD <<Y /b\n  w\nY\nRUN c\n';
  expect(await formatted(text)).toBe(text);
});

test('blanks that are part of a quoted text or of a word stay', async () => {
  const quoted = 'FROM a\nRUN echo "one \\\n  two" \\\n && b\nRUN apt-get inst\\\nall c\n';
  expect(await formatted(quoted)).toBe(quoted.replace('\n && b', '\n    && b'));
});

test('a continued line of an instruction that takes its line as it is stays', async () => {
  const text = 'FROM a\nENV A one \\\n  two\nWORKDIR /a\\\n  b\n';
  expect(await formatted(text)).toBe(text);
});

test('typing an escape inside of a heredoc indents nothing', async () => {
  const text = 'FROM a\nRUN <<EOF\na \\\nb\nEOF\n';
  const typed = { character: '\\', options };
  expect(await createAssist().assist.formatOnType(text, { line: 2, character: 3 }, typed)).toEqual([]);
});

const stages = 'FROM a AS build\nFROM b\nCOPY --from=build /x /y\n';

test('a stage is renamed wherever it is used', async () => {
  const answer = await createAssist().assist.rename('file:///a', stages, { line: 0, character: 12 }, 'maker');
  const edits = answer.kind === 'edits' ? [...answer.edits] : [];
  expect(TextDocument.applyEdits(TextDocument.create('', '', 0, stages), edits)).toBe(
    stages.replaceAll('build', 'maker'),
  );
});

test('a name that would break the file is refused with the reason', async () => {
  const { assist } = createAssist();
  const ask = (text: string, position: Position, name: string): Promise<unknown> =>
    assist.rename('file:///a', text, position, name);
  const heredoc = 'FROM a\nENV OLD=1\nRUN <<EOF\necho $OLD\nEOF\n';
  expect([
    await ask(stages, { line: 0, character: 12 }, 'a b'),
    await ask(heredoc, { line: 1, character: 5 }, 'NEW'),
    await ask(stages, { line: 1, character: 0 }, 'x'),
  ]).toEqual([
    { kind: 'refused', reason: expect.stringContaining('cannot be a name') as string },
    { kind: 'refused', reason: expect.stringContaining('here-document that begins in line 3') as string },
    { kind: 'refused', reason: 'There is nothing here that can be renamed.' },
  ]);
});

test('renaming a heredoc to a line that it holds is refused', async () => {
  const text = 'FROM a\nRUN <<EOF\nEND\nEOF\n';
  const answer = await createAssist().assist.rename('file:///a', text, { line: 1, character: 7 }, 'END');
  expect(answer).toMatchObject({ kind: 'refused' });
});

test('an outline, foldings, links and colours are there', async () => {
  const { assist } = createAssist();
  const text = 'FROM ubuntu:24.04\nRUN a \\\n  b \\\n  c\n';
  expect([
    (await assist.symbols('file:///a', text)).map(({ name }) => name),
    (await assist.foldingRanges(text)).map(({ startLine, endLine }) => [startLine, endLine]),
    (await assist.links(text)).map(({ target }) => target),
    (await assist.semanticTokens(text)).data.length > 0,
  ]).toEqual([['FROM', 'RUN'], [[1, 3]], ['https://hub.docker.com/_/ubuntu/'], true]);
});

const words = [
  'FROM',
  'a',
  'AS',
  'RUN',
  '<<EOF',
  'EOF',
  '\n',
  '\\',
  '\\\n',
  ' ',
  '"',
  "'",
  '$',
  '${',
  '}',
  '#',
  '[',
  ',',
  '--from=',
  '=',
  'ENV',
  'ONBUILD',
  'COPY',
  'ARG',
  'HEALTHCHECK',
  '\r\n',
  '\t',
  ':',
  '@',
];

test('no text makes it fail', async () => {
  const text = fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(' '));
  await fc.assert(
    fc.asyncProperty(text, fc.nat(8), fc.nat(20), async (content, line, character) => {
      const { assist } = createAssist();
      const position = { line, character };
      await assist.complete(content, position);
      await assist.hover(content, position);
      await assist.signatureHelp(content, position);
      await assist.definition('file:///a', content, position);
      await assist.highlights(content, position);
      await assist.symbols('file:///a', content);
      await assist.foldingRanges(content);
      await assist.links(content);
      await assist.semanticTokens(content);
      await assist.format(content, options);
      await assist.prepareRename(content, position);
      await assist.rename('file:///a', content, position, 'x');
    }),
    { numRuns: 150, seed: 7 },
  );
});
