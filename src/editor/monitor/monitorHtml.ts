/** What the page of the monitor is made of. */
export interface MonitorPage {
  /** The webview's own source, as `Webview.cspSource` gives it. */
  readonly cspSource: string;
  /** Address of `dist/webview.js` as the webview may load it. */
  readonly script: string;
  /** Fresh for every page. */
  readonly nonce: string;
  readonly title: string;
  /** The language of the editor: `en`, `de`. */
  readonly language: string;
}

/**
 * The monitor's page: nothing may be loaded but our own script and the styles it brings.
 * https://code.visualstudio.com/api/extension-guides/webview#content-security-policy
 */
export function formatMonitorHtml(page: MonitorPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'nonce-${page.nonce}'`,
    `font-src ${page.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(page.language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(page.title)}</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${page.nonce}" src="${escapeHtml(page.script)}"></script>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
