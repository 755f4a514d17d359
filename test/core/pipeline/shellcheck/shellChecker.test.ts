import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseDockerfile } from '../../../../src/core/dockerfile/parseDockerfile.js';
import type { Finding } from '../../../../src/core/finding/finding.js';
import type { Command, Host } from '../../../../src/core/host/host.js';
import { createShellChecker } from '../../../../src/core/pipeline/shellcheck/shellChecker.js';
import { createTestHost } from '../../../support/testHost.js';

/** The real ShellCheck's findings. */
async function findingsIn(text: string): Promise<readonly Finding[]> {
  const result = await createShellChecker(createTestHost()).check(parseDockerfile(text), '/repo/Dockerfile');
  if (result.kind !== 'checked') {
    throw new Error(result.reason);
  }
  return result.findings;
}

/** `code line:character text` of each finding, lines and characters from 1. */
async function placesIn(text: string): Promise<readonly string[]> {
  const lines = text.split('\n');
  return (await findingsIn(text)).map(({ rule, range: { start, end } }) => {
    const last = start.line === end.line ? end.character : undefined;
    const found = (lines[start.line] ?? '').slice(start.character, last);
    return `${rule} ${start.line + 1}:${start.character + 1} ${found}`;
  });
}

/** The real host that notes what is run. */
function notingHost(): { readonly host: Host; readonly commands: Command[] } {
  const host = createTestHost();
  const commands: Command[] = [];
  const run: Host['processes']['run'] = (command, options) => {
    commands.push(command);
    return host.processes.run(command, options);
  };
  return { commands, host: { ...host, processes: { ...host.processes, run } } };
}

describe('the place of a finding', () => {
  it.each([
    ['a line', 'FROM a\nRUN echo $x', ['SC2154 2:10 $x', 'SC2086 2:10 $x']],
    ['an indented line', 'FROM a\n  RUN   cat $1', ['SC2086 2:13 $1']],
    ['a continued line', 'FROM a\nRUN echo one && \\\n    echo two && \\\n    cat $1', ['SC2086 4:9 $1']],
    ['a line behind a comment', 'FROM a\nRUN echo one && \\\n# cat $2\n    cat $1', ['SC2086 4:9 $1']],
    ['a line behind a blank one', 'FROM a\nRUN echo one && \\\n\n    cat $1', ['SC2086 4:9 $1']],
    ['a line behind flags', 'FROM a\nRUN --network=none cat $1', ['SC2086 2:24 $1']],
    ['ONBUILD', 'FROM a\nONBUILD RUN cat $1', ['SC2086 2:17 $1']],
    ['a heredoc', 'FROM a\nRUN <<E\necho one\ncat $1\nE', ['SC2086 4:5 $1']],
    ['a heredoc without its tabs', 'FROM a\nRUN <<-E\n\techo one\n\t\tcat $1\n\tE', ['SC2086 4:7 $1']],
    ['a heredoc with an interpreter', 'FROM a\nRUN <<E\n#!/bin/bash\ncat $1\nE', ['SC2086 4:5 $1']],
    ['another escape character', '# escape=`\nFROM a\nRUN echo one && `\n  cat $1', ['SC2086 4:7 $1']],
    ['tabs', 'FROM a\nRUN\tcat\t$1', ['SC2086 2:9 $1']],
    ['characters of two units', 'FROM a\nRUN echo "😀é" && cat $1', ['SC2086 2:23 $1']],
    ['variables', 'FROM a\nENV A=1\nARG B\nRUN echo "$A $B" && cat $1', ['SC2086 4:25 $1']],
    ['CRLF', 'FROM a\r\nRUN echo one && \\\r\n  cat $1\r\n', ['SC2086 3:7 $1']],
  ])('is true in %s', async (_, text, places) => {
    expect(await placesIn(text)).toEqual(places);
  });

  it('may be a stretch over several lines', async () => {
    const [finding] = await findingsIn('FROM a\nRUN cat $(ls \\\n  /tmp)');
    expect(finding).toMatchObject({
      rule: 'SC2046',
      range: { start: { line: 1, character: 8 }, end: { line: 2, character: 7 } },
      instructionLine: 1,
      file: '/repo/Dockerfile',
    });
  });

  it('is in the document for a script that cannot be parsed', async () => {
    const text = 'FROM a\nRUN if true; then \\\n  echo one';
    const lines = (await findingsIn(text)).map(({ range }) => range.end.line);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line >= 1 && line <= 2)).toBe(true);
  });
});

describe('what is found', () => {
  it.each([
    ['nothing in good shell', 'FROM a\nRUN apt-get update && rm -rf /var/lib/apt/lists/*', []],
    ['bash in sh', 'FROM a\nRUN [[ -f /x ]]', ['SC3010']],
    ['no bash in bash', 'FROM a\nSHELL ["/bin/bash", "-c"]\nRUN [[ -f /x ]]', []],
    ['bash in ash', 'FROM a\nSHELL ["/bin/ash", "-c"]\nRUN x=(1 2); echo "${x[@]}"', ['SC3030', 'SC3054']],
    ['nothing in PowerShell', 'FROM a\nSHELL ["powershell"]\nRUN $x = 1; echo $x', []],
    ['nothing in JSON', 'FROM a\nRUN ["cat", "$1"]', []],
    ['a lower-case variable that nobody sets', 'FROM a\nRUN echo "$foo"', ['SC2154']],
    ['none for ARG', 'FROM a\nARG foo\nRUN echo "$foo"', []],
    ['none for ENV of a parent', 'FROM a AS s\nENV foo=1\nFROM s\nRUN echo "$foo"', []],
    ['none for a proxy', 'FROM a\nRUN echo "$http_proxy"', []],
    ['nothing of a sourced file', 'FROM a\nRUN . /etc/os-release', []],
    ['nothing of a missing first line', 'FROM a\nRUN true', []],
    ['nothing that a heredoc disables', 'FROM a\nRUN <<E\n# shellcheck disable=SC2086\ncat $1\nE', []],
  ])('%s', async (_, text, codes) => {
    expect((await findingsIn(text)).map(({ rule }) => rule)).toEqual(codes);
  });

  it.each([
    ['FROM a\nRUN if', 'error'],
    ['FROM a\nRUN echo "$foo"', 'warning'],
    ['FROM a\nRUN cat $1', 'info'],
    ['FROM a\nRUN echo "$(cat `ls` </dev/null)"', 'hint'],
  ])('%j has the severity %s', async (text, severity) => {
    expect((await findingsIn(text)).map((finding) => finding.severity)).toContain(severity);
  });
});

describe('how ShellCheck is run', () => {
  it('is not run for a Dockerfile without shell', async () => {
    const { host, commands } = notingHost();
    const result = await createShellChecker(host).check(parseDockerfile('FROM a\nRUN ["x"]'), '/Dockerfile');
    expect(result).toEqual({ kind: 'checked', findings: [] });
    expect(commands).toEqual([]);
  });

  it('is run once for all scripts of a shell, and in batches for very many', async () => {
    const { host, commands } = notingHost();
    const lines = Array.from({ length: 60 }, (_, index) => `RUN cat $1 ${index}\n`).join('');
    const text = `FROM a\n${lines}SHELL ["bash", "-c"]\nRUN cat $1\nRUN cat $2\n`;
    const result = await createShellChecker(host).check(parseDockerfile(text), '/Dockerfile');
    expect(result.kind === 'checked' && result.findings.map(({ range }) => range.start.line)).toEqual([
      ...Array.from({ length: 60 }, (_, index) => index + 1),
      62,
      63,
    ]);
    expect(commands).toHaveLength(3);
  });

  it('leaves nothing behind', async () => {
    const host = createTestHost();
    const temporaryDirectory = await mkdtemp(path.join(tmpdir(), 'shell-checker-'));
    const system = { ...host.system, temporaryDirectory };
    await createShellChecker({ ...host, system }).check(
      parseDockerfile('FROM a\nRUN cat $1\nRUN cat $2'),
      '/Dockerfile',
    );
    expect(await readdir(temporaryDirectory)).toEqual([]);
    await rm(temporaryDirectory, { recursive: true });
  });

  it('is not asked about the same script again, nor for another ENV elsewhere', async () => {
    const { host, commands } = notingHost();
    const checker = createShellChecker(host);
    await checker.check(parseDockerfile('FROM a\nRUN cat $1'), '/Dockerfile');
    const again = await checker.check(parseDockerfile('FROM b\nENV A=1\n\nRUN cat $1'), '/Dockerfile');
    expect(commands).toHaveLength(1);
    expect(again).toMatchObject({ findings: [{ rule: 'SC2086', range: { start: { line: 3 } } }] });
    checker.forget();
    await checker.check(parseDockerfile('FROM a\nRUN cat $1'), '/Dockerfile');
    expect(commands).toHaveLength(2);
  });

  it('ends with an abort', async () => {
    const reason = new Error('enough');
    const checking = createShellChecker(createTestHost()).check(
      parseDockerfile('FROM a\nRUN cat $1'),
      '/Dockerfile',
      AbortSignal.abort(reason),
    );
    await expect(checking).rejects.toBe(reason);
  });
});

describe('when ShellCheck does not work', () => {
  let folder = '';
  const document = parseDockerfile('FROM a\nRUN cat $1');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shell-checker-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function program(script: string): Promise<string> {
    const file = path.join(folder, 'shellcheck');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  async function reasonWith(file: string): Promise<string> {
    const result = await createShellChecker(createTestHost(), { program: file }).check(
      document,
      '/Dockerfile',
    );
    return result.kind === 'unavailable' ? result.reason : 'it worked';
  }

  it('says that it is not there, and does not look again until told to forget', async () => {
    const missing = path.join(folder, 'shellcheck');
    const { host, commands } = notingHost();
    const checker = createShellChecker(host, { program: missing });
    const first = await checker.check(document, '/Dockerfile');
    expect(first).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining(missing) as string });
    expect(await checker.check(document, '/Dockerfile')).toEqual(first);
    expect(commands).toHaveLength(1);
    await program('echo \'{"comments":[]}\'');
    checker.forget();
    expect(await checker.check(document, '/Dockerfile')).toEqual({ kind: 'checked', findings: [] });
  });

  it('says how to install it', async () => {
    const host = createTestHost();
    const run: Host['processes']['run'] = (command, options) =>
      host.processes.run({ ...command, program: path.join(folder, 'none') }, options);
    const checker = createShellChecker({ ...host, processes: { ...host.processes, run } });
    expect(await checker.check(document, '/Dockerfile')).toMatchObject({
      reason: expect.stringContaining('apt-get install shellcheck') as string,
    });
  });

  it.each([
    [
      'its first words',
      'echo "unrecognized option --norc" >&2; echo more >&2; exit 4',
      'exit code 4: unrecognized option --norc.',
    ],
    ['no words', 'exit 3', 'ended with exit code 3. ShellCheck 0.7'],
    ['that it is something else', 'echo hello', "is not ShellCheck's JSON"],
    ['that its answer is another', 'echo "[]"', "is not ShellCheck's JSON"],
  ])('says %s', async (_, script, reason) => {
    expect(await reasonWith(await program(script))).toContain(reason);
  });
});

describe('a script that is too long', () => {
  it('is left out and said, and the others are checked', async () => {
    const text = `FROM a\nRUN echo ${'x '.repeat(30_000)}$1\nRUN cat $1`;
    const result = await createShellChecker(createTestHost()).check(
      parseDockerfile(text),
      '/repo/Dockerfile',
    );
    expect(result).toMatchObject({
      kind: 'checked',
      findings: [{ rule: 'SC2086', instructionLine: 2 }],
      skipped: 'One RUN is too long for ShellCheck (over 50000 characters), and not checked by it.',
    });
  });
});
