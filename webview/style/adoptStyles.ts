/**
 * Adds style sheets, given as their text, to the page. Why not by a style element: the page's security policy admits
 * only what carries its nonce, and constructed sheets are not inline styles.
 */
export function adoptStyles(texts: readonly string[]): void {
  const sheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
}
