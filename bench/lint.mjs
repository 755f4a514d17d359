/**
 * Measures how fast Dockerfiles are checked: while one types in the language server, opened for the first time, and a
 * folder of 500 with the command line; beside BuildKit's own check and dockerfile-utils' validator.
 *
 * usage: node bench/lint.mjs [--keystrokes N] [--runs N] [--files N] [--sizes 200,5000,20000,dense] [--json]
 *
 * Needs `npm run build`, Linux and git; an engine where BuildKit's check is to run (scripts/lab/engine.sh). `CPU` is
 * what the server's main thread computed, or a command and its children: it holds on a busy machine too. `wall` is
 * from the change to the published findings, with the pause that the server waits for before it checks. `dense` has
 * 5,000 lines, four in five a RUN of its own.
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { raceBuildx, raceValidator } from './lint/contestants.mjs';
import { Editor } from './lint/editor.mjs';
import { measureRuns, quantile } from './lint/measureRuns.mjs';
import { createKeystrokes } from './lint/typing.mjs';
import { createWorkspace } from './lint/workspace.mjs';

const { values: options } = parseArgs({
  options: {
    keystrokes: { type: 'string', default: '120' },
    runs: { type: 'string', default: '5' },
    files: { type: 'string', default: '500' },
    sizes: { type: 'string', default: '200,5000,20000,dense' },
    json: { type: 'boolean', default: false },
  },
});
const dist = path.join(import.meta.dirname, '..', 'dist');
const runs = Number(options.runs);
const sizes = options.sizes
  .split(',')
  .map((name) => (name === 'dense' ? { name, lines: 5000, dense: true } : { name, lines: Number(name) }));
const workspace = await createWorkspace({ sizes, count: Number(options.files) });

try {
  const documents = [];
  for (const size of sizes) {
    documents.push(await measureDocument(size));
  }
  const folder = await measureFolder();
  const result = { cores: cpus().length, processor: cpus()[0]?.model, documents, folder };
  console.log(options.json ? JSON.stringify(result, undefined, 2) : format(result));
} finally {
  await workspace.remove();
}

async function measureDocument({ name, lines }) {
  const file = workspace.fileOf(name);
  return {
    name,
    lines,
    ...(await measureTyping(file)),
    cli: summarize(
      (
        await measureRuns([process.execPath, path.join(dist, 'cli.js'), 'check', file], runs, {
          accept: [0, 1],
        })
      ).runs,
    ),
    validator: summarize((await raceValidator(file, runs * 4)).runs),
    buildx: summarize((await raceBuildx(path.dirname(file), runs))?.runs),
  };
}

/** Opens the text in a server of its own, types in it, and pauses. */
async function measureTyping(file) {
  const text = await readFile(file, 'utf8');
  // Why: it is asked when the typing rests, as ours does here until a long text is checked.
  const withoutShellCheck = { shellcheck: { path: '' } };
  const editor = await Editor.start(path.join(dist, 'server.js'), { settings: withoutShellCheck });
  try {
    const opened = { ...(await editor.open(file, text)), ...editor.memory() };
    const took = [];
    for (const [index, keystroke] of createKeystrokes(text, Number(options.keystrokes)).entries()) {
      took.push(await editor.change(file, index + 2, keystroke));
    }
    const { peakMB } = editor.memory();
    await delay(3000);
    const afterwards = { rssMB: editor.memory().rssMB, peakMB };
    return { opened, keystroke: summarize(took), afterwards };
  } finally {
    await editor.stop();
  }
}

/** With ShellCheck where it is on the PATH, and with a PATH of git alone. */
async function measureFolder() {
  const command = [
    process.execPath,
    path.join(dist, 'cli.js'),
    'check',
    workspace.folder,
    '--format',
    'json',
  ];
  const measured = async (path) =>
    summarize((await measureRuns(['env', `PATH=${path}`, ...command], runs, { accept: [0, 1] })).runs);
  return {
    files: Number(options.files),
    ours: await measured(workspace.programs),
    withShellCheck: await measured(process.env.PATH),
  };
}

/** The least, the middle and the 95th percentile of each number. */
function summarize(took) {
  const names = Object.keys(took?.[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const values = took.map((one) => one[name]);
      return [name, { min: Math.min(...values), p50: quantile(values, 0.5), p95: quantile(values, 0.95) }];
    }),
  );
}

function format({ cores, processor, documents, folder }) {
  const small = documents.find(({ name }) => name === '5000');
  const rows = documents.flatMap((document) => formatDocument(document, small));
  const { ours, withShellCheck, files } = folder;
  return [
    `${cores} cores, ${processor}`,
    ...rows,
    '',
    `${files} Dockerfiles, command line, start-up included (least, and in the middle)`,
    `  without ShellCheck                  ${formatRuns(ours)}`,
    `  with what is on the PATH            ${formatRuns(withShellCheck)}`,
  ].join('\n');
}

function formatRuns({ wallMs, cpuMs, peakMB }) {
  const [wall, cpu] = [wallMs, cpuMs].map(({ min, p50 }) => `${seconds(min)} (${seconds(p50)})`);
  return `wall ${wall}, CPU ${cpu}, memory ${whole(peakMB.p50)} MB`;
}

function formatDocument({ name, lines, opened, keystroke, afterwards, cli, validator, buildx }, small) {
  const { cpuMs, wallMs } = keystroke;
  const perLine = small === undefined ? NaN : cpuMs.p50 / lines / (small.keystroke.cpuMs.p50 / small.lines);
  return [
    '',
    `${name === 'dense' ? '5000, dense' : lines} lines, ${opened.findings} findings`,
    `  opened first, server just started   CPU ${tenths(opened.cpuMs)} ms, memory ${whole(opened.rssMB)} MB`,
    `  keystroke, CPU                      ${spread(cpuMs)}   per line ${perLine.toFixed(2)} of that at 5,000`,
    `  keystroke, seen, pause included     ${spread(wallMs)}`,
    `  memory of the server                ${whole(afterwards.peakMB)} MB at most while typing, ${whole(afterwards.rssMB)} MB after`,
    `  command line, start-up included     wall ${tenths(cli.wallMs.min)} ms, CPU ${tenths(cli.cpuMs.min)} ms (least)`,
    `  dockerfile-utils, warm              CPU ${tenths(validator.cpuMs.p50)} ms, ${ratio(validator.cpuMs.p50, cpuMs.p50)} a keystroke of ours`,
    buildx.wallMs === undefined
      ? '  buildx --call=check                 not run: no engine answers'
      : `  buildx --call=check                 wall ${tenths(buildx.wallMs.min)} ms, ${ratio(buildx.wallMs.min, cli.wallMs.min)} our command line`,
  ];
}

function spread({ min, p50, p95 }) {
  return `min ${tenths(min)}  p50 ${tenths(p50)}  p95 ${tenths(p95)} ms`;
}

function ratio(other, ours) {
  return `${(other / ours).toFixed(2)} ×`;
}

function tenths(number) {
  return number.toFixed(1);
}

function whole(number) {
  return number.toFixed(0);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
