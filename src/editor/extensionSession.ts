import * as path from 'node:path';

import type { Disposable, ExtensionContext } from 'vscode';
import { commands, env, languages } from 'vscode';

import type { Host } from '../core/host/host.js';
import { parsePlatform } from '../core/platform/platform.js';
import type { Build } from './builds/build.js';
import { BuildHistory } from './builds/buildHistory.js';
import { BuildStore } from './builds/buildStore.js';
import { announceEnd } from './builds/endNotice.js';
import { FailureDiagnostics } from './builds/failureDiagnostics.js';
import { createBranchCommand, createRenameCommand } from './commands/branchCommand.js';
import type { PlatformChoice } from './commands/buildCommands.js';
import { createBuildCommand } from './commands/buildCommands.js';
import { createCancelCommand } from './commands/cancelCommand.js';
import { createCheckCommand } from './commands/checkCommand.js';
import { createCompareCommand } from './commands/compareCommand.js';
import { createConvertCommand } from './commands/convertCommand.js';
import { createRecipeCommand } from './commands/createRecipeCommand.js';
import { createExploreCommand } from './commands/exploreCommand.js';
import { createInspectCommand } from './commands/inspectCommand.js';
import { createLogCommand } from './commands/logCommand.js';
import { openFailure } from './commands/openFailure.js';
import { chooseImageAction } from './commands/imageActions.js';
import { revealPath } from './commands/reveal.js';
import { createVerifyCommand } from './commands/verifyCommand.js';
import { Explorer } from './explorer/explorer.js';
import { LanguageService } from './language/languageService.js';
import { RecipeWatch } from './language/recipeWatch.js';
import { createSetSeverityCommand, createTurnOffCommand } from './language/severityCommands.js';
import { createSilenceCommand } from './language/silenceCommand.js';
import { createLensBuildCommand } from './lens/lensBuildCommand.js';
import { RecipeLenses } from './lens/recipeLenses.js';
import { LogDocuments } from './log/logDocuments.js';
import { logFolding } from './log/logFolding.js';
import { ReportDocuments } from './log/reportDocuments.js';
import { Monitor } from './monitor/monitor.js';
import type { MonitorActions } from './monitor/monitorPanel.js';
import { LayoutFolders } from './recipes/layoutFolders.js';
import { recipeSelector } from './recipes/recipeFiles.js';
import { createEditorHost } from './settings/editorHost.js';
import { BranchItem } from './status/branchItem.js';
import { LanguageStatus } from './status/languageStatus.js';
import { MonitorItem } from './status/monitorItem.js';

type Handler = (...args: never[]) => unknown;

/** The extension in one window: makes its parts, connects them, and ends them. */
export class ExtensionSession implements Disposable {
  readonly #host: Host;
  readonly #storage: string;
  readonly #store: BuildStore;
  readonly #language: LanguageService;
  readonly #logs: LogDocuments;
  readonly #monitor: Monitor;
  readonly #explorer: Explorer;
  readonly #disposables: Disposable[] = [];

  constructor(context: ExtensionContext, host: Host) {
    this.#host = createEditorHost(host);
    this.#storage = (context.storageUri ?? context.globalStorageUri).fsPath;
    const history = new BuildHistory(this.#host, this.#storage);
    this.#store = this.#own(new BuildStore({ host: this.#host, history }));
    this.#language = this.#own(new LanguageService(context));
    this.#logs = this.#own(new LogDocuments(this.#host, this.#store));
    const dockerfileOf = (source: string): string | undefined => this.#store.madeBy(source)?.dockerfile;
    this.#explorer = this.#own(new Explorer(context, { host: this.#host, dockerfileOf }));
    this.#monitor = this.#own(new Monitor(context, this.#store, this.#monitorActions()));
    this.#own(new FailureDiagnostics(this.#store));
    this.#own(new MonitorItem(this.#store));
    this.#own(languages.registerFoldingRangeProvider({ language: 'oci-recipe-log' }, logFolding));
    this.#registerCommands();
    this.#watchRecipes();
  }

  /** Cancels what is being built and ends the server; settles when no process is left. */
  async stop(): Promise<void> {
    await Promise.all([this.#store.stop(), this.#language.stop(), this.#explorer.stop()]);
  }

  dispose(): void {
    for (const disposable of this.#disposables.toReversed()) {
      disposable.dispose();
    }
  }

  #registerCommands(): void {
    const host = this.#host;
    const branch = { host, language: this.#language };
    const reports = this.#own(new ReportDocuments());
    this.#registerBuildCommands();
    this.#register('check', createCheckCommand(this.#language));
    this.#register('cancelBuild', createCancelCommand(this.#store));
    this.#register('showMonitor', () => this.#monitor.show());
    this.#register('showLog', createLogCommand(this.#store, this.#logs));
    this.#register('convertArchive', createConvertCommand(host));
    this.#register('verifyArtifacts', createVerifyCommand({ host, store: this.#store, reports }));
    this.#register('inspectImage', createInspectCommand({ host, reports }));
    this.#register('exploreImage', createExploreCommand(this.#explorer));
    this.#register('compareImages', createCompareCommand(this.#explorer));
    this.#register('createRecipe', createRecipeCommand(host));
    this.#register('createBranch', createBranchCommand(branch));
    this.#register('renameBranch', createRenameCommand(branch));
    this.#register('setRuleSeverity', createSetSeverityCommand());
    this.#register('turnRuleOff', createTurnOffCommand());
    this.#register('silence', createSilenceCommand());
  }

  /** Why each twice: the menu's entries are short, and the palette's say what they do. */
  #registerBuildCommands(): void {
    const choices: Readonly<Record<string, PlatformChoice>> = {
      buildAll: 'recipe',
      buildAmd64: [parsePlatform('linux/amd64')],
      buildArm64: [parsePlatform('linux/arm64')],
      buildChosen: 'ask',
    };
    const options = {
      host: this.#host,
      store: this.#store,
      artifactDirectory: path.join(this.#storage, 'artifacts'),
      onDidEnd: (build: Build) => {
        this.#announce(build);
      },
    };
    for (const [name, choice] of Object.entries(choices)) {
      const build = createBuildCommand(options, choice);
      this.#register(name, build);
      this.#register(`menu.${name}`, build);
    }
    this.#register('lens.build', createLensBuildCommand(options));
  }

  #watchRecipes(): void {
    const branchItem = this.#own(new BranchItem());
    const languageStatus = this.#own(new LanguageStatus());
    const layoutFolders = this.#own(new LayoutFolders());
    const { log } = this.#host;
    const lenses = this.#own(new RecipeLenses(this.#language, log));
    this.#own(languages.registerCodeLensProvider([...recipeSelector], lenses));
    this.#own(
      this.#language.onDidCheck(() => {
        void layoutFolders.begin();
      }),
    );
    const watch = this.#own(new RecipeWatch({ language: this.#language, branchItem, languageStatus, log }));
    const timer = setTimeout(() => {
      watch.begin();
    }, 0);
    this.#own({
      dispose: () => {
        clearTimeout(timer);
      },
    });
  }

  #monitorActions(): MonitorActions {
    const withBuild = (act: (build: Build) => unknown) => (value: { readonly buildId: string }) => {
      const build = this.#store.find(value.buildId);
      if (build !== undefined) {
        void act(build);
      }
    };
    const withImage = (act: (directory: string) => unknown) => {
      return ({ buildId, platform }: { readonly buildId: string; readonly platform: string }) => {
        const images = this.#store.find(buildId)?.images ?? [];
        const image = images.find((candidate) => candidate.platform === platform);
        if (image !== undefined) {
          void act(image.directory);
        }
      };
    };
    return {
      cancelBuild: withBuild(({ id }) => this.#store.cancel(id)),
      openFailure: withBuild(openFailure),
      showLog: withBuild((build) => this.#logs.show(build)),
      copyText: ({ text }) => void env.clipboard.writeText(text),
      revealArtifacts: withImage(revealPath),
      exploreArtifacts: withImage((directory) => {
        this.#explorer.show([directory]);
      }),
      chooseAction: withImage(chooseImageAction),
    };
  }

  #announce(build: Build): void {
    void announceEnd(build, {
      showLog: (ended) => void this.#logs.show(ended),
      openFailure: (ended) => void openFailure(ended),
      showMonitor: () => void this.#monitor.show(),
      explore: ({ outputDirectory }) => {
        this.#explorer.show([outputDirectory]);
      },
    });
  }

  #register(name: string, handler: Handler): void {
    this.#own(commands.registerCommand(`ociRecipe.${name}`, handler as (...args: unknown[]) => unknown));
  }

  #own<Part extends Disposable>(part: Part): Part {
    this.#disposables.push(part);
    return part;
  }
}
