import type { Diagnostic } from 'vscode-languageserver/node';
import { DiagnosticSeverity } from 'vscode-languageserver/node';

import type { Finding, Severity } from '../core/finding/finding.js';
import { rulePage } from '../core/finding/rulePage.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The editor's form of a finding: its rule links to the rule's page and its fixes travel along as `data`. */
export function toDiagnostic(finding: Finding): Diagnostic {
  const platform = finding.platform === undefined ? '' : `${finding.platform}: `;
  return {
    range: finding.range,
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: rulePage(finding.rule) },
    source: 'oci-recipe',
    message: platform + finding.message,
    data: finding.fixes,
  };
}
