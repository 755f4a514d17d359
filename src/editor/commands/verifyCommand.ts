import * as path from 'node:path';

import { l10n, Uri, window } from 'vscode';

import type { Verification } from '../../core/artifact/verifyArtifacts.js';
import { verifyArtifacts } from '../../core/artifact/verifyArtifacts.js';
import { isAbort } from '../../core/base/abort.js';
import { messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { formatArtifactText } from '../../core/report/artifactReport.js';
import { plainStyle } from '../../core/report/textStyle.js';
import type { BuildStore } from '../builds/buildStore.js';
import type { ReportDocuments } from '../log/reportDocuments.js';
import { readCommandTarget } from '../recipes/chooseRecipes.js';
import { withProgress } from './withProgress.js';

/** What verifying needs of the extension. */
export interface VerifyCommandOptions {
  readonly host: Host;
  readonly store: BuildStore;
  readonly reports: ReportDocuments;
}

/** A command that reads a set of artifacts back and tells whether every statement in it is true. */
export function createVerifyCommand(options: VerifyCommandOptions): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const { uri } = readCommandTarget(args);
    const directory = uri?.fsPath ?? (await askDirectory(options.store));
    if (directory !== undefined) {
      await verify(options, directory);
    }
  };
}

async function askDirectory(store: BuildStore): Promise<string | undefined> {
  const last = store.builds().find(({ images }) => images.length > 0)?.outputDirectory;
  const chosen = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    ...(last !== undefined && { defaultUri: Uri.file(last) }),
    title: l10n.t('Folder with Launchpad artifacts'),
    openLabel: l10n.t('Verify'),
  });
  return chosen?.[0]?.fsPath;
}

async function verify({ host, reports }: VerifyCommandOptions, directory: string): Promise<void> {
  const name = path.basename(directory);
  try {
    const found = await withProgress(l10n.t('Verifying {0}', name), (signal, onProgress) =>
      verifyArtifacts(directory, host, { signal, onProgress }),
    );
    await tell(found, directory, reports);
  } catch (error) {
    if (!isAbort(error)) {
      void window.showErrorMessage(messageOf(error));
    }
  }
}

async function tell(
  { images, problems }: Verification,
  directory: string,
  reports: ReportDocuments,
): Promise<void> {
  if (problems.length > 0) {
    const report = { kind: 'verification', images, problems, notes: [] } as const;
    const text = formatArtifactText(report, { style: plainStyle, directory });
    await reports.show(l10n.t('Verification of {0}', path.basename(directory)), text);
    return;
  }
  const platforms = images.map(({ platform }) => platform).join(', ');
  void window.showInformationMessage(l10n.t('The artifacts for {0} are whole and true.', platforms));
}
