import type { Diagnostic } from 'vscode-languageserver/node';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';

import type { Finding, Severity } from '../../core/finding/finding.js';
import { rulePage } from '../../core/finding/rulePage.js';
import { idOfFinding } from '../check/findingStore.js';
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

/** What a diagnostic carries for the server alone; the fixes stay behind and are found again by it. */
interface DiagnosticData {
  readonly id: string;
}

/** The editor's form of a finding: its rule links to the rule's page, and a finding of one platform says which. */
export function toDiagnostic(finding: Finding): Diagnostic {
  const { range, rule, platform, message, tags, related } = finding;
  const data: DiagnosticData = { id: idOfFinding(finding) };
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
    data,
  };
}

/** The id of the finding that a diagnostic was made of; undefined for those of other tools. */
export function findingIdOf({ source, data }: Diagnostic): string | undefined {
  const id: unknown =
    typeof data === 'object' && data !== null ? (data as Partial<DiagnosticData>).id : undefined;
  return source === 'oci-recipe' && typeof id === 'string' ? id : undefined;
}
