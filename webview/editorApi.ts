/** What VS Code gives a webview, once: https://code.visualstudio.com/api/extension-guides/webview */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** Sends one message of a contract to the editor. */
export type Post<Contract> = <Name extends keyof Contract>(type: Name, value: Contract[Name]) => void;

/** The editor as seen from the webview: somewhere to send messages, and a state that outlives the page. */
export interface EditorApi<Contract> {
  readonly post: Post<Contract>;
  /** What `saveState` was last given, in this page or the one before it; undefined at first. */
  readonly loadState: () => unknown;
  /** Keeps a plain value for the next page. */
  readonly saveState: (state: unknown) => void;
}

/** Connects to the editor. May be called once a page. */
export function connectEditor<Contract>(): EditorApi<Contract> {
  const api = acquireVsCodeApi();
  return {
    post: (type, value) => {
      api.postMessage({ type, value });
    },
    loadState: () => api.getState(),
    saveState: (state) => {
      api.setState(state);
    },
  };
}
