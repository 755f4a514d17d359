import { expect, test } from 'vitest';

import {
  choiceFor,
  decodeChoice,
  noChoice,
  shownBuild,
  shownSection,
  shownStep,
} from '../../webview/buildMonitor/choice.js';

import { build, platform, situations, step, viewOf } from './sampleViews.js';

test('without a choice the newest build is shown, with one that build while it is known', () => {
  const view = viewOf(build('new'), build('old'));
  const shown = ['old', 'gone', undefined].map(
    (buildId) => shownBuild(view, { steps: {}, ...(buildId !== undefined && { buildId }) })?.id,
  );
  expect(shown).toEqual(['old', 'new', 'new']);
});

test.each([
  ['running', 'linux/amd64'],
  ['failed', 'linux/arm64'],
  ['succeeded', 'artifacts'],
] as const)('a build that has %s opens at %s', (name, section) => {
  const [first] = situations[name].builds;
  expect(first && shownSection(first, noChoice)).toBe(section);
});

test('a chosen section stays while the build has it', () => {
  const [failed] = situations.failed.builds;
  const shown = ['linux/amd64', 'artifacts'].map(
    (section) => failed && shownSection(failed, { steps: {}, section }),
  );
  expect(shown).toEqual(['linux/amd64', 'linux/arm64']);
});

const busy = platform('linux/amd64', 'running', [
  step('1', 'FROM', 'succeeded'),
  step('2', 'RUN a', 'running'),
  step('3', 'RUN b', 'running'),
  step('4', 'RUN c', 'waiting'),
]);

test('the step that runs is followed, without jumping between steps that run at once', () => {
  const shown = [undefined, '2', '1'].map((previous) => shownStep(busy, noChoice, previous)?.id);
  expect(shown).toEqual(['3', '2', '3']);
});

test('a failed step comes before a running one, and a chosen one before both', () => {
  const failing = platform('linux/amd64', 'failed', [...busy.steps, step('5', 'RUN d', 'failed')]);
  const chosen = { steps: { 'linux/amd64': '1' } };
  expect([shownStep(failing, noChoice, '2')?.id, shownStep(failing, chosen, '2')?.id]).toEqual(['5', '1']);
});

test('after the last step has ended the log stays where it was', () => {
  const ended = platform('linux/amd64', 'succeeded', [
    step('1', 'FROM', 'succeeded'),
    step('2', 'RUN', 'succeeded'),
  ]);
  expect([shownStep(ended, noChoice, '1')?.id, shownStep(ended, noChoice, undefined)?.id]).toEqual([
    '1',
    '2',
  ]);
});

test('a choice made within one build says nothing of the next, but for the layout', () => {
  const choice = { splitPercent: 30, madeFor: 'a', section: 's', steps: { p: '1' }, logTop: 12 };
  expect([choiceFor(choice, 'a'), choiceFor(choice, 'b')]).toEqual([
    choice,
    { splitPercent: 30, madeFor: 'b', steps: {} },
  ]);
});

test('a choice saved by a page is read back, and nonsense is dropped', () => {
  const choice = {
    buildId: 'b',
    splitPercent: 30,
    madeFor: 'b',
    section: 's',
    steps: { p: '1' },
    logTop: 12,
  };
  const nonsense = { buildId: 3, section: null, steps: { p: 7, q: 'x' }, logTop: 'far' };
  expect([choice, nonsense, undefined, 'text', { steps: [] }].map(decodeChoice)).toEqual([
    choice,
    { steps: { q: 'x' } },
    noChoice,
    noChoice,
    noChoice,
  ]);
});
