import * as path from 'node:path';

import type { QuickPickItem } from 'vscode';
import { commands, l10n, Uri, window } from 'vscode';

import type { Conversion } from '../../core/artifact/convertArchive.js';
import { convertArchive } from '../../core/artifact/convertArchive.js';
import { checkOutput } from '../../core/artifact/outputCheck.js';
import type { TargetFormat } from '../../core/artifact/targetOptions.js';
import { isFolderFormat, targetFormats } from '../../core/artifact/targetOptions.js';
import { isAbort } from '../../core/base/abort.js';
import { hasCode, messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { chooseImages } from './chooseImage.js';
import { revealPath } from './reveal.js';
import { withProgress } from './withProgress.js';

/** What an image is converted from and to. Paths are absolute. */
interface Order {
  readonly input: string;
  readonly output: string;
  readonly format: TargetFormat;
}

/** A command that converts an image of any form to another, which the user chooses. */
export function createConvertCommand(host: Host): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const [input] = await chooseImages(args, l10n.t('Convert'));
    const format = input === undefined ? undefined : await askFormat();
    if (input === undefined || format === undefined) {
      return;
    }
    const output = await askOutput(input, format);
    if (output !== undefined) {
      await convert(host, { input, output, format });
    }
  };
}

interface FormatItem extends QuickPickItem {
  readonly format: TargetFormat;
}

function formatItems(): readonly FormatItem[] {
  const details: Readonly<Record<TargetFormat, readonly [label: string, detail: string]>> = {
    launchpad: [
      l10n.t('Launchpad artifacts'),
      l10n.t('A folder for each platform, as the builders of Launchpad make them'),
    ],
    docker: [l10n.t('Docker archive'), l10n.t('What docker save writes since Docker 25, for docker load')],
    'docker-legacy': [
      l10n.t('Docker archive, old form'),
      l10n.t('For docker load before Docker 25, and tools that know no other'),
    ],
    oci: [l10n.t('OCI layout'), l10n.t('A folder with an index of all platforms')],
    'oci-tar': [l10n.t('OCI archive'), l10n.t('An OCI layout in one tar file')],
  };
  return targetFormats.map((format) => {
    const [label, detail] = details[format];
    return { format, label, description: format, detail };
  });
}

async function askFormat(): Promise<TargetFormat | undefined> {
  const placeHolder = l10n.t('What is the image to become?');
  const chosen = await window.showQuickPick(formatItems(), { placeHolder, matchOnDetail: true });
  return chosen?.format;
}

async function askOutput(input: string, format: TargetFormat): Promise<string | undefined> {
  const stem = path.basename(input).replace(/[.](?:tar|tgz|tar[.](?:gz|zst|zstd))$/i, '');
  const isFolder = isFolderFormat(format);
  const name = `${stem}-${format}${isFolder ? '' : '.tar'}`;
  const chosen = await window.showSaveDialog({
    defaultUri: Uri.file(path.join(path.dirname(input), name)),
    title: isFolder ? l10n.t('Folder for the image') : l10n.t('Archive for the image'),
    saveLabel: l10n.t('Convert'),
    ...(!isFolder && { filters: { [l10n.t('Image archive (.tar)')]: ['tar'] } }),
  });
  return chosen?.fsPath;
}

async function convert(host: Host, order: Order): Promise<void> {
  try {
    const force = await mayReplace(host, order);
    if (force !== undefined) {
      announce(await run(host, order, force), order);
    }
  } catch (error) {
    if (!isAbort(error)) {
      void window.showErrorMessage(messageOf(error));
    }
  }
}

/** Whether an output that is there is to be replaced; undefined when the user does not want that. */
async function mayReplace(host: Host, { output, format }: Order): Promise<boolean | undefined> {
  try {
    await checkOutput(output, false, host.files, format);
    return false;
  } catch (error) {
    if (!hasCode(error, 'output-exists')) {
      throw error;
    }
  }
  // Why before the question: what is not ours is not replaced, whatever the answer.
  await checkOutput(output, true, host.files, format);
  const replace = l10n.t('Replace');
  const message = l10n.t('{0} holds an image already.', output);
  return (await window.showWarningMessage(message, { modal: true }, replace)) === replace ? true : undefined;
}

function run(host: Host, { input, output, format }: Order, force: boolean): Promise<Conversion> {
  const title = l10n.t('Converting {0}', path.basename(input));
  return withProgress(title, (signal, onProgress) =>
    convertArchive({ inputs: [input], output, target: { format }, force }, host, { signal, onProgress }),
  );
}

function announce({ images, leftAside }: Conversion, { output, format }: Order): void {
  const platforms = images.map(({ platform }) => platform).join(', ');
  const done =
    format === 'launchpad'
      ? l10n.t('Launchpad artifacts were made for {0}.', platforms)
      : l10n.t('{0} was made for {1}.', path.basename(output), platforms);
  const reveal = l10n.t('Reveal');
  const explore = l10n.t('Explore');
  const message = [done, ...leftAside].join(' ');
  void window.showInformationMessage(message, reveal, explore).then(async (answer) => {
    if (answer === reveal) {
      await revealPath(output);
    } else if (answer === explore) {
      await commands.executeCommand('ociRecipe.exploreImage', Uri.file(output));
    }
  });
}
