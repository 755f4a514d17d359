import { applyEdits } from '../finding/applyEdits.js';
import type { Finding, TextEdit } from '../finding/finding.js';
import type { Files, Host } from '../host/host.js';

/** A fix that was applied. */
export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
  /** Absolute path of the file that was changed. */
  readonly file: string;
  /** Where the finding was, before anything was changed; from 0. */
  readonly line: number;
}

/**
 * Applies the first safe fix of each finding to the files, which are replaced whole or left as they are. Fixes that
 * would get in each other's way wait: check again and call again, until nothing is applied.
 */
export async function applySafeFixes(
  findings: readonly Finding[],
  host: Pick<Host, 'files' | 'system'>,
): Promise<readonly AppliedFix[]> {
  const offers = findings.flatMap(offerOf);
  const applied: AppliedFix[] = [];
  for (const file of new Set(offers.map((offer) => offer.fix.file))) {
    const own = offers.filter((offer) => offer.fix.file === file);
    applied.push(...(await applyToFile(file, own, host)));
  }
  return applied;
}

interface Offer {
  readonly fix: AppliedFix;
  readonly edits: readonly TextEdit[];
}

function offerOf({ rule, range, fixes }: Finding): readonly Offer[] {
  const safe = fixes.find((fix) => fix.kind === 'edit' && fix.isSafe === true);
  return safe?.kind === 'edit'
    ? [{ fix: { rule, title: safe.title, file: safe.file, line: range.start.line }, edits: safe.edits }]
    : [];
}

async function applyToFile(
  file: string,
  offers: readonly Offer[],
  host: Pick<Host, 'files' | 'system'>,
): Promise<readonly AppliedFix[]> {
  const before = await host.files.readText(file);
  let edits: readonly TextEdit[] = [];
  const applied: AppliedFix[] = [];
  for (const offer of offers) {
    const more = [...edits, ...offer.edits.filter((edit) => !isKnown(edits, edit))];
    if (applyEdits(before, more) !== undefined) {
      edits = more;
      applied.push(offer.fix);
    }
  }
  const after = applyEdits(before, edits);
  if (after === undefined || after === before) {
    return [];
  }
  await replaceText(await host.files.realPath(file), after, host);
  return applied;
}

/** Two findings may ask for the same edit: then one does for both. */
function isKnown(edits: readonly TextEdit[], edit: TextEdit): boolean {
  return edits.some((other) => JSON.stringify(other) === JSON.stringify(edit));
}

async function replaceText(
  file: string,
  text: string,
  { files, system }: { readonly files: Files; readonly system: Host['system'] },
): Promise<void> {
  const aside = `${file}.${system.processId}.part`;
  try {
    await files.writeText(aside, text);
    await files.rename(aside, file);
  } catch (error) {
    await files.remove(aside);
    throw error;
  }
}
