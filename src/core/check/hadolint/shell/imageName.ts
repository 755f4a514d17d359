import { oncePer } from '../../../base/oncePer.js';
import type { Instruction } from '../../../dockerfile/dockerfileDocument.js';
import { flagOf } from '../../../dockerfile/dockerfileDocument.js';

/** What a FROM names, in hadolint's way: raw, and compared case by case. */
export interface FromImage {
  /** Without registry, tag and digest. */
  readonly name: string;
  /** As written behind AS. */
  readonly alias?: string;
  /** Equal for FROMs that say the same, word by word. */
  readonly key: string;
}

/** Takes a FROM apart. */
export const imageName = oncePer((from: Instruction): FromImage => {
  const [base, as, alias] = from.words.map(({ text }) => text);
  const isNamed = as?.toUpperCase() === 'AS' && alias !== undefined;
  const key = [flagOf(from, 'platform')?.value ?? '', base ?? '', isNamed ? alias : ''].join(' ');
  return { name: nameOnly(base ?? ''), key, ...(isNamed && { alias }) };
});

/** A text without the quotes at its ends. */
export function unquoted(text: string): string {
  return text.replace(/^["']+/, '').replace(/["']+$/, '');
}

function nameOnly(reference: string): string {
  const [named = ''] = reference.split('@', 1);
  const [host = ''] = named.split('/', 1);
  const hasHost = named.includes('/') && (/[.:]/.test(host) || host === 'localhost');
  const path = hasHost ? named.slice(host.length + 1) : named;
  const colon = path.indexOf(':', path.lastIndexOf('/') + 1);
  return colon === -1 || path.startsWith('$') ? path : path.slice(0, colon);
}
