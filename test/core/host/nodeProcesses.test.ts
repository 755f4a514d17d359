import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command, Processes } from '../../../src/core/host/host.js';
import { createNodeProcesses } from '../../../src/core/host/nodeProcesses.js';
import { listProcesses } from '../../../src/core/host/processList.js';

const system: Parameters<typeof createNodeProcesses>[0] = {
  os: 'linux',
  environment: { PATH: process.env['PATH'], KEPT: 'kept', REMOVED: 'removed' },
  currentDirectory: tmpdir(),
};

const processes: Processes = createNodeProcesses(system, {
  terminateAfterMs: 300,
  killAfterMs: 600,
  giveUpAfterMs: 5000,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'processes-'));
});
afterAll(() => rm(folder, { recursive: true }));

function shell(script: string): Command {
  return { program: 'sh', args: ['-c', script] };
}

function node(script: string): Command {
  return { program: process.execPath, args: ['-e', script] };
}

/** Why not a null signal: a machine whose first process does not wait for orphans keeps them as zombies. */
async function isAlive(pid: number): Promise<boolean> {
  return (await listProcesses('linux')).some((entry) => entry.pid === pid && !entry.ended);
}

/** Starts a script that prints pids, aborts after so many lines, and tells how it ended and who survived. */
async function abortAfterLines(command: Command, count: number): Promise<unknown> {
  const abort = new AbortController();
  const running = processes.start(command, { signal: abort.signal });
  const pids: number[] = [];
  for await (const line of running.lines) {
    pids.push(Number(line.text));
    if (pids.length === count) {
      abort.abort(new Error('called off'));
    }
  }
  const ended = await running.exit.catch((error: unknown) => (error as Error).message);
  const alive = await Promise.all(pids.map((pid) => isAlive(pid)));
  return { ended, seen: pids.length, alive: alive.filter(Boolean).length };
}

test('a program runs to its end and gives output of both streams, exit code and no signal', async () => {
  const completed = await processes.run(shell('echo out; echo err >&2; exit 3'));
  expect(completed).toEqual({ exitCode: 3, signal: undefined, stdout: 'out\n', stderr: 'err\n' });
});

test('a program ended by a signal has no exit code', async () => {
  const completed = await processes.run(shell('kill -TERM $$'));
  expect(completed).toMatchObject({ exitCode: undefined, signal: 'SIGTERM' });
});

test('arguments reach the program as they are', async () => {
  const args = [
    '-e',
    'console.log(JSON.stringify(process.argv.slice(1)))',
    '--',
    '$HOME',
    'a b',
    '"',
    '*',
    '',
  ];
  const { stdout } = await processes.run({ program: process.execPath, args });
  expect(JSON.parse(stdout)).toEqual(args.slice(3));
});

test('the environment is the host’s with what the command adds and removes', async () => {
  const command = {
    ...node(
      'const { KEPT, REMOVED, ADDED } = process.env; console.log(JSON.stringify([KEPT, REMOVED, ADDED]))',
    ),
    environment: { REMOVED: undefined, ADDED: 'added' },
  };
  expect(JSON.parse((await processes.run(command)).stdout)).toEqual(['kept', null, 'added']);
});

test('input is given to the program', async () => {
  expect((await processes.run(shell('cat'), { input: 'hello' })).stdout).toBe('hello');
});

test('a program that does not read its input is no failure', async () => {
  const completed = await processes.run(shell('exit 0'), { input: 'x'.repeat(1024 * 1024) });
  expect(completed.exitCode).toBe(0);
});

test('a program that is not there is an error that says what to do', async () => {
  await expect(processes.run({ program: 'no-such-program', args: [] })).rejects.toMatchObject({
    code: 'program-not-found',
  });
});

test('a program that is not there fails the lines and the exit of a start', async () => {
  const running = processes.start({ program: 'no-such-program', args: [] });
  const read = async (): Promise<void> => {
    for await (const line of running.lines) {
      throw new Error(line.text);
    }
  };
  const codes = [await read().catch(codeOf), await running.exit.catch(codeOf)];
  expect(codes).toEqual(['program-not-found', 'program-not-found']);
});

test('a working directory that is not there is an error that names it', async () => {
  const command = { ...shell('true'), workingDirectory: '/no/such/directory' };
  await expect(processes.run(command)).rejects.toMatchObject({
    code: 'program-failed',
    message: expect.stringContaining('/no/such/directory') as string,
  });
});

test('a program that takes too long is ended and named', async () => {
  const run = processes.run({ program: 'sleep', args: ['60'] }, { timeoutMs: 100 });
  await expect(run).rejects.toMatchObject({
    code: 'program-timeout',
    message: '"sleep" did not end within 0.1 s and was stopped.',
  });
});

test('a program that writes without end is ended at the bound', async () => {
  const run = processes.run({ program: 'yes', args: [] }, { maxOutputBytes: 100_000 });
  await expect(run).rejects.toThrow('"yes" wrote more than 100000 bytes and was stopped.');
});

test('a signal aborted before the start starts nothing', async () => {
  const signal = AbortSignal.abort(new Error('called off'));
  const file = path.join(folder, 'started');
  const run = processes.run({ program: 'touch', args: [file] }, { signal });
  await expect(run).rejects.toThrow('called off');
  expect((await processes.run({ program: 'test', args: ['-e', file] })).exitCode).toBe(1);
});

test('lines of both streams come with their stream', async () => {
  const running = processes.start(shell('echo out; sleep 0.1; echo err >&2; printf last'));
  const lines = [];
  for await (const line of running.lines) {
    lines.push(line);
  }
  expect(lines).toContainEqual({ stream: 'stderr', text: 'err' });
  expect(lines.filter((line) => line.stream === 'stdout').map((line) => line.text)).toEqual(['out', 'last']);
  expect(await running.exit).toEqual({ exitCode: 0, signal: undefined });
});

test('an abort ends the program, its children and their children', async () => {
  const script = "sh -c 'sleep 60 & echo $!; echo $$; wait' & echo $!; wait";
  expect(await abortAfterLines(shell(script), 3)).toEqual({ ended: 'called off', seen: 3, alive: 0 });
});

test('an abort ends programs that ignore every polite request', async () => {
  const script = "trap '' INT TERM; echo $$; while :; do sleep 0.05; done";
  expect(await abortAfterLines(shell(script), 1)).toEqual({ ended: 'called off', seen: 1, alive: 0 });
});

test('an abort ends a child that put itself into a session of its own', async () => {
  const script = "setsid sh -c 'echo $$; exec sleep 60' & wait";
  expect(await abortAfterLines(shell(script), 1)).toEqual({ ended: 'called off', seen: 1, alive: 0 });
});

test('a program asked politely may finish its work first', async () => {
  const script =
    "process.on('SIGINT', () => { console.log('cleaned up'); process.exit(0); }); console.log(1); setInterval(() => {}, 1000);";
  const abort = new AbortController();
  const running = processes.start(node(script), { signal: abort.signal });
  const texts: string[] = [];
  for await (const line of running.lines) {
    texts.push(line.text);
    abort.abort();
  }
  expect(texts).toEqual(['1', 'cleaned up']);
  await expect(running.exit).rejects.toMatchObject({ name: 'AbortError' });
});

test('a child left behind in the background does not outlive its program', async () => {
  const { stdout } = await processes.run(shell('sleep 60 >/dev/null 2>&1 & echo $!'));
  expect(await isAlive(Number(stdout))).toBe(false);
});

test('a reader that leaves early does not keep the program from ending', async () => {
  const running = processes.start(shell('seq 1 300000'));
  for await (const line of running.lines) {
    expect(line.text).toBe('1');
    break;
  }
  expect(await running.exit).toEqual({ exitCode: 0, signal: undefined });
});

test('a slow reader slows the program down instead of filling the memory', async () => {
  const total = 200_000_000;
  const running = processes.start(
    node(`const line = 'x'.repeat(999) + '\\n'; let left = ${total / 1000};
      const go = () => { while (left-- > 0) { if (!process.stdout.write(line)) { process.stdout.once('drain', go); return; } } };
      go();`),
  );
  let length = 0;
  let peakBytes = 0;
  const before = process.memoryUsage.rss();
  for await (const line of running.lines) {
    length += line.text.length + 1;
    if (length % 4_000_000 === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss() - before);
    }
  }
  expect({ length, bounded: peakBytes < 120_000_000 }).toEqual({ length: total, bounded: true });
});

test('an abort while nobody reads a flooding program ends it', async () => {
  const abort = new AbortController();
  const running = processes.start({ program: 'yes', args: [] }, { signal: abort.signal });
  const reader = running.lines[Symbol.asyncIterator]();
  await reader.next();
  abort.abort(new Error('called off'));
  await expect(running.exit).rejects.toThrow('called off');
});

test.each([
  ['process.exit', 'setTimeout(() => process.exit(0), 50)'],
  ['an exception', "setTimeout(() => { throw new Error('broken'); }, 50)"],
  ['SIGTERM', "setTimeout(() => process.kill(process.pid, 'SIGTERM'), 50)"],
  ['SIGHUP', "setTimeout(() => process.kill(process.pid, 'SIGHUP'), 50)"],
])('when our own process ends by %s, its children end too', async (_how, end) => {
  const script = path.join(folder, 'parent.ts');
  const source = new URL('../../../src/core/host/nodeHost.ts', import.meta.url).pathname;
  await writeFile(
    script,
    `import { createNodeHost } from ${JSON.stringify(source)};
    const running = createNodeHost().processes.start({ program: 'sh', args: ['-c', 'echo $$; exec sleep 60'] });
    for await (const line of running.lines) { console.log(line.text); ${end}; }`,
  );
  const bundle = path.join(folder, 'parent.mjs');
  const { build } = await import('esbuild');
  await build({
    entryPoints: [script],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const parent = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
  await once(parent, 'exit');
  await expect.poll(() => isAlive(Number(pid.toString())), { timeout: 3000 }).toBe(false);
});

function codeOf(error: unknown): unknown {
  return (error as { code: unknown }).code;
}
