/**
 * The syntax tree of an HCL expression.
 * https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/spec.md#expressions
 */
export type Expression =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | Template
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'attribute'; readonly source: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly source: Expression; readonly key: Expression }
  | { readonly kind: 'splat'; readonly source: Expression; readonly steps: readonly SplatStep[] }
  | Call
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | ForExpression;

/** The operators with two operands. */
export type BinaryOperator =
  '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

/** A quoted text or a template: its parts joined; one interpolation alone keeps the type of its value. */
export interface Template {
  readonly kind: 'template';
  readonly parts: readonly TemplatePart[];
  /** Set for what is between quotes inside an expression, and for any template that is a lone interpolation. */
  readonly isWrapped: boolean;
}

/** A stretch of a template. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'interpolation'; readonly expression: Expression }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: readonly TemplatePart[];
      readonly whenFalse: readonly TemplatePart[];
    }
  | {
      readonly kind: 'for';
      readonly keyName?: string;
      readonly valueName: string;
      readonly collection: Expression;
      readonly body: readonly TemplatePart[];
    };

/** A function call; `expandsLast` is the `...` after the last argument. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly expandsLast: boolean;
}

/** One `key = value` of an object expression. */
export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

/** What is read of each element of a splat. */
export type SplatStep =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: Expression };

/** `[for …]` (no key expression) or `{for …}`. */
export interface ForExpression {
  readonly kind: 'for';
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  /** `...` after the value: values of the same key are collected. */
  readonly isGrouping: boolean;
}
