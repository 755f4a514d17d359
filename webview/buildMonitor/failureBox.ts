import type { BuildView, FailureView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setShown, setText, type Part } from '../dom/element.js';
import { createIcon } from '../dom/icon.js';
import { createKeyedList } from '../dom/keyedList.js';
import { createActionLink } from '../toolkit/link.js';

import type { MonitorActions } from './monitorActions.js';

/** How many of the last lines the box shows; the log below has the rest. */
const tailLines = 8;

/** Creates the box that says why a build failed, and what else is wrong. It hides itself when there is nothing to say. */
export function createFailureBox(actions: MonitorActions): Part<BuildView> {
  const failure = createFailure(actions);
  const list = createElement('ul', { class: 'problems' });
  const problems = createKeyedList<readonly [string, string]>(list, {
    keyOf: ([key]) => key,
    createPart: createProblem,
  });
  const element = createElement(
    'section',
    { class: 'trouble', 'aria-label': 'What went wrong' },
    failure.element,
    list,
  );
  return {
    element,
    update: (build) => {
      failure.update(build);
      problems.update(build.problems.map((problem, index) => [`${index} ${problem}`, problem] as const));
      setShown(list, build.problems.length > 0);
      setShown(element, build.failure !== undefined || build.problems.length > 0);
    },
  };
}

function createFailure(actions: MonitorActions): Part<BuildView> {
  let buildId = '';
  const message = createElement('p', { class: 'failure-message' });
  const where = createElement('span', { class: 'failure-where' });
  const link = createActionLink(() => {
    actions.post('openFailure', { buildId });
  });
  const tail = createElement('pre', {
    class: 'failure-tail',
    tabindex: '0',
    'aria-label': 'Last lines of the log',
  });
  const words = createElement('div', { class: 'failure-words' }, message, createPlace(where, link), tail);
  const element = createElement('div', { class: 'failure' });
  element.append(createIcon('failed').element, words);
  return {
    element,
    update: ({ id, failure }) => {
      buildId = id;
      setShown(element, failure !== undefined);
      setText(message, failure?.message ?? '');
      setText(where, failure === undefined ? '' : formatPlace(failure));
      setText(link, failure?.location ?? '');
      setShown(link, failure?.location !== undefined);
      setText(tail, (failure?.logTail ?? []).slice(-tailLines).join('\n'));
      setShown(tail, (failure?.logTail.length ?? 0) > 0);
    },
  };
}

function createPlace(where: HTMLElement, link: HTMLElement): HTMLElement {
  return createElement('p', { class: 'failure-place' }, where, ' ', link);
}

/** Platform, step and exit code, as far as they are known. */
function formatPlace({ platform, step, exitCode }: FailureView): string {
  const exit = exitCode === undefined ? undefined : `exit code ${exitCode}`;
  return [platform, step, exit].filter((part) => part !== undefined).join(' · ');
}

function createProblem([, problem]: readonly [string, string]): Part<readonly [string, string]> {
  const element = createElement('li', { class: 'problem' });
  element.append(createIcon('warning').element, createElement('span', {}, problem));
  return { element, update: () => undefined };
}
