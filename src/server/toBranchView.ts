import * as path from 'node:path';

import type { BranchView } from '../bridge/languageProtocol.js';
import type { BranchStatus } from '../core/check/branchStatus.js';
import type { Files } from '../core/host/host.js';
import type { GitRepository, Repository } from '../core/repository/repository.js';

/** What was seen of git when a recipe was checked. */
export interface BranchSource {
  /** Absent on a detached head and outside git. */
  readonly branch?: BranchStatus;
  readonly repository: Repository;
}

/** Where a recipe stands in git, in the editor's form. */
export async function toBranchView({ branch, repository }: BranchSource, files: Files): Promise<BranchView> {
  const launchpadMeant = branch?.launchpadMeant ?? false;
  if (repository.kind === 'none') {
    return { ...named(branch), explanation: repository.reason, launchpadMeant };
  }
  const headFile = await findHeadFile(repository.root, files);
  return {
    ...named(branch),
    ...(branch === undefined && { explanation: explainHead(repository) }),
    launchpadMeant,
    root: repository.root,
    ...(headFile !== undefined && { headFile }),
  };
}

function named(branch: BranchStatus | undefined): Pick<BranchView, 'name' | 'judgement'> {
  if (branch === undefined) {
    return {};
  }
  const { accepted, documentedForm, pushTag, tagValid, reason, suggestions } = branch.judgement;
  return {
    name: branch.name,
    judgement: {
      accepted,
      documentedForm,
      ...(tagValid && { pushTag }),
      ...(reason !== undefined && { reason }),
      suggestions,
    },
  };
}

function explainHead({ tag, commit }: GitRepository): string {
  const place = tag ?? commit?.slice(0, 12) ?? 'a commit';
  return `HEAD is detached at ${place}: no branch is checked out, and Launchpad builds branches.`;
}

/** Git's HEAD; in a linked work tree or a submodule `.git` is a file that names the directory that holds it. */
async function findHeadFile(root: string, files: Files): Promise<string | undefined> {
  const marker = path.join(root, '.git');
  const status = await files.status(marker);
  if (status?.kind !== 'file') {
    return status === undefined ? undefined : path.join(marker, 'HEAD');
  }
  const directory = /^gitdir: (.+)$/m.exec(await files.readText(marker))?.[1];
  return directory === undefined ? undefined : path.resolve(root, directory, 'HEAD');
}
