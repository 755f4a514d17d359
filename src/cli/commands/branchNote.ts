import type { BranchStatus } from '../../core/check/branchStatus.js';
import { toPrintableLine } from '../../core/report/printable.js';

/** A sentence on the branch: what Launchpad makes of its name, and what a push of the image would be called. */
export function formatBranchNote({ name, judgement, launchpadMeant }: BranchStatus): string {
  const branch = toPrintableLine(name);
  if (!judgement.accepted) {
    const meant = launchpadMeant ? '' : ' (Launchpad is not meant, so this is no error)';
    const hint =
      judgement.suggestions[0] === undefined ? '' : `; a name it takes: ${judgement.suggestions[0]}`;
    return `Branch ${branch}: Launchpad would refuse this name${meant}${hint}.`;
  }
  const form = judgement.documentedForm ? '' : ', though it is not of the documented form v1.0-24.04';
  const tag = judgement.tagValid
    ? `a push gets the tag ${judgement.pushTag}`
    : `its tag ${judgement.pushTag} would be refused by registries`;
  return `Branch ${branch}: accepted by Launchpad${form}; ${tag}.`;
}
