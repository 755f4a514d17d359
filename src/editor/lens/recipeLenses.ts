import type { CodeLensProvider, Disposable, Event, TextDocument, Uri } from 'vscode';
import { CodeLens, EventEmitter, l10n, Range, workspace } from 'vscode';

import type { LensView } from '../../bridge/languageProtocol.js';
import { messageOf } from '../../core/base/errors.js';
import type { Log } from '../../core/host/host.js';
import type { LanguageService } from '../language/languageService.js';
import { isRecipeDocument } from '../recipes/recipeFiles.js';

/** What the command behind a lens is called with: a recipe of a file, and the platforms (empty: the recipe's own). */
interface LensTarget {
  /** As the editor writes addresses. */
  readonly uri: string;
  readonly recipe: string;
  readonly platforms: readonly string[];
}

/** The command that builds from a lens; its argument is a `LensTarget`. */
const lensBuildCommand = 'ociRecipe.lens.build';

/** Platforms that get a lens where the recipe names none, and the most that get one. */
const usualPlatforms = ['linux/amd64', 'linux/arm64'];
const maxPlatforms = 4;

/** Build and check, above each target of a recipe file and above the stage that a recipe ends with. */
export class RecipeLenses implements CodeLensProvider, Disposable {
  readonly #language: Pick<LanguageService, 'lenses' | 'onDidCheck'>;
  readonly #log: Log;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: readonly Disposable[];

  readonly onDidChangeCodeLenses: Event<void> = this.#changed.event;

  constructor(language: Pick<LanguageService, 'lenses' | 'onDidCheck'>, log: Log) {
    this.#language = language;
    this.#log = log;
    const changed = (): void => {
      this.#changed.fire();
    };
    this.#subscriptions = [
      language.onDidCheck(changed),
      workspace.onDidGrantWorkspaceTrust(changed),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('ociRecipe.codeLens')) {
          changed();
        }
      }),
    ];
  }

  /** Empty where lenses are switched off, and where the server does not answer, which is logged. */
  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    const isWanted = workspace.getConfiguration('ociRecipe', document.uri).get<boolean>('codeLens', true);
    if (!isWanted || !isRecipeDocument(document)) {
      return [];
    }
    try {
      const views = await this.#language.lenses(document.uri);
      return views.flatMap((view) => toLenses(view, document.uri));
    } catch (error) {
      this.#log.warn(`No lenses for ${document.uri.path}: ${messageOf(error)}`);
      return [];
    }
  }

  dispose(): void {
    this.#changed.dispose();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}

/** Reads what a lens called a command with; undefined for anything else. */
export function readLensTarget(argument: unknown): LensTarget | undefined {
  const { uri, recipe, platforms } = (argument ?? {}) as Partial<LensTarget>;
  return typeof uri === 'string' && typeof recipe === 'string' && Array.isArray(platforms)
    ? { uri, recipe, platforms }
    : undefined;
}

function toLenses({ range, recipe, isNamed, platforms }: LensView, uri: Uri): readonly CodeLens[] {
  const place = new Range(range.start.line, range.start.character, range.end.line, range.end.character);
  const target = (only: readonly string[]): LensTarget => ({ uri: uri.toString(), recipe, platforms: only });
  const build = (title: string, tooltip: string, only: readonly string[]): CodeLens =>
    new CodeLens(place, { title, tooltip, command: lensBuildCommand, arguments: [target(only)] });
  const single = (platforms.length === 0 ? usualPlatforms : platforms).slice(0, maxPlatforms);
  const building = [
    build(
      isNamed ? l10n.t('Build {0}', recipe) : l10n.t('Build'),
      l10n.t('Build {0} for all platforms of the recipe', recipe),
      [],
    ),
    ...single.map((platform) =>
      build(platform.replace(/^linux\//, ''), l10n.t('Build {0} for {1}', recipe, platform), [platform]),
    ),
  ];
  const check = new CodeLens(place, {
    title: l10n.t('Check'),
    tooltip: l10n.t('Check this file and show what was found'),
    command: 'ociRecipe.check',
    arguments: [uri],
  });
  // Why: in Restricted Mode nothing can be built.
  return [...(workspace.isTrusted ? building : []), check];
}
