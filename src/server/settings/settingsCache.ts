import type { ServerSettings } from './serverSettings.js';
import { defaultSettings, readServerSettings } from './serverSettings.js';

/** Asks the editor for the section `ociRecipe` as it holds for an address. */
export type PullSettings = (scopeUri: string) => Promise<unknown>;

/** The settings of each document, asked for once: typing must not wait for a round trip to the editor. */
export class SettingsCache {
  readonly #values = new Map<string, Promise<ServerSettings>>();
  #pull: PullSettings | undefined;

  /** From now on settings are asked for; before, and with editors that cannot be asked, the defaults hold. */
  begin(pull: PullSettings): void {
    this.#pull = pull;
    this.forget();
  }

  /** The settings that hold for an address. Never fails: an editor that gives no answer has the defaults. */
  get(uri: string): Promise<ServerSettings> {
    const known = this.#values.get(uri);
    if (known !== undefined) {
      return known;
    }
    const pulled = this.#pull?.(uri).then(readServerSettings, () => {
      this.#values.delete(uri);
      return defaultSettings;
    });
    const settings = pulled ?? Promise.resolve(defaultSettings);
    this.#values.set(uri, settings);
    return settings;
  }

  /** They changed: the next use asks again. */
  forget(): void {
    this.#values.clear();
  }
}
