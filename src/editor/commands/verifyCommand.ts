import * as path from 'node:path';

import { commands, l10n, Uri, window } from 'vscode';

import { verifyInput } from '../../core/artifact/verification/verifyInput.js';
import type { Verification } from '../../core/artifact/verifyArtifacts.js';
import { isAbort } from '../../core/base/abort.js';
import { messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { formatArtifactText } from '../../core/report/artifactReport.js';
import { plainStyle } from '../../core/report/textStyle.js';
import type { BuildStore } from '../builds/buildStore.js';
import type { ReportDocuments } from '../log/reportDocuments.js';
import { chooseImages } from './chooseImage.js';
import { withProgress } from './withProgress.js';

/** What verifying needs of the extension. */
export interface VerifyCommandOptions {
  readonly host: Host;
  readonly store: BuildStore;
  readonly reports: ReportDocuments;
}

/** A command that reads images of any form back and tells whether every statement in them is true. */
export function createVerifyCommand(options: VerifyCommandOptions): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const last = options.store.builds().find(({ images }) => images.length > 0)?.outputDirectory;
    for (const input of await chooseImages(args, l10n.t('Verify'), last)) {
      await verify(options, input);
    }
  };
}

async function verify({ host, reports }: VerifyCommandOptions, input: string): Promise<void> {
  const name = path.basename(input);
  try {
    const found = await withProgress(l10n.t('Verifying {0}', name), (signal, onProgress) =>
      verifyInput(input, host, { signal, onProgress }),
    );
    await tell(found, input, reports);
  } catch (error) {
    if (!isAbort(error)) {
      void window.showErrorMessage(messageOf(error));
    }
  }
}

async function tell(
  { images, problems, notes }: Verification,
  input: string,
  reports: ReportDocuments,
): Promise<void> {
  const name = path.basename(input);
  if (problems.length > 0) {
    const report = { kind: 'verification', images, problems, notes } as const;
    const text = formatArtifactText(report, { style: plainStyle, directory: input });
    await reports.show(l10n.t('Verification of {0}', name), text);
    return;
  }
  const platforms = images.map(({ platform }) => platform).join(', ');
  const explore = l10n.t('Explore');
  const message = l10n.t('{0} is whole and true for {1}.', name, platforms);
  void window.showInformationMessage(message, explore).then(async (answer) => {
    if (answer === explore) {
      await commands.executeCommand('ociRecipe.exploreImage', Uri.file(input));
    }
  });
}
