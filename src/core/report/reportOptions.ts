import type { TextStyle } from './textStyle.js';

/** What the rendering of a text report depends on besides its content. */
export interface TextOptions {
  readonly style: TextStyle;
  /** Absolute path of the directory the reader stands in: paths below it are shown relative to it. */
  readonly directory: string;
}

/** A JSON report's text: indented by two, with a line end. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
