import type { FileReference, FromExplorer } from '../../src/bridge/explorerProtocol.js';
import type { Post } from '../editorApi.js';

import type { Shown } from './explorerChoice.js';
import type { FileTable } from './fileTable.js';

/** Asks the editor for the text of a file, or for its difference where it is in both of two images. */
export function openedRow(
  post: Post<FromExplorer>,
  { image, against, request }: Shown,
  table: FileTable,
  row: number,
): void {
  const file = table.row(row);
  if (file?.kind !== 'f') {
    return;
  }
  const path = table.path(row);
  const refer = (from: typeof image, layer = from.layers.length - 1): FileReference => ({
    image: from.id,
    layer,
    path,
  });
  if (against !== undefined) {
    const inBoth = file.sizeBytes >= 0 && (file.sizeBefore ?? -1) >= 0;
    if (inBoth) {
      post('openDifference', { before: refer(image), after: refer(against) });
    } else {
      post('openFile', refer(file.sizeBytes >= 0 ? against : image));
    }
    return;
  }
  const last = typeof request.part === 'number' ? request.part : image.layers.length - 1;
  // Why the layer below: what this one removed is still there.
  post('openFile', refer(image, file.change === 'r' ? last - 1 : last));
}
