import { DockerfileLanguageServiceFactory } from 'dockerfile-language-service';
// Why so deep: the service itself would ask Docker Hub for tags while one types.
import { DockerAssist } from 'dockerfile-language-service/lib/dockerAssist';
import { DockerRegistryClient } from 'dockerfile-language-service/lib/dockerRegistryClient';
import type { ClientCapabilities } from 'vscode-languageserver/node';
import type {
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  FoldingRange,
  FormattingOptions,
  Hover,
  Location,
  Position,
  Range,
  SemanticTokens,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
} from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';

import { messageOf } from '../../core/base/errors.js';
import { parseDockerfile } from '../../core/dockerfile/parseDockerfile.js';
import { fixedLines } from './fixedLines.js';
import { renameProblem } from './safeRename.js';

/** Names no tags: no keystroke may reach the network. */
class OfflineRegistry extends DockerRegistryClient {
  override getTags(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

/** The order that the service numbers its semantic tokens in. */
export const semanticTokensLegend: {
  readonly tokenTypes: readonly string[];
  readonly tokenModifiers: readonly string[];
} = {
  tokenTypes: [
    ...['keyword', 'comment', 'parameter', 'property', 'namespace', 'class', 'macro', 'string'],
    ...['variable', 'operator', 'modifier'],
  ],
  tokenModifiers: ['declaration', 'definition', 'deprecated'],
};

/** What a rename came to: edits, or the sentence that says why there are none. */
export type RenameAnswer =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Language features of Dockerfiles by dockerfile-language-service. It is known to throw on unusual texts: every answer
 * that fails is an empty one, and the failure is logged. No edit of it touches what a heredoc or a quoted text holds.
 */
export class DockerfileAssist {
  readonly #service = DockerfileLanguageServiceFactory.createLanguageService();
  readonly #registry = new OfflineRegistry();
  readonly #log: (message: string) => void;
  #capabilities: ClientCapabilities['textDocument'];

  constructor(log: (message: string) => void) {
    this.#log = log;
    this.#service.setLogger({ log });
  }

  /** Takes over what the editor can show. */
  setCapabilities(capabilities: ClientCapabilities['textDocument']): void {
    this.#capabilities = capabilities;
    this.#service.setCapabilities(capabilities ?? {});
  }

  async complete(text: string, position: Position): Promise<CompletionItem[]> {
    const document = TextDocument.create('', 'dockerfile', 0, text);
    const item = this.#capabilities?.completion?.completionItem ?? {};
    return this.#guard('completion', [], async () => {
      const assist = new DockerAssist(document, this.#registry, item);
      return await assist.computeProposals(position);
    });
  }

  async resolveCompletion(item: CompletionItem): Promise<CompletionItem> {
    return this.#guard('completion', item, () => this.#service.resolveCompletionItem(item));
  }

  async hover(text: string, position: Position): Promise<Hover | null> {
    return this.#guard('hover', null, () => this.#service.computeHover(text, position));
  }

  async signatureHelp(text: string, position: Position): Promise<SignatureHelp | null> {
    return this.#guard('signature help', null, () => this.#service.computeSignatureHelp(text, position));
  }

  async definition(uri: string, text: string, position: Position): Promise<Location | null> {
    return this.#guard('definition', null, () => this.#service.computeDefinition({ uri }, text, position));
  }

  async highlights(text: string, position: Position): Promise<DocumentHighlight[]> {
    return this.#guard('highlights', [], () => this.#service.computeHighlightRanges(text, position));
  }

  async symbols(uri: string, text: string): Promise<SymbolInformation[]> {
    return this.#guard('symbols', [], () => this.#service.computeSymbols({ uri }, text));
  }

  async foldingRanges(text: string): Promise<FoldingRange[]> {
    return this.#guard('folding', [], () => this.#service.computeFoldingRanges(text));
  }

  async links(text: string): Promise<DocumentLink[]> {
    return this.#guard('links', [], () =>
      this.#service.computeLinks(text).map((link) => this.#service.resolveLink(link)),
    );
  }

  async semanticTokens(text: string): Promise<SemanticTokens> {
    return this.#guard('semantic tokens', { data: [] }, () => this.#service.computeSemanticTokens(text));
  }

  /** Formats the whole text, or the lines of `range`. */
  async format(text: string, options: FormattingOptions, range?: Range): Promise<TextEdit[]> {
    return this.#guard('formatting', [], () =>
      harmless(
        text,
        range === undefined
          ? this.#service.format(text, options)
          : this.#service.formatRange(text, range, options),
      ),
    );
  }

  async formatOnType(
    text: string,
    position: Position,
    typed: { readonly character: string; readonly options: FormattingOptions },
  ): Promise<TextEdit[]> {
    return this.#guard('formatting', [], () =>
      harmless(text, this.#service.formatOnType(text, position, typed.character, typed.options)),
    );
  }

  /** What would be renamed at a place; null where nothing can be. */
  async prepareRename(text: string, position: Position): Promise<Range | null> {
    return this.#guard('rename', null, () => this.#service.prepareRename(text, position));
  }

  async rename(uri: string, text: string, position: Position, newName: string): Promise<RenameAnswer> {
    const nothing: RenameAnswer = { kind: 'refused', reason: 'There is nothing here that can be renamed.' };
    return this.#guard('rename', nothing, () => {
      const range = this.#service.prepareRename(text, position);
      const edits = this.#service.computeRename({ uri }, text, position, newName);
      if (range === null || edits.length === 0) {
        return nothing;
      }
      const document = TextDocument.create(uri, 'dockerfile', 0, text);
      const names = { oldName: document.getText(range), newName };
      const reason = renameProblem({ before: text, after: TextDocument.applyEdits(document, edits) }, names);
      return reason === undefined ? { kind: 'edits', edits } : { kind: 'refused', reason };
    });
  }

  async #guard<Answer>(what: string, empty: Answer, ask: () => Answer | Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      this.#log(`No ${what} for this Dockerfile: ${messageOf(error)}`);
      return empty;
    }
  }
}

/** Only the edits that change nothing but blanks which mean nothing. */
function harmless(text: string, edits: readonly TextEdit[]): TextEdit[] {
  const fixed = edits.length === 0 ? new Set<number>() : fixedLines(parseDockerfile(text));
  return edits.filter(({ range }) => !fixed.has(range.start.line) && !fixed.has(range.end.line));
}
