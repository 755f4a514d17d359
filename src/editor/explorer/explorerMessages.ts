import type { ExplorerView, FileReference, FilesRequest, FilesView } from '../../bridge/explorerProtocol.js';

/** What the thread that reads images can be asked, by name: what is given and what comes back at the end. */
export interface ExplorerCalls {
  /** Opens archives and folders; those that are open and did not change are not read again. */
  readonly open: {
    readonly given: { readonly sources: readonly string[] };
    readonly result: Pick<ExplorerView, 'images' | 'notes'>;
  };
  /** The table itself comes before the result, as stretches. */
  readonly files: {
    readonly given: { readonly sources: readonly string[]; readonly request: FilesRequest };
    readonly result: null;
  };
  readonly readFile: {
    readonly given: { readonly sources: readonly string[]; readonly file: FileReference };
    readonly result: FileText;
  };
  /** Lets go of everything. */
  readonly close: { readonly given: null; readonly result: null };
}

/** What a file of an image says, or in words why it is not shown. */
export type FileText =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly reason: string };

/** One call as it travels to the thread; `cancel` ends the call of that id. */
export type ExplorerRequest =
  | {
      readonly [Name in keyof ExplorerCalls]: {
        readonly kind: Name;
        readonly id: number;
        readonly given: ExplorerCalls[Name]['given'];
      };
    }[keyof ExplorerCalls]
  | { readonly kind: 'cancel'; readonly id: number };

/** What comes back: stretches and progress while it is worked on, then a result or an error. */
export type ExplorerReply =
  | { readonly kind: 'stretch'; readonly id: number; readonly stretch: FilesView }
  | { readonly kind: 'progress'; readonly id: number; readonly current: number; readonly total: number }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly message: string;
      readonly code?: string;
      readonly isAbort: boolean;
    };

/** What the thread is started with. */
export interface ExplorerThreadData {
  readonly assetDirectory: string;
}
