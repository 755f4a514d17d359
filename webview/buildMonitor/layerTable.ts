import type { ArtifactView } from '../../src/bridge/monitorProtocol.js';
import { createElement, type Part } from '../dom/element.js';
import { formatByteSize } from '../format/byteSize.js';
import { createDataGrid } from '../toolkit/dataGrid.js';

import { createDigest } from './digestText.js';
import type { MonitorActions } from './monitorActions.js';

/** One layer of an image. */
export type LayerView = ArtifactView['layers'][number];

/** Creates the table of an image's layers. */
export function createLayerTable(
  platform: string,
  actions: MonitorActions,
): Part<readonly (readonly [number, LayerView])[]> {
  return createDataGrid<readonly [number, LayerView]>({
    label: `Layers of ${platform}`,
    // Why the position: an image may hold the same (empty) layer twice.
    keyOf: ([position, layer]) => `${position} ${Object.values(layer).join(' ')}`,
    columns: [
      { title: '#', width: '3em', createCell: ([position]) => createText(String(position)) },
      {
        title: 'Digest',
        width: '13.5em',
        createCell: ([, layer]) => createDigest('layer digest', layer.digest, actions),
      },
      {
        title: 'Diff ID',
        width: '13.5em',
        createCell: ([, layer]) => createDigest('diff ID', layer.diffId, actions),
      },
      { title: 'Size', width: '6em', createCell: ([, layer]) => createText(formatByteSize(layer.sizeBytes)) },
      { title: 'Source', width: 'minmax(8em, 1fr)', createCell: ([, layer]) => createText(layer.source) },
      { title: 'File', width: 'minmax(10em, 1.4fr)', createCell: ([, layer]) => createText(layer.file) },
    ],
  });
}

function createText(text: string): HTMLElement {
  return createElement('span', { class: 'cell-text', title: text }, text === '' ? '–' : text);
}
