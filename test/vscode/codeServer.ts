import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Installation } from './installation.js';
import { endMarked, markerName } from './processTree.js';

/** How a VS Code server is started. Paths are absolute. */
export interface CodeServerOptions {
  readonly installation: Installation;
  /** Packaged extensions, installed before the server starts. */
  readonly vsix: readonly string[];
  /** The whole contents of the user's settings.json. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether every folder is trusted; otherwise folders open in Restricted Mode. */
  readonly trusted: boolean;
  /** Added to the environment of the server, and so of the extension host and of what it starts. */
  readonly env: Readonly<Record<string, string>>;
}

/** A running VS Code server with folders of its own, which vanish when it is stopped. */
export interface CodeServer {
  /** Without a slash at its end, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly settingsFile: string;
  /** Holds the logs of the server, of the extension hosts and of every output channel. */
  readonly logsDirectory: string;
  /** `TMPDIR` of everything below the server. */
  readonly temporaryDirectory: string;
  /** Every process started by or below this server carries it; see {@link endMarked}. */
  readonly marker: string;
  /** How long each phase took. */
  readonly installMs: number;
  readonly startMs: number;
  /** Ends every process below the server and removes its folders. May be called twice. */
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

/** Installs the extensions into fresh folders and starts a server on a free port of the loopback interface. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  // Why: the server's sockets live in here, and the path of a socket is limited to 107 bytes.
  const root = await mkdtemp(join(tmpdir(), 'ocr-code-'));
  const marker = randomUUID();
  const stop = async (): Promise<void> => {
    await endMarked(marker);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return await startIn(root, marker, { ...options, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startIn(
  root: string,
  marker: string,
  options: CodeServerOptions & { readonly stop: () => Promise<void> },
): Promise<CodeServer> {
  const userData = join(root, 'data');
  const settingsFile = join(userData, 'User', 'settings.json');
  await mkdir(join(userData, 'User'), { recursive: true });
  await mkdir(join(root, 'tmp'));
  await writeFile(settingsFile, JSON.stringify(options.settings, undefined, 2));
  const program = createProgram(root, marker, options);
  const beforeInstall = Date.now();
  for (const file of options.vsix) {
    await runToEnd(program.start(['--install-extension', file]));
  }
  const beforeStart = Date.now();
  const trust = options.trusted ? ['--disable-workspace-trust'] : [];
  const server = program.start([
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-getting-started-override'],
    ...['--disable-telemetry', '--disable-update-check', ...trust],
  ]);
  const url = await readUrl(server);
  return {
    url,
    settingsFile,
    logsDirectory: join(userData, 'logs'),
    temporaryDirectory: join(root, 'tmp'),
    marker,
    installMs: beforeStart - beforeInstall,
    startMs: Date.now() - beforeStart,
    stop: options.stop,
  };
}

interface Program {
  start(extraArguments: readonly string[]): ChildProcess;
}

function createProgram(root: string, marker: string, options: CodeServerOptions): Program {
  const { node, codeServer } = options.installation;
  const folders = ['--extensions-dir', join(root, 'extensions'), '--user-data-dir', join(root, 'data')];
  const fixed = [codeServer, '--config', join(root, 'config.yaml'), ...folders];
  // Why: without a gallery nothing asks the network for extensions, and nothing waits for the answer.
  const own = { EXTENSIONS_GALLERY: '{}', TMPDIR: join(root, 'tmp'), [markerName]: marker };
  const env = { ...cleanEnvironment(), ...options.env, ...own };
  return {
    start: (extraArguments) => {
      const argv = [...fixed, ...extraArguments];
      const child = spawn(node, argv, { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      // Why: an interrupted test run ends without having stopped its workbench.
      const end = (): boolean => child.kill();
      process.once('exit', end);
      child.once('close', () => process.off('exit', end));
      return child;
    },
  };
}

/** What a test runner or an editor around us says to its own children must not reach this editor. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(VSCODE_|VITEST|NODE_ENV$|NODE_OPTIONS$|NODE_V8_COVERAGE$|TEST$|PORT$|PASSWORD$|CODE_SERVER_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function runToEnd(child: ChildProcess): Promise<void> {
  const output = collectOutput(child);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) {
    throw new Error(`${child.spawnargs.join(' ')} ended with ${String(exitCode)}:\n${output()}`);
  }
}

function readUrl(child: ChildProcess): Promise<string> {
  const output = collectOutput(child);
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`code-server ${reason}:\n${output()}`));
    };
    const timer = setTimeout(fail, startTimeoutMs, `said no address within ${startTimeoutMs} ms`);
    child.once('error', (error) => {
      fail(`did not start (${error.message})`);
    });
    child.once('close', (exitCode) => {
      fail(`ended with ${String(exitCode)} before it listened`);
    });
    child.stdout?.on('data', () => {
      const url = /HTTP server listening on (http:\/\/[\d.]+:\d+)/.exec(output())?.[1];
      if (url !== undefined) {
        clearTimeout(timer);
        resolve(url);
      }
    });
  });
}

/** Collects what a process says, so that its pipes never fill, and keeps the end of it for messages. */
function collectOutput(child: ChildProcess): () => string {
  const limit = 20_000;
  let text = '';
  const add = (chunk: string): void => {
    text = (text + chunk).slice(-limit);
  };
  child.stdout?.setEncoding('utf8').on('data', add);
  child.stderr?.setEncoding('utf8').on('data', add);
  return () => text;
}
