import { expect, test } from 'vitest';

import { formatBranchItem } from '../../../src/editor/status/branchItemText.js';

const words = {
  accepted: 'accepted',
  unusual: 'unusual',
  refused: 'refused',
  launchpadMeant: 'meant',
  launchpadNotMeant: 'not meant',
  pushTag: (tag: string) => `tag ${tag}`,
  noPushTag: 'no tag',
  noBranch: 'no branch',
  action: 'click',
};

test('an accepted branch shows the tag a push would get', () => {
  const judgement = { accepted: true, documentedForm: true, pushTag: 'v1.0-24.04_edge', suggestions: [] };
  expect(formatBranchItem({ name: 'v1.0-24.04', judgement, launchpadMeant: true }, words)).toEqual({
    text: '$(git-branch) v1.0-24.04 $(check)',
    spoken: 'v1.0-24.04: accepted. tag v1.0-24.04_edge',
    tooltip: '**v1\\.0\\-24\\.04** – accepted\n\ntag v1\\.0\\-24\\.04\\_edge\n\nmeant\n\nclick',
    isWarning: false,
  });
});

test('a refused branch is a warning only where Launchpad is meant', () => {
  const judgement = { accepted: false, documentedForm: false, reason: 'it has no "-"', suggestions: [] };
  const colours = [true, false].map(
    (launchpadMeant) => formatBranchItem({ name: 'main', judgement, launchpadMeant }, words).isWarning,
  );
  expect(colours).toEqual([true, false]);
});

test('a branch name cannot write Markdown of its own', () => {
  const judgement = { accepted: true, documentedForm: false, suggestions: [] };
  const { tooltip } = formatBranchItem({ name: '[x](command:y)', judgement, launchpadMeant: false }, words);
  expect(tooltip.split('\n')[0]).toBe('**\\[x\\]\\(command:y\\)** – unusual');
});

test('a detached head is told, with what it means', () => {
  const explanation = 'HEAD is detached at v1.';
  const { text, spoken } = formatBranchItem({ explanation, launchpadMeant: false }, words);
  expect([text, spoken]).toEqual(['$(git-branch) no branch', explanation]);
});
