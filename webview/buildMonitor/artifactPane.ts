import type { ArtifactView, BuildView } from '../../src/bridge/monitorProtocol.js';
import { createElement, setText, type Part } from '../dom/element.js';
import { createKeyedList } from '../dom/keyedList.js';
import { formatByteSize } from '../format/byteSize.js';
import { formatCount } from '../format/count.js';
import { createTextButton } from '../toolkit/button.js';
import { createDivider } from '../toolkit/mark.js';

import { createDigest } from './digestText.js';
import { createLayerTable } from './layerTable.js';
import type { MonitorActions } from './monitorActions.js';

interface ArtifactOfBuild {
  readonly buildId: string;
  readonly artifact: ArtifactView;
}

/** Creates the section that lists what a build has made, platform by platform. */
export function createArtifactPane(actions: MonitorActions): Part<BuildView> {
  const element = createElement('div', { class: 'artifact-pane' });
  const artifacts = createKeyedList<ArtifactOfBuild>(element, {
    keyOf: ({ artifact }) =>
      [artifact.platform, artifact.directory, artifact.manifestDigest, artifact.configDigest].join(' '),
    createPart: (value) => createArtifact(value, actions),
  });
  return {
    element,
    update: (build) => {
      artifacts.update(build.artifacts.map((artifact) => ({ buildId: build.id, artifact })));
    },
  };
}

const artifactButtons = [
  ['exploreArtifacts', 'Explore', 'Explore the image'],
  ['revealArtifacts', 'Reveal', 'Reveal the artifacts'],
  ['chooseAction', 'More…', 'Convert, verify, inspect or compare the image'],
] as const;

function createArtifact(
  { buildId, artifact }: ArtifactOfBuild,
  actions: MonitorActions,
): Part<ArtifactOfBuild> {
  const { platform, directory } = artifact;
  const buttons = createElement('div', { class: 'artifact-buttons' });
  for (const [message, label, spoken] of artifactButtons) {
    const button = createTextButton(label, () => {
      actions.post(message, { buildId, platform });
    });
    button.element.setAttribute('aria-label', `${spoken} of ${platform}`);
    buttons.append(button.element);
  }
  const summary = createElement('span', { class: 'artifact-summary' });
  const head = createElement(
    'header',
    { class: 'artifact-head' },
    createElement('h2', {}, platform),
    summary,
    buttons,
  );
  const layers = createLayerTable(platform, actions);
  const table = createElement('div', { class: 'artifact-layers' }, layers.element);
  return {
    element: createElement(
      'article',
      { class: 'artifact', 'aria-label': `Artifacts of ${platform}` },
      head,
      createFacts(artifact, directory, actions),
      table,
      createDivider(),
    ),
    update: (next) => {
      setText(summary, formatSummary(next.artifact));
      layers.update(next.artifact.layers.map((layer, index) => [index + 1, layer] as const));
    },
  };
}

function createFacts(artifact: ArtifactView, directory: string, actions: MonitorActions): HTMLElement {
  const list = createElement('dl', { class: 'artifact-facts' });
  if (artifact.manifestDigest !== undefined) {
    addFact(list, 'Manifest', createDigest('manifest digest', artifact.manifestDigest, actions));
  }
  addFact(list, 'Config', createDigest('config digest', artifact.configDigest, actions));
  addFact(list, 'Folder', createElement('span', { class: 'artifact-path', title: directory }, directory));
  return list;
}

function addFact(list: HTMLElement, name: string, value: HTMLElement): void {
  list.append(createElement('dt', {}, name), createElement('dd', {}, value));
}

function formatSummary({ layers }: ArtifactView): string {
  const sizeBytes = layers.reduce((sum, layer) => sum + layer.sizeBytes, 0);
  return `${formatCount(layers.length, 'layer')} · ${formatByteSize(sizeBytes)}`;
}
