import * as path from 'node:path';

import { l10n, window } from 'vscode';

import { byteCounter } from '../../core/artifact/byteProgress.js';
import type { ByteWorkOptions } from '../../core/artifact/byteProgress.js';
import { withInput } from '../../core/artifact/withInput.js';
import { isAbort } from '../../core/base/abort.js';
import { messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { inspectImages } from '../../core/image/inspect/inspectImages.js';
import { openImages } from '../../core/image/openImages.js';
import { formatInspectText } from '../../core/report/inspectReport.js';
import type { InspectReport } from '../../core/report/inspectReport.js';
import { plainStyle } from '../../core/report/textStyle.js';
import type { ReportDocuments } from '../log/reportDocuments.js';
import { chooseImages } from './chooseImage.js';
import { withProgress } from './withProgress.js';

/** What inspecting needs of the extension. */
export interface InspectCommandOptions {
  readonly host: Host;
  readonly reports: ReportDocuments;
}

/** A command that tells all of an image as a text: index, manifests, configs, layers, every digest measured. */
export function createInspectCommand({
  host,
  reports,
}: InspectCommandOptions): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    for (const input of await chooseImages(args, l10n.t('Inspect'))) {
      const name = path.basename(input);
      try {
        const report = await withProgress(l10n.t('Inspecting {0}', name), (signal, onProgress) =>
          inspect(host, input, { signal, onProgress }),
        );
        const text = formatInspectText(report, { style: plainStyle, directory: path.dirname(input) });
        await reports.show(l10n.t('Image {0}', name), text);
      } catch (error) {
        if (!isAbort(error)) {
          void window.showErrorMessage(messageOf(error));
        }
      }
    }
  };
}

function inspect(host: Host, input: string, options: ByteWorkOptions): Promise<InspectReport> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  return withInput(
    input,
    host,
    async ({ archive, notes }) => {
      const search = await openImages(archive);
      const blobs = new Set(search.images.flatMap(({ layers }) => layers.map(({ blob }) => blob)));
      const totalBytes = [...blobs].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const onRead = byteCounter(totalBytes, options);
      return {
        name: archive.name,
        inspection: await inspectImages(search, host, { ...signal, onRead }),
        notes,
      };
    },
    options.signal,
  );
}
