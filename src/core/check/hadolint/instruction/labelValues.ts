import { parse as parseVersion } from 'semver';
import parseSpdx from 'spdx-expression-parse';

/** Whether a text is an absolute URI. https://www.rfc-editor.org/rfc/rfc3986#appendix-A */
export function isUri(text: string): boolean {
  const match = /^[a-z][a-z0-9+.-]*:([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(text);
  if (match === null) {
    return false;
  }
  const [, hierarchy = '', query = '', fragment = ''] = match;
  return isHierarchy(hierarchy) && [query, fragment].every((part) => hasOnly(part, '?/:@'));
}

/** Whether a text is a time as of https://www.rfc-editor.org/rfc/rfc3339#section-5.6 that exists. */
export function isRfc3339(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/i.exec(text);
  const [year, month, day, ...clock] = (match ?? []).slice(1).map((part) => Number(part));
  if (year === undefined || month === undefined || day === undefined) {
    return false;
  }
  // Why: hours, minutes, seconds (60 is a leap second), and hours and minutes of the offset, where there is one.
  const limits = [23, 59, 60, 23, 59];
  const isTime = clock.every((part, index) => Number.isNaN(part) || part <= (limits[index] ?? 0));
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return isTime && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth;
}

/** Whether a text is one identifier of the SPDX list: no expression, no exception. https://spdx.org/licenses/ */
export function isSpdxLicense(text: string): boolean {
  if (!/^[A-Za-z0-9.+-]+$/.test(text) || /^(?:LicenseRef|DocumentRef)-/.test(text)) {
    return false;
  }
  try {
    const parsed = parseSpdx(text);
    return 'license' in parsed && parsed.plus !== true;
  } catch {
    // Why: the parser's only way to say no.
    return false;
  }
}

/** Whether a text is the name of a commit, short (7) or in full (40). */
export function isGitHash(text: string): boolean {
  return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(text);
}

/** Whether a text is a version as of https://semver.org: nothing before, nothing behind. */
export function isSemanticVersion(text: string): boolean {
  return /^\d\S*$/.test(text) && parseVersion(text) !== null;
}

/** Whether a text is an address (addr-spec). https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1 */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const isLocal = isDotAtom(local) || /^"(?:[^"\\]|\\.)*"$/s.test(local);
  const isDomain = /^\[[^[\]\\]*\]$/.test(domain) || isDotAtom(domain);
  return at > 0 && isLocal && isDomain;
}

function isDotAtom(text: string): boolean {
  return text.split('.').every((atom) => /^[\w!#$%&'*+/=?^`{|}~-]+$/.test(atom));
}

/** What is between the scheme and the query. */
function isHierarchy(text: string): boolean {
  if (!text.startsWith('//')) {
    return hasOnly(text, '/:@');
  }
  const slash = text.indexOf('/', 2);
  const authority = slash === -1 ? text.slice(2) : text.slice(2, slash);
  const path = slash === -1 ? '' : text.slice(slash);
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const isHost = /^\[[0-9a-fv:.]+\](?::\d*)?$/i.test(host) || hasOnly(host.replace(/:\d*$/, ''), '');
  return isHost && hasOnly(authority.slice(0, Math.max(at, 0)), ':') && hasOnly(path, '/:@');
}

/** Whether a text has only characters that stand for themselves everywhere, whole escapes, and the ones given. */
function hasOnly(text: string, others: string): boolean {
  const rest = text.replace(/%[0-9a-f]{2}/gi, '').replace(/[\w.~!$&'()*+,;=-]/g, '');
  return Array.from(rest).every((character) => others.includes(character));
}
