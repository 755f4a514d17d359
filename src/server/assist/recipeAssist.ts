import type {
  CompletionItem,
  DocumentSymbol,
  Hover,
  Location,
  LocationLink,
  Position,
  Range,
} from 'vscode-languageserver/node';
import { CompletionItemKind, InsertTextMode, MarkupKind, SymbolKind } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

import { ruleTable } from '../../core/check/ruleTable.js';
import type { Suggestion } from '../../core/recipe/assist/completeRecipe.js';
import { completeRecipe } from '../../core/recipe/assist/completeRecipe.js';
import { hoverRecipe } from '../../core/recipe/assist/hoverRecipe.js';
import { followRecipe } from '../../core/recipe/assist/recipeLinks.js';
import type { RecipeSymbol } from '../../core/recipe/assist/recipeSymbols.js';
import { listRecipeSymbols } from '../../core/recipe/assist/recipeSymbols.js';
import { findTargetMentions, mentionAt, renameTarget } from '../../core/recipe/assist/targetNames.js';
import { uriOfPath } from '../documentPaths.js';
import type { RenameAnswer } from './dockerfileAssist.js';
import type { TargetSource } from './targetDockerfile.js';
import { namesOfTarget } from './targetDockerfile.js';

/** A recipe file at hand. */
export interface RecipeDocument extends TargetSource {
  readonly document: TextDocument;
  /** Whether keys are completed and explained. */
  readonly withKeys: boolean;
}

const usualPlatforms = [
  ...['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/ppc64le', 'linux/s390x', 'linux/riscv64'],
];

const suggestionKinds: Readonly<Record<Suggestion['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  target: CompletionItemKind.Module,
  stage: CompletionItemKind.Class,
  argument: CompletionItemKind.Variable,
  platform: CompletionItemKind.EnumMember,
  rule: CompletionItemKind.Constant,
  value: CompletionItemKind.Value,
};

const symbolKinds: Readonly<Record<RecipeSymbol['kind'], SymbolKind>> = {
  group: SymbolKind.Namespace,
  variable: SymbolKind.Variable,
  function: SymbolKind.Function,
  target: SymbolKind.Module,
  field: SymbolKind.Field,
};

/** Completes keys, targets, stages, arguments, platforms and rules. */
export async function completeInRecipe(
  recipe: RecipeDocument,
  position: Position,
): Promise<CompletionItem[]> {
  const { text, path, document, withKeys } = recipe;
  const suggestions = await completeRecipe(
    { text, offset: document.offsetAt(position), isJson: path.endsWith('.json'), withKeys },
    {
      dockerfileOf: (target) => namesOfTarget(target, recipe),
      rules: ruleTable,
      platforms: usualPlatforms,
    },
  );
  return suggestions.map(toItem);
}

/** What a key or a target is, and what it comes to. */
export function hoverInRecipe({ text, recipes, withKeys }: RecipeDocument, position: Position): Hover | null {
  const hover = hoverRecipe({ text, position, recipes, withKeys });
  return hover === undefined
    ? null
    : { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: hover.range };
}

/** Where a target, a Dockerfile, a stage or an argument is defined. */
export async function followInRecipe(recipe: RecipeDocument, position: Position): Promise<LocationLink[]> {
  const { text, path } = recipe;
  const link = await followRecipe({ text, position }, (target) => namesOfTarget(target, recipe));
  return link === undefined
    ? []
    : [
        {
          originSelectionRange: link.origin,
          targetUri: uriOfPath(link.file ?? path),
          targetRange: link.range,
          targetSelectionRange: link.range,
        },
      ];
}

/** Every place that names the target at a position. */
export function referencesInRecipe(
  { text, document }: RecipeDocument,
  position: Position,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): Location[] {
  const mentions = findTargetMentions(text);
  const name = mentionAt(mentions, position)?.name;
  return mentions
    .filter((mention) => mention.name === name && (includeDeclaration || !mention.isDefinition))
    .map(({ range }) => ({ uri: document.uri, range }));
}

/** The name of a target at a position; null elsewhere. */
export function renameRangeInRecipe({ text }: RecipeDocument, position: Position): Range | null {
  return mentionAt(findTargetMentions(text), position)?.range ?? null;
}

/** Renames a target wherever the file names it. */
export function renameInRecipe({ text }: RecipeDocument, position: Position, newName: string): RenameAnswer {
  return renameTarget(text, position, newName);
}

/** The outline. */
export function symbolsInRecipe({ text }: Pick<RecipeDocument, 'text'>): DocumentSymbol[] {
  return listRecipeSymbols(text).map(toSymbol);
}

function toItem({ label, kind, newText, range, detail, documentation }: Suggestion): CompletionItem {
  return {
    label,
    kind: suggestionKinds[kind],
    textEdit: { range, newText },
    // Why: its lines are indented already.
    insertTextMode: InsertTextMode.asIs,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation }),
    // Why: what follows `inherits:` or `target:` is to be chosen as well.
    ...(/[:-] $/.test(newText) && {
      command: { title: 'Suggest', command: 'editor.action.triggerSuggest' },
    }),
  };
}

function toSymbol({ name, kind, detail, range, nameRange, children }: RecipeSymbol): DocumentSymbol {
  return {
    name: name === '' ? '""' : name,
    kind: symbolKinds[kind],
    ...(detail !== undefined && { detail }),
    range,
    selectionRange: nameRange,
    children: children.map(toSymbol),
  };
}
