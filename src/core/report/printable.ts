// Why: texts of a Dockerfile, a branch or an image may hold terminal sequences; what a report shows must not be
// able to clear the screen, recolour a verdict or write to the clipboard.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const sequencePattern = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/g;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controlPattern = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** The text without terminal sequences and with other control and direction characters made visible (`\x07`). Tabs and line feeds stay. */
export function toPrintable(text: string): string {
  return text.replace(sequencePattern, '').replace(controlPattern, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/** Like `toPrintable`, on one line: line ends become spaces. */
export function toPrintableLine(text: string): string {
  return toPrintable(text.replace(/\s*\r?\n\s*/g, ' ').replaceAll('\t', ' ')).trim();
}
