import type { InputBoxValidationMessage } from 'vscode';
import { InputBoxValidationSeverity, l10n, Uri, window, workspace } from 'vscode';

import type { BranchView } from '../../bridge/languageProtocol.js';
import { messageOf } from '../../core/base/errors.js';
import { judgeBranchName } from '../../core/check/branchName.js';
import type { Host } from '../../core/host/host.js';
import type { LanguageService } from '../language/languageService.js';
import { readCommandTarget, targetFiles } from '../recipes/chooseRecipes.js';
import { requireTrust } from './requireTrust.js';

/** What changing branches needs of the extension. */
export interface BranchCommandOptions {
  readonly host: Host;
  readonly language: Pick<LanguageService, 'branch'>;
}

/** A command that creates a branch with a name Launchpad accepts, or gives such a name to the current one. */
export function createBranchCommand(options: BranchCommandOptions): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    if (!requireTrust(l10n.t('Changing branches'))) {
      return;
    }
    const branch = await findBranch(options, args);
    if (branch?.root === undefined) {
      const why =
        branch?.explanation ?? l10n.t('Open a Dockerfile or a recipe file of a git repository first.');
      void window.showInformationMessage(why);
      return;
    }
    const isRename = await askKind(branch);
    const name = isRename === undefined ? undefined : await askName(branch);
    if (name !== undefined) {
      const change = isRename ? ['branch', '-m', branch.name ?? '', name] : ['checkout', '-b', name];
      await runGit(options.host, branch.root, change);
    }
  };
}

/** The command behind the quick fix of a branch's finding: renames without asking again. */
export function createRenameCommand(options: BranchCommandOptions): (argument: unknown) => Promise<void> {
  return async (argument) => {
    const { from, to, uri } = argument as { from: string; to: string; uri: string };
    if (!requireTrust(l10n.t('Changing branches'))) {
      return;
    }
    const branch = await options.language.branch(Uri.parse(uri));
    if (branch?.root !== undefined) {
      await runGit(options.host, branch.root, ['branch', '-m', from, to]);
    }
  };
}

async function findBranch(
  { language }: BranchCommandOptions,
  args: readonly unknown[],
): Promise<BranchView | undefined> {
  const uri = targetFiles(readCommandTarget(args))[0] ?? workspace.workspaceFolders?.[0]?.uri;
  return uri === undefined ? undefined : language.branch(uri);
}

/** Whether to rename; undefined when the user went away. Without a branch there is nothing to rename. */
async function askKind({ name }: BranchView): Promise<boolean | undefined> {
  if (name === undefined) {
    return false;
  }
  const create = l10n.t('Create a new branch from {0}', name);
  const rename = l10n.t('Rename {0}', name);
  const answer = await window.showQuickPick([create, rename]);
  return answer === undefined ? undefined : answer === rename;
}

async function askName({ judgement, launchpadMeant }: BranchView): Promise<string | undefined> {
  const value = judgement?.suggestions[0] ?? '';
  return window.showInputBox({
    title: l10n.t('Name of the branch'),
    prompt: l10n.t('Version of the software and of Ubuntu, such as v1.0-24.04'),
    value,
    validateInput: (name) => validateBranchName(name, launchpadMeant),
  });
}

/** What the input box says of a name while it is typed; undefined when there is nothing to say. */
export function validateBranchName(
  name: string,
  launchpadMeant: boolean,
): InputBoxValidationMessage | undefined {
  if (name.trim() === '') {
    return { message: l10n.t('A branch needs a name.'), severity: InputBoxValidationSeverity.Error };
  }
  if (name.startsWith('-')) {
    return {
      message: l10n.t('Git allows no branch name that begins with a dash.'),
      severity: InputBoxValidationSeverity.Error,
    };
  }
  const { accepted, documentedForm, reason = '' } = judgeBranchName(name);
  if (accepted) {
    const message = l10n.t('Launchpad accepts this name, though {0}.', reason);
    return documentedForm ? undefined : { message, severity: InputBoxValidationSeverity.Warning };
  }
  return {
    message: l10n.t('Launchpad does not accept this name: {0}.', reason),
    severity: launchpadMeant ? InputBoxValidationSeverity.Error : InputBoxValidationSeverity.Warning,
  };
}

async function runGit(host: Host, root: string, args: readonly string[]): Promise<void> {
  try {
    const { exitCode, stderr } = await host.processes.run({ program: 'git', args, workingDirectory: root });
    if (exitCode !== 0) {
      void window.showErrorMessage(l10n.t('git refused: {0}', stderr.trim()));
    }
  } catch (error) {
    void window.showErrorMessage(messageOf(error));
  }
}
