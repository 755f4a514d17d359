import type { ImageView } from '../../src/bridge/explorerProtocol.js';
import { createElement, setShown, setText, type Part } from '../dom/element.js';
import { formatByteSize } from '../format/byteSize.js';
import { formatCount } from '../format/count.js';
import { formatShortDigest } from '../format/digest.js';
import { createIconButton } from '../toolkit/button.js';
import { createActionLink } from '../toolkit/link.js';

import type { ExplorerActions } from './explorerActions.js';

/** An image, and the layer of it that is looked at; undefined: none in particular. */
export interface LayerDetailsView {
  readonly image: ImageView;
  readonly layer: number | undefined;
}

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly isDigest: boolean;
}

/** Creates what is said of a layer, or of the whole image: the instruction, digests and sizes. */
export function createLayerDetails(actions: ExplorerActions): Part<LayerDetailsView> {
  let shown: LayerDetailsView | undefined;
  const instruction = createElement('code', { class: 'details-instruction' });
  const line = createActionLink(() => {
    if (shown?.layer !== undefined) {
      actions.post('openLine', { image: shown.image.id, layer: shown.layer });
    }
  });
  const facts = createElement('dl', { class: 'details-facts' });
  const element = createElement('section', { class: 'details', 'aria-label': 'Details' });
  element.append(instruction, line, facts);
  return {
    element,
    update: (view) => {
      const isSame = shown?.image === view.image && shown.layer === view.layer;
      shown = view;
      if (isSame) {
        return;
      }
      const layer = view.layer === undefined ? undefined : view.image.layers[view.layer];
      setText(instruction, layer?.instruction ?? '');
      setShown(instruction, layer?.instruction !== undefined);
      setText(line, layer?.line ?? '');
      setShown(line, layer?.line !== undefined);
      const list = layer === undefined ? imageFacts(view.image) : layerFacts(layer);
      facts.replaceChildren(...list.flatMap((fact) => createFact(fact, actions)));
    },
  };
}

function imageFacts(image: ImageView): readonly Fact[] {
  const stored = `${formatByteSize(image.storedBytes)} in ${formatCount(image.layers.length, 'layer')}`;
  return [
    { name: 'Platform', value: image.platform, isDigest: false },
    ...(image.tags.length > 0 ? [{ name: 'Tags', value: image.tags.join(', '), isDigest: false }] : []),
    { name: 'Stored', value: stored, isDigest: false },
    ...digestFact('Manifest', image.manifestDigest),
    ...digestFact('Config', image.configDigest),
  ];
}

function layerFacts(layer: ImageView['layers'][number]): readonly Fact[] {
  const packed = layer.compression === 'none' ? 'not compressed' : layer.compression;
  return [
    { name: 'Stored', value: `${formatByteSize(layer.storedBytes)}, ${packed}`, isDigest: false },
    ...digestFact('Digest', layer.digest),
    ...digestFact('Diff ID', layer.diffId),
  ];
}

function digestFact(name: string, value: string | undefined): readonly Fact[] {
  return value === undefined ? [] : [{ name, value, isDigest: true }];
}

function createFact({ name, value, isDigest }: Fact, actions: ExplorerActions): readonly HTMLElement[] {
  const text = createElement('span', { title: value }, isDigest ? formatShortDigest(value) : value);
  const definition = createElement('dd', {}, text);
  if (isDigest) {
    text.className = 'details-digest';
    const label = `Copy ${name.toLowerCase()}`;
    definition.append(
      createIconButton('copy', label, () => {
        actions.copy(value, name);
      }),
    );
  }
  return [createElement('dt', {}, name), definition];
}
