import type {
  ClientCapabilities,
  Connection,
  Disposable,
  DocumentSelector,
  ServerCapabilities,
  TextDocumentIdentifier,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { BulkRegistration, LSPErrorCodes, RegistrationType, ResponseError } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

import type { FeatureParams } from '../../bridge/languageProtocol.js';
import { messageOf } from '../../core/base/errors.js';
import type { Host } from '../../core/host/host.js';
import { recipeFileNames } from '../../core/pipeline/findRecipes.js';
import type { RecipeChecker } from '../check/recipeChecker.js';
import { pathOfUri } from '../documentPaths.js';
import type { OpenDocuments } from '../openDocuments.js';
import {
  dockerfileFeatures,
  dockerfileSelector,
  recipeFeatures,
  recipeSelector,
  staticCapabilities,
} from './assistFeatures.js';
import type { RenameAnswer } from './dockerfileAssist.js';
import { DockerfileAssist } from './dockerfileAssist.js';
import type { RecipeDocument } from './recipeAssist.js';
import {
  completeInRecipe,
  followInRecipe,
  hoverInRecipe,
  referencesInRecipe,
  renameInRecipe,
  renameRangeInRecipe,
  symbolsInRecipe,
} from './recipeAssist.js';

/** What the language features work with. */
export interface AssistOptions {
  readonly connection: Connection;
  readonly host: Host;
  readonly open: OpenDocuments;
  readonly checker: Pick<RecipeChecker, 'lookAt'>;
}

/** Something about a document, at a place in it or not. */
interface DocumentParams {
  readonly textDocument: TextDocumentIdentifier;
}

/** Who answers about a document of one kind; a kind without an answer has an empty one. */
interface Answers<Params, Answer> {
  readonly dockerfile?: (text: string, params: Params) => Answer | Promise<Answer>;
  readonly recipe?: (recipe: RecipeDocument, params: Params) => Answer | Promise<Answer>;
}

/**
 * Answers what editors ask while a Dockerfile or a recipe file is written, and tells them what can be asked: what is
 * offered can change while the editor runs, when another extension comes or goes that offers the same.
 */
export class AssistRegistration {
  readonly #options: AssistOptions;
  readonly #dockerfile: DockerfileAssist;
  #features: FeatureParams = { dockerfile: true, recipeKeys: true };
  #isDynamic = false;
  readonly #registered = new Map<'dockerfile' | 'recipe', Promise<Disposable>>();

  constructor(options: AssistOptions) {
    this.#options = options;
    this.#dockerfile = new DockerfileAssist((message) => {
      options.connection.console.warn(message);
    });
  }

  /** What the server can do from the start: nothing yet for editors that can be told later. */
  initialize({ textDocument }: ClientCapabilities): Partial<ServerCapabilities> {
    this.#dockerfile.setCapabilities(textDocument);
    this.#isDynamic = textDocument?.hover?.dynamicRegistration === true;
    return this.#isDynamic ? {} : staticCapabilities();
  }

  /** Offers from now on what `features` says, and no longer what it does not. */
  offer(features: FeatureParams): void {
    this.#features = features;
    if (this.#isDynamic) {
      this.#register('recipe', true);
      this.#register('dockerfile', features.dockerfile);
    }
  }

  /** Begins to answer. */
  listen(): void {
    this.#listenToCompletion();
    this.#listenToLookingUp();
    this.#listenToShape();
    this.#listenToFormatting();
    this.#listenToRename();
  }

  #register(kind: 'dockerfile' | 'recipe', isWanted: boolean): void {
    const registered = this.#registered.get(kind);
    if (!isWanted && registered !== undefined) {
      this.#registered.delete(kind);
      void registered.then((disposable) => {
        disposable.dispose();
      });
    } else if (isWanted && registered === undefined) {
      const [features, documentSelector] =
        kind === 'dockerfile' ? [dockerfileFeatures, dockerfileSelector] : [recipeFeatures, recipeSelector];
      this.#registered.set(kind, this.#registerAll(features, documentSelector));
    }
  }

  async #registerAll(
    features: typeof dockerfileFeatures,
    documentSelector: DocumentSelector,
  ): Promise<Disposable> {
    const bulk = BulkRegistration.create();
    for (const { method, options } of features) {
      bulk.add(new RegistrationType<object>(method), { ...options, documentSelector });
    }
    return this.#options.connection.client.register(bulk);
  }

  #listenToCompletion(): void {
    const { connection } = this.#options;
    const dockerfile = this.#dockerfile;
    connection.onCompletion((params) =>
      this.#answer(params, [], {
        dockerfile: (text) => dockerfile.complete(text, params.position),
        recipe: (recipe) => completeInRecipe(recipe, params.position),
      }),
    );
    connection.onCompletionResolve((item) => dockerfile.resolveCompletion(item));
    connection.onSignatureHelp((params) =>
      this.#answer(params, null, {
        dockerfile: (text) => dockerfile.signatureHelp(text, params.position),
      }),
    );
  }

  #listenToLookingUp(): void {
    const { connection } = this.#options;
    const dockerfile = this.#dockerfile;
    connection.onHover((params) =>
      this.#answer(params, null, {
        dockerfile: (text) => dockerfile.hover(text, params.position),
        recipe: (recipe) => hoverInRecipe(recipe, params.position),
      }),
    );
    connection.onDefinition(async (params) => {
      const place = await this.#answer(params, null, {
        dockerfile: (text) => dockerfile.definition(params.textDocument.uri, text, params.position),
      });
      return (
        place ?? this.#answer(params, [], { recipe: (recipe) => followInRecipe(recipe, params.position) })
      );
    });
    connection.onReferences((params) =>
      this.#answer(params, [], {
        recipe: (recipe) => referencesInRecipe(recipe, params.position, params.context),
      }),
    );
    connection.onDocumentHighlight((params) =>
      this.#answer(params, [], { dockerfile: (text) => dockerfile.highlights(text, params.position) }),
    );
  }

  #listenToShape(): void {
    const { connection } = this.#options;
    const dockerfile = this.#dockerfile;
    connection.onDocumentSymbol(async (params) => {
      const outline = await this.#answer(params, [], { recipe: symbolsInRecipe });
      return outline.length > 0
        ? outline
        : this.#answer(params, [], {
            dockerfile: (text) => dockerfile.symbols(params.textDocument.uri, text),
          });
    });
    connection.onFoldingRanges((params) =>
      this.#answer(params, [], { dockerfile: (text) => dockerfile.foldingRanges(text) }),
    );
    connection.onDocumentLinks((params) =>
      this.#answer(params, [], { dockerfile: (text) => dockerfile.links(text) }),
    );
    connection.languages.semanticTokens.on((params) =>
      this.#answer(params, { data: [] }, { dockerfile: (text) => dockerfile.semanticTokens(text) }),
    );
  }

  #listenToFormatting(): void {
    const { connection } = this.#options;
    const dockerfile = this.#dockerfile;
    connection.onDocumentFormatting((params) =>
      this.#answer<typeof params, TextEdit[]>(params, [], {
        dockerfile: (text) => dockerfile.format(text, params.options),
      }),
    );
    connection.onDocumentRangeFormatting((params) =>
      this.#answer<typeof params, TextEdit[]>(params, [], {
        dockerfile: (text) => dockerfile.format(text, params.options, params.range),
      }),
    );
    connection.onDocumentOnTypeFormatting((params) =>
      this.#answer<typeof params, TextEdit[]>(params, [], {
        dockerfile: (text) =>
          dockerfile.formatOnType(text, params.position, {
            character: params.ch,
            options: params.options,
          }),
      }),
    );
  }

  #listenToRename(): void {
    const { connection } = this.#options;
    connection.onPrepareRename((params) =>
      this.#answer(params, null, {
        dockerfile: (text) => this.#dockerfile.prepareRename(text, params.position),
        recipe: (recipe) => renameRangeInRecipe(recipe, params.position),
      }),
    );
    connection.onRenameRequest(async (params): Promise<WorkspaceEdit> => {
      const nothing: RenameAnswer = { kind: 'refused', reason: 'There is nothing here that can be renamed.' };
      const { uri } = params.textDocument;
      const answer = await this.#answer<typeof params, RenameAnswer>(params, nothing, {
        dockerfile: (text) => this.#dockerfile.rename(uri, text, params.position, params.newName),
        recipe: (recipe) => renameInRecipe(recipe, params.position, params.newName),
      });
      if (answer.kind === 'refused') {
        throw new ResponseError(LSPErrorCodes.RequestFailed, answer.reason);
      }
      return { changes: { [uri]: [...answer.edits] } };
    });
  }

  /** Asks who is responsible for the document. Never fails: what goes wrong is logged, and the answer is empty. */
  async #answer<Params extends DocumentParams, Answer>(
    params: Params,
    empty: Answer,
    answers: Answers<Params, Answer>,
  ): Promise<Answer> {
    const path = pathOfUri(params.textDocument.uri);
    const document = path === undefined ? undefined : this.#options.open.find(path);
    if (path === undefined || document === undefined) {
      return empty;
    }
    try {
      return (await this.#ask(path, document, params, answers)) ?? empty;
    } catch (error) {
      this.#options.connection.console.error(`No answer about ${path}: ${messageOf(error)}`);
      return empty;
    }
  }

  async #ask<Params, Answer>(
    path: string,
    document: TextDocument,
    params: Params,
    { dockerfile, recipe }: Answers<Params, Answer>,
  ): Promise<Answer | undefined> {
    if (isRecipeFile(path)) {
      return recipe?.(await this.#recipeDocument(path, document), params);
    }
    const isOurs = this.#features.dockerfile && this.#options.open.isChecked(path) && !path.endsWith('.hcl');
    return isOurs ? dockerfile?.(document.getText(), params) : undefined;
  }

  async #recipeDocument(path: string, document: TextDocument): Promise<RecipeDocument> {
    const { checker, host, open } = this.#options;
    const { recipes } = await checker.lookAt(path, new AbortController().signal);
    return {
      path,
      document,
      text: document.getText(),
      recipes,
      files: host.files,
      read: (file) => open.textOf(file),
      withKeys: this.#features.recipeKeys,
    };
  }
}

function isRecipeFile(path: string): boolean {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  return recipeFileNames.includes(name) && !name.endsWith('.hcl');
}
