import base from './base.css';
import build from './build.css';
import log from './log.css';
import steps from './steps.css';
import artifacts from './artifacts.css';

/**
 * Adds the style sheets to the page. Why not by a style element: the page's security policy admits only what carries
 * its nonce, and constructed sheets are not inline styles.
 */
export function adoptStyles(): void {
  const sheets = [base, build, steps, log, artifacts].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
}
