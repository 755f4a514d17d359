import { l10n } from 'vscode';

import type { MonitorWords } from './toMonitorView.js';

/** The monitor's title, on its tab and its page. */
export function monitorTitle(): string {
  return l10n.t('OCI Build Monitor');
}

/** The words of the monitor in the editor's language. */
export function monitorWords(): MonitorWords {
  return {
    phases: {
      checking: l10n.t('Checking'),
      preparing: l10n.t('Preparing'),
      building: l10n.t('Building'),
      converting: l10n.t('Converting'),
      verifying: l10n.t('Verifying'),
    },
  };
}
