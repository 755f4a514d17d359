import * as path from 'node:path';

import { l10n, Uri, window } from 'vscode';

import type { Conversion } from '../../core/artifact/convertArchive.js';
import { convertArchive } from '../../core/artifact/convertArchive.js';
import { checkOutput } from '../../core/artifact/outputCheck.js';
import { isAbort } from '../../core/base/abort.js';
import { hasCode, messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { readCommandTarget } from '../recipes/chooseRecipes.js';
import { revealDirectory } from './reveal.js';
import { withProgress } from './withProgress.js';

/** A command that converts an image archive or an OCI layout to Launchpad's artifacts. */
export function createConvertCommand(host: Host): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const { uri } = readCommandTarget(args);
    const input = layoutOf(uri?.fsPath ?? (await askInput()));
    const output = input === undefined ? undefined : await askOutput(input);
    if (input !== undefined && output !== undefined) {
      await convert(host, input, output);
    }
  };
}

/** Why: an OCI layout is a folder, and its two files are what can be recognised and clicked. */
function layoutOf(input: string | undefined): string | undefined {
  const isPart = input !== undefined && ['oci-layout', 'index.json'].includes(path.basename(input));
  return isPart ? path.dirname(input) : input;
}

async function askInput(): Promise<string | undefined> {
  const file = l10n.t('Image archive (.tar)');
  const folder = l10n.t('Folder with an OCI layout');
  const kind = await window.showQuickPick([file, folder], {
    placeHolder: l10n.t('What is to be converted?'),
  });
  if (kind === undefined) {
    return undefined;
  }
  const canSelectFolders = kind === folder;
  const chosen = await window.showOpenDialog({
    canSelectFolders,
    canSelectFiles: !canSelectFolders,
    ...(!canSelectFolders && { filters: { [file]: ['tar'] } }),
    openLabel: l10n.t('Convert'),
  });
  return chosen?.[0]?.fsPath;
}

async function askOutput(input: string): Promise<string | undefined> {
  const name = `${path.basename(input).replace(/\.tar$/i, '')}-launchpad`;
  const chosen = await window.showSaveDialog({
    defaultUri: Uri.file(path.join(path.dirname(input), name)),
    title: l10n.t('Folder for the artifacts'),
    saveLabel: l10n.t('Convert'),
  });
  return chosen?.fsPath;
}

async function convert(host: Host, input: string, output: string): Promise<void> {
  try {
    const force = await mayReplace(host, output);
    if (force !== undefined) {
      announce(await run(host, { input, output, force }), output);
    }
  } catch (error) {
    if (!isAbort(error)) {
      void window.showErrorMessage(messageOf(error));
    }
  }
}

/** Whether artifacts that are there are to be replaced; undefined when the user does not want that. */
async function mayReplace(host: Host, output: string): Promise<boolean | undefined> {
  try {
    await checkOutput(output, false, host.files);
    return false;
  } catch (error) {
    if (!hasCode(error, 'output-exists')) {
      throw error;
    }
  }
  // Why before the question: what is not ours is not replaced, whatever the answer.
  await checkOutput(output, true, host.files);
  const replace = l10n.t('Replace');
  const message = l10n.t('{0} holds artifacts already.', output);
  return (await window.showWarningMessage(message, { modal: true }, replace)) === replace ? true : undefined;
}

function run(
  host: Host,
  { input, output, force }: { input: string; output: string; force: boolean },
): Promise<Conversion> {
  const title = l10n.t('Converting {0}', path.basename(input));
  return withProgress(title, (signal, onProgress) =>
    convertArchive({ inputs: [input], output, force }, host, { signal, onProgress }),
  );
}

function announce({ images, leftAside }: Conversion, output: string): void {
  const platforms = images.map(({ platform }) => platform).join(', ');
  const done = l10n.t('Launchpad artifacts were made for {0}.', platforms);
  const reveal = l10n.t('Reveal');
  void window.showInformationMessage([done, ...leftAside].join(' '), reveal).then(async (answer) => {
    if (answer === reveal) {
      await revealDirectory(output);
    }
  });
}
