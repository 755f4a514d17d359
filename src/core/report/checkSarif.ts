import type { Log, ReportingDescriptor, Result, Region, Location } from 'sarif';

import type { Range } from '../base/text.js';
import type { Finding, Severity } from '../finding/finding.js';
import type { RuleInfo } from '../finding/ruleInfo.js';
import { rulePage } from '../finding/rulePage.js';
import type { CheckReport, FileNaming } from './checkReport.js';
import { formatJson } from './reportOptions.js';

/** What a SARIF report needs besides the findings. */
export interface SarifOptions {
  /** Version of the program. */
  readonly version: string;
  readonly nameOf: FileNaming;
  /** What is known of a rule; undefined for one that the table does not have. */
  readonly ruleNamed: (name: string) => RuleInfo | undefined;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/**
 * The check as SARIF 2.1.0: artifacts by the names that the user gave them, relative ones to the directory the
 * program ran in. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatCheckSarif(report: CheckReport, options: SarifOptions): string {
  const names = [...new Set(report.findings.map(({ rule }) => rule))];
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'oci-recipe',
            semanticVersion: options.version,
            informationUri: 'https://github.com/oci-recipes/vscode-oci-recipes',
            rules: names.map((name) => toDescriptor(name, options)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...report.notes, ...(report.notChecked ?? [])].map((text) => ({
              level: 'note',
              message: { text },
            })),
          },
        ],
        results: report.findings.map((finding) => toResult(finding, names, options)),
      },
    ],
  };
  return formatJson(log);
}

function toDescriptor(name: string, { ruleNamed }: SarifOptions): ReportingDescriptor {
  const info = ruleNamed(name);
  return {
    id: name,
    shortDescription: { text: `${info?.title ?? name}.` },
    helpUri: rulePage(name),
    ...(info !== undefined && {
      defaultConfiguration: { level: levels[info.severity] },
      properties: { tags: [info.family] },
    }),
  };
}

function toResult(finding: Finding, names: readonly string[], { nameOf }: SarifOptions): Result {
  const { rule, severity, message, file, range, platform, aliases, related } = finding;
  const fixes = finding.fixes.flatMap((fix) => (fix.kind === 'edit' ? [toFix(fix, nameOf)] : []));
  return {
    ruleId: rule,
    ruleIndex: names.indexOf(rule),
    level: levels[severity],
    message: { text: platform === undefined ? message : `${platform}: ${message}` },
    locations: [toLocation(file, range, nameOf)],
    ...(related !== undefined && {
      relatedLocations: related.map((place, id) => ({
        id,
        message: { text: place.message },
        ...toLocation(place.file, place.range, nameOf),
      })),
    }),
    ...(fixes.length > 0 && { fixes }),
    ...((platform !== undefined || aliases !== undefined) && {
      properties: { ...(platform !== undefined && { platform }), ...(aliases !== undefined && { aliases }) },
    }),
  };
}

function toFix(
  fix: Extract<Finding['fixes'][number], { kind: 'edit' }>,
  nameOf: FileNaming,
): NonNullable<Result['fixes']>[number] {
  return {
    description: { text: fix.title },
    artifactChanges: [
      {
        artifactLocation: { uri: toUri(nameOf(fix.file)) },
        replacements: fix.edits.map(({ range, newText }) => ({
          deletedRegion: toRegion(range),
          insertedContent: { text: newText },
        })),
      },
    ],
  };
}

function toLocation(file: string, range: Range, nameOf: FileNaming): Location {
  return {
    physicalLocation: { artifactLocation: { uri: toUri(nameOf(file)) }, region: toRegion(range) },
  };
}

function toRegion({ start, end }: Range): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A name as a URI reference: https://www.rfc-editor.org/rfc/rfc3986#section-4.2 */
function toUri(name: string): string {
  const slashed = name.replaceAll('\\', '/');
  const drive = /^[A-Za-z]:\//.test(slashed);
  const path = slashed
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^([A-Za-z])%3A\//, '$1:/');
  return drive ? `file:///${path}` : path.startsWith('/') ? `file://${path}` : path;
}
