import type { Disposable, Event } from 'vscode';
import { Disposable as Disposables, EventEmitter, extensions, workspace } from 'vscode';

import type { FeatureParams } from '../../bridge/languageProtocol.js';

/** The extensions that complete, explain and format Dockerfiles themselves. */
const dockerfileExtensions = [
  'ms-azuretools.vscode-containers',
  'ms-azuretools.vscode-docker',
  'docker.docker',
] as const;

/** Completes and explains the keys of YAML files that have a schema, and ours has one. */
const yamlExtension = 'redhat.vscode-yaml';

/** Which language features are ours to offer: by the setting, and by what other extensions offer. */
export function chooseFeatures(): FeatureParams {
  const choice = workspace.getConfiguration('ociRecipe').get<string>('languageFeatures', 'auto');
  const isTaken = dockerfileExtensions.some((id) => extensions.getExtension(id) !== undefined);
  return {
    dockerfile: choice === 'on' || (choice !== 'off' && !isTaken),
    recipeKeys: choice === 'on' || extensions.getExtension(yamlExtension) === undefined,
  };
}

/** Tells when the choice has changed: an extension came or went, or the setting is another. */
export class FeatureChoice implements Disposable {
  readonly #changed = new EventEmitter<FeatureParams>();
  readonly #subscriptions: Disposable;
  #last = chooseFeatures();

  /** Fires with the new choice. */
  readonly onDidChange: Event<FeatureParams> = this.#changed.event;

  constructor() {
    this.#subscriptions = Disposables.from(
      extensions.onDidChange(() => {
        this.#look();
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('ociRecipe.languageFeatures')) {
          this.#look();
        }
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #look(): void {
    const now = chooseFeatures();
    if (now.dockerfile !== this.#last.dockerfile || now.recipeKeys !== this.#last.recipeKeys) {
      this.#last = now;
      this.#changed.fire(now);
    }
  }
}
