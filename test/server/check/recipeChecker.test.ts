import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Finding } from '../../../src/core/finding/finding.js';
import { RecipeChecker } from '../../../src/server/check/recipeChecker.js';
import type { LateAnswer, LateCheck } from '../../../src/server/late/lateCheck.js';
import { SettingsCache } from '../../../src/server/settings/settingsCache.js';
import { createTestHost } from '../../support/testHost.js';

const host = createTestHost();
const base = `FROM ubuntu:24.04@sha256:${'0'.repeat(64)}`;
let file = '';

beforeEach(async () => {
  file = join(await host.files.realPath(await mkdtemp(join(tmpdir(), 'checker-'))), 'Dockerfile');
});

afterEach(() => rm(join(file, '..'), { recursive: true }));

const silent: LateAnswer = { kind: 'silent', why: 'off' };

interface Scene {
  readonly checker: RecipeChecker;
  /** Replaces the text the editor holds, and waits until it was checked. */
  readonly type: (text: string) => Promise<void>;
  readonly checked: () => Promise<void>;
  readonly rules: () => readonly string[];
  /** The text the editor holds. */
  readonly text: () => string;
}

function createScene(ask: LateCheck['ask'], onDidFind: (scene: Scene) => void = () => undefined): Scene {
  let text = '';
  let wake: () => void = () => undefined;
  const open = {
    isOpen: (path: string) => path === file,
    isChecked: (path: string) => path === file,
    textOf: (path: string) => (path === file ? text : undefined),
    paths: () => [file],
  };
  const checker = new RecipeChecker({
    host,
    open: open as never,
    settings: new SettingsCache(),
    isTrusted: () => true,
    afterSave: { name: 'buildkit', basis: 'disk', ask },
    afterTyping: { name: 'shellcheck', basis: 'editor', ask: () => Promise.resolve(silent) },
    onDidFind: () => {
      onDidFind(scene);
    },
    onDidCheck: () => {
      wake();
    },
    onError: (error) => {
      throw error;
    },
    patience: 0,
  });
  const checked = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  const type = async (next: string): Promise<void> => {
    text = next;
    const done = checked();
    checker.textChanged(file);
    await done;
  };
  const rules = (): readonly string[] => checker.findings.ofFile(file).map(({ rule }) => rule);
  const scene = { checker, checked, type, rules, text: () => text };
  return scene;
}

async function until(condition: () => boolean, scene: Scene): Promise<void> {
  while (!condition()) {
    await scene.checked();
  }
}

test('an engine that hangs delays nothing, and is given up with the next save', async () => {
  const signals: AbortSignal[] = [];
  let asked: () => void = () => undefined;
  const scene = createScene(
    ({ signal }) =>
      new Promise((_, reject) => {
        signals.push(signal);
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
        asked();
      }),
  );
  const isAsked = (): Promise<void> =>
    new Promise((resolve) => {
      asked = resolve;
    });
  await writeFile(file, `${base}\n`);
  await scene.type(`${base}\n`);
  const first = isAsked();
  scene.checker.saved(file);
  await first;
  await scene.type(`${base}\nMAINTAINER me\n`);
  const typed = scene.rules();
  const second = isAsked();
  scene.checker.saved(file);
  await second;
  expect([typed, signals.map(({ aborted }) => aborted)]).toEqual([['MaintainerDeprecated'], [true, false]]);
  scene.checker.dispose();
});

test('what the engine found stays at its place while one types, and goes with its line', async () => {
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 8 } };
  const found: Finding = {
    rule: 'OnlyEngine',
    severity: 'warning',
    message: 'It is.',
    file,
    range,
    fixes: [],
  };
  const scene = createScene(() =>
    Promise.resolve({ kind: 'spoke', findings: [found], platforms: ['linux/amd64'], elapsedMs: 1 }),
  );
  await writeFile(file, `${base}\nRUN true\n`);
  await scene.type(`${base}\nRUN true\n`);
  scene.checker.saved(file);
  await until(() => scene.rules().includes('OnlyEngine'), scene);
  await scene.type(`${base}\n\n\nRUN true\n`);
  const lines = scene.checker.findings.ofFile(file).map((finding) => finding.range.start.line);
  await scene.type(`${base}\n\n\nRUN false\n`);
  expect([lines, scene.rules(), scene.checker.voices(file).map(({ name, state }) => [name, state])]).toEqual([
    [3],
    [],
    [
      ['static', 'spoke'],
      ['buildkit', 'spoke'],
      ['shellcheck', 'silent'],
    ],
  ]);
  scene.checker.dispose();
});

test('an answer that comes while a new text waits for its check does not tell of the text before', async () => {
  let answer: (late: LateAnswer) => void = () => undefined;
  let asked: () => void = () => undefined;
  const told: (readonly [boolean, readonly string[]])[] = [];
  const scene = createScene(
    () =>
      new Promise((resolve) => {
        answer = resolve;
        asked();
      }),
    ({ text, rules }) => told.push([text().includes('MAINTAINER'), rules()]),
  );
  await writeFile(file, `${base}\nMAINTAINER me\n`);
  await scene.type(`${base}\nMAINTAINER me\n`);
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  scene.checker.saved(file);
  await isAsked;
  told.length = 0;
  const typed = scene.type(`${base}\n`);
  answer({ kind: 'spoke', findings: [], platforms: [], elapsedMs: 1 });
  await typed;
  scene.checker.dispose();
  expect(told).toEqual([[false, []]]);
});

test('a check of another subject does not tell of a text that waits for its own check', async () => {
  const recipe = join(file, '..', 'oci-recipe.yaml');
  await writeFile(recipe, 'target:\n  default: {}\n');
  let text = `${base}\nMAINTAINER me\n`;
  let told: string[] = [];
  const checker = new RecipeChecker({
    host,
    open: {
      isOpen: (path: string) => path === file,
      isChecked: (path: string) => path === file,
      textOf: (path: string) => (path === file ? text : undefined),
      paths: () => [file],
    } as never,
    settings: new SettingsCache(),
    isTrusted: () => true,
    afterSave: { name: 'buildkit', basis: 'disk', ask: () => Promise.resolve(silent) },
    afterTyping: { name: 'shellcheck', basis: 'editor', ask: () => Promise.resolve(silent) },
    onDidFind: (files) => told.push(...files),
    onDidCheck: () => undefined,
    onError: (error) => {
      throw error;
    },
    // Why: what waits is not to run before it is hurried.
    patience: 10_000,
  });
  checker.textChanged(file);
  await checker.settle(file);
  text = `${base}\n\nMAINTAINER me\n`;
  checker.textChanged(file);
  told = [];
  await checker.checkNow(recipe, new AbortController().signal);
  const before = told;
  told = [];
  await checker.settle(file);
  checker.dispose();
  expect([before, told.includes(file)]).toEqual([[recipe], true]);
});

test('what is closed is forgotten', async () => {
  const scene = createScene(() => Promise.resolve(silent));
  await scene.type(`${base}\nMAINTAINER me\n`);
  const before = scene.rules();
  scene.checker.closed(file);
  expect([before, scene.rules(), scene.checker.lastCheck(file)]).toEqual([
    ['MaintainerDeprecated'],
    [],
    undefined,
  ]);
  scene.checker.dispose();
});
