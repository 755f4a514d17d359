import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderSteps } from '../../../src/core/build/stepOrder.js';
import type { StepStatus } from '../../../src/core/build/buildStatus.js';

function step(digest: string, inputs: readonly string[] = []): StepStatus {
  return {
    digest,
    inputs,
    name: digest,
    state: 'waiting',
    cached: false,
    bytes: { current: 0, total: 0 },
    logLines: [],
    droppedLines: 0,
  };
}

const graph = [
  step('final 3', ['final 2']),
  step('final 2', ['final 1', 'build 2']),
  step('build 2', ['build 1']),
  step('build 1', ['elsewhere']),
  step('final 1'),
];

test('steps come after those they build on, other stages first', () => {
  expect(orderSteps(graph).map((each) => each.digest)).toEqual([
    'build 1',
    'build 2',
    'final 1',
    'final 2',
    'final 3',
  ]);
});

test('in whatever order they are announced, no step comes before its inputs', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(graph, { minLength: graph.length }), (announced) => {
      const order = orderSteps(announced).map((each) => each.digest);
      const early = graph.filter((each) =>
        each.inputs?.some((input) => order.indexOf(input) > order.indexOf(each.digest)),
      );
      expect([order.length, early]).toEqual([graph.length, []]);
    }),
  );
});

test('a build thousands of steps deep is ordered', () => {
  const deep = Array.from({ length: 20_000 }, (_step, index) => step(`${index}`, [`${index + 1}`]));
  expect(orderSteps(deep)[0]?.digest).toBe('19999');
});
