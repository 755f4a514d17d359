import { expect, test } from 'vitest';

import { formatMonitorHtml } from '../../../src/editor/monitor/monitorHtml.js';

const html = formatMonitorHtml({
  cspSource: 'https://own.example',
  script: 'https://own.example/dist/webview.js?a=1&b="2"',
  nonce: 'abc',
  title: 'Builds <all>',
  language: 'en',
});

test('nothing may be loaded but our own script and styles', () => {
  expect(/Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]).toBe(
    "default-src 'none'; script-src 'nonce-abc'; style-src https://own.example 'nonce-abc'; font-src https://own.example",
  );
});

test('texts cannot leave the place they are written to', () => {
  expect(html).toContain('<title>Builds &lt;all&gt;</title>');
  expect(html).toContain('src="https://own.example/dist/webview.js?a=1&amp;b=&quot;2&quot;"');
});
