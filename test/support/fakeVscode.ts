/**
 * A small editor for unit tests: what the extension registers and shows is recorded in `fake`, and what a user would
 * answer is put there. Only what our code uses exists; the real editor is used in test/vscode.
 */
import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Anything with an end. */
interface Ending {
  dispose(): void;
}

type Listener<Value> = (value: Value) => unknown;

/** As `vscode.EventEmitter`. */
export class EventEmitter<Value> {
  readonly #listeners = new Set<Listener<Value>>();

  readonly event = (listener: Listener<Value>): Ending => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: Value): void {
    for (const listener of [...this.#listeners]) {
      listener(value);
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }
}

/** As `vscode.Uri`, for absolute POSIX paths. */
export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;

  private constructor(scheme: string, path: string, query = '') {
    this.scheme = scheme;
    this.path = path;
    this.query = query;
  }

  static file(path: string): Uri {
    return new Uri('file', path);
  }

  static from(parts: { scheme: string; path?: string; query?: string }): Uri {
    return new Uri(parts.scheme, parts.path ?? '', parts.query ?? '');
  }

  static parse(text: string): Uri {
    const url = new URL(text);
    return new Uri(url.protocol.slice(0, -1), decodeURIComponent(url.pathname), url.search.slice(1));
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(base.scheme, posix.join(base.path, ...parts), base.query);
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return this.scheme === 'file' ? pathToFileURL(this.path).href : `${this.scheme}:${this.path}`;
  }
}

/** As `vscode.Range`, made of four numbers. */
export class Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };

  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = { line: startLine, character: startCharacter };
    this.end = { line: endLine, character: endCharacter };
  }
}

/** As `vscode.Diagnostic`. */
export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  source?: string;
  code?: string;

  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

/** As `vscode.ThemeColor`. */
export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

/** As `vscode.MarkdownString`. */
export class MarkdownString {
  readonly value: string;

  constructor(value = '') {
    this.value = value;
  }
}

/** As `vscode.FoldingRange`. */
export class FoldingRange {
  readonly start: number;
  readonly end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}

/** As `vscode.RelativePattern`. */
export class RelativePattern {
  readonly baseUri: Uri;
  readonly pattern: string;

  constructor(baseUri: Uri, pattern: string) {
    this.baseUri = baseUri;
    this.pattern = pattern;
  }
}

/** As `vscode.CodeLens`. */
export class CodeLens {
  readonly range: Range;
  readonly command: Loose;

  constructor(range: Range, command: Loose) {
    this.range = range;
    this.command = command;
  }
}

/** As `vscode.Disposable`. */
export class Disposable {
  readonly dispose: () => void;

  constructor(dispose: () => void) {
    this.dispose = dispose;
  }

  static from(...parts: readonly Ending[]): Disposable {
    return new Disposable(() => {
      parts.forEach((part) => {
        part.dispose();
      });
    });
  }
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const ViewColumn = { Active: -1, Beside: -2 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const UIKind = { Desktop: 1, Web: 2 };

/** A text document, open in the fake editor. */
export interface FakeDocument {
  readonly uri: Uri;
  readonly languageId: string;
  readonly isDirty?: boolean;
  readonly save?: () => Promise<boolean>;
}

/** A status bar or language status item, as it was left. */
export interface FakeItem {
  readonly id: string;
  isVisible: boolean;
  [property: string]: unknown;
}

/** What the editor said to the user, and how. */
export interface FakeMessage {
  readonly kind: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly buttons: readonly string[];
}

/** Everything the extension did to the editor, and everything the user will answer; `reset` before each test. */
export class FakeEditor {
  readonly commands = new Map<string, (...args: unknown[]) => unknown>();
  /** Calls of commands that the extension did not register itself. */
  readonly executed: { readonly command: string; readonly args: readonly unknown[] }[] = [];
  readonly items = new Map<string, FakeItem>();
  readonly messages: FakeMessage[] = [];
  readonly watchers: FakeWatcher[] = [];
  readonly panels: FakePanel[] = [];
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly settings = new Map<string, unknown>();
  /** What was written into documents. */
  readonly applied: WorkspaceEdit['replaced'][number][] = [];
  readonly providers = new Map<string, unknown>();
  readonly serializers = new Map<string, unknown>();
  readonly shown: { readonly uri: Uri; readonly options: unknown }[] = [];
  readonly didOpen = new EventEmitter<FakeDocument>();
  readonly didClose = new EventEmitter<FakeDocument>();
  readonly didChange = new EventEmitter<{ document: Loose }>();
  readonly didActivate = new EventEmitter<{ document: FakeDocument } | undefined>();
  readonly didGrantTrust = new EventEmitter<void>();
  readonly didChangeSettings = new EventEmitter<{ affectsConfiguration(section: string): boolean }>();
  readonly didChangeExtensions = new EventEmitter<void>();
  /** Ids of the extensions that are enabled. */
  extensions: readonly string[] = [];
  documents: FakeDocument[] = [];
  activeDocument: FakeDocument | undefined;
  visibleEditors: readonly Loose[] = [];
  folders: { uri: Uri; name: string }[] = [];
  files: Uri[] = [];
  isTrusted = true;
  clipboard = '';
  remoteName: string | undefined;
  /** Answers to messages, picks and dialogs, in order: a function gets what was offered. */
  answers: ((offered: unknown) => unknown)[] = [];

  /** What the user answers next; undefined when the user goes away. */
  answer(offered: unknown): Promise<unknown> {
    return Promise.resolve(this.answers.shift()?.(offered));
  }
}

/** Edits of documents. */
export class WorkspaceEdit {
  readonly replaced: { readonly uri: Uri; readonly range: Range; readonly newText: string }[] = [];

  replace(uri: Uri, range: Range, newText: string): void {
    this.replaced.push({ uri, range, newText });
  }
}

/** A file system watcher and the events a test makes it fire. */
export class FakeWatcher {
  readonly pattern: unknown;
  readonly changed = new EventEmitter<Uri>();
  readonly onDidCreate = this.changed.event;
  readonly onDidChange = this.changed.event;
  readonly onDidDelete = this.changed.event;
  isDisposed = false;

  constructor(pattern: unknown) {
    this.pattern = pattern;
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

/** A webview panel: what was posted to it, and a way to post back. */
export class FakePanel {
  readonly posted: unknown[] = [];
  readonly received = new EventEmitter<unknown>();
  readonly disposed = new EventEmitter<void>();
  readonly viewState = new EventEmitter<void>();
  readonly onDidDispose = this.disposed.event;
  readonly onDidChangeViewState = this.viewState.event;
  visible = true;
  revealed = 0;
  readonly webview = {
    html: '',
    options: {},
    cspSource: 'https://fake.example',
    asWebviewUri: (uri: Uri): Uri => uri,
    onDidReceiveMessage: this.received.event,
    postMessage: (message: unknown): Promise<boolean> => {
      this.posted.push(message);
      return Promise.resolve(true);
    },
  };

  reveal(): void {
    this.revealed += 1;
  }

  dispose(): void {
    this.disposed.fire();
  }
}

/** The editor that the exported namespaces below speak for. */
export let fake = new FakeEditor();

/** A new editor, and the old one forgotten. */
export function resetFakeVscode(): FakeEditor {
  fake = new FakeEditor();
  return fake;
}

/** What the functions below give back; the extension sees them with the editor's own types. */
type Loose = Record<string, unknown>;

const nothing: Ending = { dispose: () => undefined };

function forwards<Value>(
  of: (editor: FakeEditor) => EventEmitter<Value>,
): (listener: Listener<Value>) => Ending {
  return (listener: Listener<Value>): Ending => of(fake).event(listener);
}

function createItem(id: string): FakeItem {
  const item: FakeItem = {
    id,
    isVisible: false,
    show: () => (item.isVisible = true),
    hide: () => (item.isVisible = false),
    dispose: () => fake.items.delete(id),
  };
  fake.items.set(id, item);
  return item;
}

function say(kind: FakeMessage['kind']): (text: string, ...rest: unknown[]) => Promise<unknown> {
  return (text: string, ...rest: unknown[]): Promise<unknown> => {
    const buttons = rest.filter((item) => typeof item === 'string');
    fake.messages.push({ kind, text, buttons });
    return buttons.length === 0 ? Promise.resolve(undefined) : fake.answer(buttons);
  };
}

export const commands = {
  registerCommand: (id: string, handler: (...args: unknown[]) => unknown): Ending => {
    fake.commands.set(id, handler);
    return { dispose: () => fake.commands.delete(id) };
  },
  executeCommand: (command: string, ...args: unknown[]): Promise<unknown> => {
    const handler = fake.commands.get(command);
    if (handler === undefined) {
      fake.executed.push({ command, args });
    }
    return Promise.resolve(handler?.(...args));
  },
};

export const window = {
  get activeTextEditor(): { document: FakeDocument } | undefined {
    return fake.activeDocument === undefined ? undefined : { document: fake.activeDocument };
  },
  createOutputChannel: (): Loose => ({ ...nothing, debug: () => undefined, warn: () => undefined }),
  createStatusBarItem: createItem,
  createWebviewPanel: (): FakePanel => {
    const panel = new FakePanel();
    fake.panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer: (type: string, serializer: unknown): Ending => {
    fake.serializers.set(type, serializer);
    return nothing;
  },
  get visibleTextEditors(): readonly Loose[] {
    return fake.visibleEditors;
  },
  onDidChangeActiveTextEditor: forwards((editor) => editor.didActivate),
  showInformationMessage: say('info'),
  showWarningMessage: say('warning'),
  showErrorMessage: say('error'),
  showQuickPick: (items: unknown): Promise<unknown> => fake.answer(items),
  showInputBox: (options: unknown): Promise<unknown> => fake.answer(options),
  showOpenDialog: (options: unknown): Promise<unknown> => fake.answer(options),
  showSaveDialog: (options: unknown): Promise<unknown> => fake.answer(options),
  showTextDocument: (target: Uri | FakeDocument, options: unknown): Promise<unknown> => {
    fake.shown.push({ uri: target instanceof Uri ? target : target.uri, options });
    return Promise.resolve({ revealRange: () => undefined });
  },
  withProgress: (
    _options: unknown,
    task: (progress: unknown, token: unknown) => Promise<unknown>,
  ): Promise<unknown> => task({ report: () => undefined }, { onCancellationRequested: () => nothing }),
};

export const workspace = {
  get isTrusted(): boolean {
    return fake.isTrusted;
  },
  get textDocuments(): readonly FakeDocument[] {
    return fake.documents;
  },
  get workspaceFolders(): FakeEditor['folders'] {
    return fake.folders;
  },
  getConfiguration: (section: string): Loose => ({
    get: (key: string, fallback: unknown): unknown => fake.settings.get(`${section}.${key}`) ?? fallback,
    inspect: (key: string): Loose => ({
      globalValue: fake.settings.get(`user:${section}.${key}`),
      workspaceValue: fake.settings.get(`${section}.${key}`),
    }),
    update: (key: string, value: unknown): Promise<void> => {
      fake.settings.set(`${section}.${key}`, value);
      return Promise.resolve();
    },
  }),
  getWorkspaceFolder: (uri: Uri): FakeEditor['folders'][number] | undefined =>
    fake.folders.find((folder) => uri.path === folder.uri.path || uri.path.startsWith(`${folder.uri.path}/`)),
  asRelativePath: (target: Uri | string): string => (typeof target === 'string' ? target : target.path),
  findFiles: (): Promise<readonly Uri[]> => Promise.resolve(fake.files),
  onDidOpenTextDocument: forwards((editor) => editor.didOpen),
  onDidCloseTextDocument: forwards((editor) => editor.didClose),
  onDidChangeTextDocument: forwards((editor) => editor.didChange),
  onDidChangeConfiguration: forwards((editor) => editor.didChangeSettings),
  onDidGrantWorkspaceTrust: forwards((editor) => editor.didGrantTrust),
  registerTextDocumentContentProvider: (scheme: string, provider: unknown): Ending => {
    fake.providers.set(scheme, provider);
    return nothing;
  },
  createFileSystemWatcher: (pattern: unknown): FakeWatcher => {
    const watcher = new FakeWatcher(pattern);
    fake.watchers.push(watcher);
    return watcher;
  },
  applyEdit: (edit: WorkspaceEdit): Promise<boolean> => {
    fake.applied.push(...edit.replaced);
    return Promise.resolve(true);
  },
  openTextDocument: (uri: Uri): Promise<Loose> =>
    Promise.resolve({ uri, lineCount: 1, lineAt: () => ({ range: new Range(0, 0, 0, 0) }) }),
};

export const languages = {
  createLanguageStatusItem: createItem,
  createDiagnosticCollection: (): Loose => ({
    set: (uri: Uri, diagnostics: readonly Diagnostic[]) => fake.diagnostics.set(uri.path, diagnostics),
    delete: (uri: Uri) => fake.diagnostics.delete(uri.path),
    dispose: () => {
      fake.diagnostics.clear();
    },
  }),
  registerFoldingRangeProvider: (): Ending => nothing,
  registerCodeLensProvider: (): Ending => nothing,
};

export const extensions = {
  getExtension: (id: string): Loose | undefined => (fake.extensions.includes(id) ? { id } : undefined),
  onDidChange: forwards((editor) => editor.didChangeExtensions),
};

export const env = {
  language: 'en',
  uiKind: UIKind.Desktop,
  get remoteName(): string | undefined {
    return fake.remoteName;
  },
  clipboard: {
    writeText: (text: string): Promise<void> => {
      fake.clipboard = text;
      return Promise.resolve();
    },
  },
};

export const l10n = {
  /** Fills `{0}`, `{1}` in, as the editor does for a language it has no translation of. */
  t: (message: string, ...args: unknown[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};
