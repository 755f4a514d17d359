import { ConfigurationTarget, l10n, Uri, window, workspace } from 'vscode';

import { failureFile } from '../../core/build/failureFile.js';
import { readSettings } from '../settings/settings.js';
import type { Build } from './build.js';

/** Where the buttons of a notice lead. */
export interface EndNoticeActions {
  readonly showLog: (build: Build) => void;
  readonly openFailure: (build: Build) => void;
  readonly showMonitor: () => void;
  readonly explore: (build: Build) => void;
}

/** A build shorter than this was watched by the one who started it. */
const longBuildMs = 30_000;

/** Announces the end of a build where the settings want it; the status bar tells it in any case. */
export async function announceEnd(build: Build, actions: EndNoticeActions): Promise<void> {
  const { notifications } = readSettings(Uri.file(build.recipeFile));
  if (notifications === 'never' || build.state === 'cancelled') {
    return;
  }
  if (build.state === 'failed') {
    await announceFailure(build, actions);
  } else if (notifications === 'longBuilds' && (build.endedMs ?? 0) - build.startedMs >= longBuildMs) {
    await announceSuccess(build, actions);
  }
}

/** One sentence on why a build failed. */
function failureMessage(build: Build): string {
  const { failure } = build.status;
  const reason = failure?.message ?? build.problems[0]?.message ?? l10n.t('The log may tell why.');
  return failure?.platform === undefined
    ? l10n.t('Building {0} failed. {1}', build.recipeName, reason)
    : l10n.t('Building {0} failed on {1}. {2}', build.recipeName, failure.platform, reason);
}

async function announceFailure(build: Build, actions: EndNoticeActions): Promise<void> {
  const showLog = l10n.t('Show Log');
  const openLine = l10n.t('Open Line');
  const never = l10n.t("Don't Show Again");
  const { failure } = build.status;
  const hasLine = failure?.line !== undefined && failureFile(failure, build.dockerfile) !== undefined;
  const buttons = hasLine ? [openLine, showLog, never] : [showLog, never];
  const answer = await window.showErrorMessage(failureMessage(build), ...buttons);
  if (answer === showLog) {
    actions.showLog(build);
  } else if (answer === openLine) {
    actions.openFailure(build);
  } else if (answer === never) {
    await silence('never');
  }
}

async function announceSuccess(build: Build, actions: EndNoticeActions): Promise<void> {
  const showMonitor = l10n.t('Show Build Monitor');
  const never = l10n.t("Don't Show Again");
  const message = l10n.t('{0} was built for {1}.', build.recipeName, build.platforms.join(', '));
  const explore = l10n.t('Explore Image');
  const answer = await window.showInformationMessage(message, showMonitor, explore, never);
  if (answer === showMonitor) {
    actions.showMonitor();
  } else if (answer === explore) {
    actions.explore(build);
  } else if (answer === never) {
    await silence('failures');
  }
}

async function silence(value: 'never' | 'failures'): Promise<void> {
  await workspace.getConfiguration('ociRecipe').update('notifications', value, ConfigurationTarget.Global);
}
