/**
 * Tells the toolkit the nonce of the page, where the toolkit looks for it when it is loaded. Without it, its test for
 * `:focus-visible` is refused by the page's security policy, and every click would draw a focus ring.
 * This module must be imported before the toolkit.
 */
const script = document.currentScript;

if (script !== null && script.nonce !== '') {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.content = script.nonce;
  document.head.append(meta);
}

export {};
