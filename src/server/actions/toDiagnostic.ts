import type { Diagnostic } from 'vscode-languageserver/node';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';

import type { Finding, Severity } from '../../core/finding/finding.js';
import { rulePage } from '../../core/finding/rulePage.js';
import { uriOfPath } from '../documentPaths.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tagValues: Readonly<Record<NonNullable<Finding['tags']>[number], DiagnosticTag>> = {
  deprecated: DiagnosticTag.Deprecated,
  unnecessary: DiagnosticTag.Unnecessary,
};

/** The editor's form of a finding: its rule links to the rule's page, and a finding of one platform says which. */
export function toDiagnostic(finding: Finding): Diagnostic {
  const { range, rule, platform, message, tags, related } = finding;
  return {
    range,
    severity: severities[finding.severity],
    code: rule,
    codeDescription: { href: rulePage(rule) },
    source: 'oci-recipe',
    message: platform === undefined ? message : `${platform}: ${message}`,
    ...(tags !== undefined && { tags: tags.map((tag) => tagValues[tag]) }),
    ...(related !== undefined && {
      relatedInformation: related.map((place) => ({
        location: { uri: uriOfPath(place.file), range: place.range },
        message: place.message,
      })),
    }),
  };
}

/** What tells a diagnostic from all others of a file; undefined for those of other tools. */
export function keyOfDiagnostic({ source, code, range, message }: Diagnostic): string | undefined {
  return source === 'oci-recipe' ? JSON.stringify([code, range.start, range.end, message]) : undefined;
}
