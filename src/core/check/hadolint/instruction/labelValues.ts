import licenses from 'spdx-license-ids/index.json';

/** The list of https://spdx.org/licenses/ without the names that it has given up, such as `GPL-2.0`. */
const spdxLicenses: ReadonlySet<string> = new Set(licenses);

// Why: dots between identifiers, and one behind the last is let through, as hadolint does.
const versionParts = String.raw`(?:[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*\.?)?`;

const version = new RegExp(String.raw`^\d+\.\d+\.\d+(?:-${versionParts})?(?:\+${versionParts})?$`);

// Why: blanks and comments may be around every word of an address.
const aside = String.raw`(?:[ \t]|\((?:[!-'*-\[\]-~ \t]|\\[ -~\t])*\))*`;

const atom = "[\\w!#$%&'*+/=?^`{|}~-]+";

const quoted = String.raw`"(?:[!#-\[\]-~ \t]|\\[ -~\t])*"`;

const hostPart = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

const literal = String.raw`\[[!-Z^-~ \t]*\]`;

const localPart = new RegExp(`^${wordsOf(`(?:${atom}|${quoted})`)}$`);

const domainPart = new RegExp(String.raw`^(?:${wordsOf(hostPart)}\.?|${aside}${literal}${aside})$`);

/** Whether a text is an absolute URI. https://www.rfc-editor.org/rfc/rfc3986#appendix-A */
export function isUri(text: string): boolean {
  const match = /^[a-z][a-z0-9+.-]*:([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(text);
  if (match === null) {
    return false;
  }
  const [, hierarchy = '', query = '', fragment = ''] = match;
  return isHierarchy(hierarchy) && [query, fragment].every((part) => hasOnly(part, '?/:@'));
}

/**
 * Whether a text is a time as of https://www.rfc-editor.org/rfc/rfc3339#section-5.6 that exists. As hadolint, it
 * takes years of any length, an offset without colon (as `date +%z` writes it), and blanks around.
 */
export function isRfc3339(text: string): boolean {
  const match = /^\s*(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d*)?(?:Z|[+-]\d\d:?\d\d)\s*$/i.exec(text);
  const [year, month, day, ...clock] = (match ?? []).slice(1).map((part) => Number(part));
  if (year === undefined || month === undefined || day === undefined) {
    return false;
  }
  // Why: hours, minutes, and seconds (60 is a leap second).
  const limits = [23, 59, 60];
  const isTime = clock.every((part, index) => part <= (limits[index] ?? 0));
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return isTime && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth;
}

/** Whether a text is one identifier of the SPDX list: no expression, no exception. */
export function isSpdxLicense(text: string): boolean {
  return spdxLicenses.has(text.trimEnd());
}

/** Whether a text is the name of a commit, short (7) or in full (40). */
export function isGitHash(text: string): boolean {
  return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(text);
}

/**
 * Whether a text is a version as of https://semver.org: nothing before, nothing behind. As hadolint, it takes
 * zeros in front (`24.04.1`), and identifiers that are missing.
 */
export function isSemanticVersion(text: string): boolean {
  return version.test(text);
}

/** Whether a text is an address (addr-spec) whose domain is one: https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1 */
export function isEmail(text: string): boolean {
  // Why: the local part of an address may have the character too, in quotes or in a comment.
  return Array.from(text.matchAll(/@/g)).some(({ index }) => {
    const [local, domain] = [text.slice(0, index), text.slice(index + 1)];
    return local.length <= 64 && domain.length <= 253 && localPart.test(local) && domainPart.test(domain);
  });
}

/** A pattern for words with dots between. */
function wordsOf(word: string): string {
  return String.raw`${aside}${word}${aside}(?:\.${aside}${word}${aside})*`;
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
  const name = host.replace(/:\d*$/, '');
  const isHost = /^\[.*\]$/.test(name) ? isIpLiteral(name.slice(1, -1)) : hasOnly(name, '');
  return isHost && hasOnly(authority.slice(0, Math.max(at, 0)), ':') && hasOnly(path, '/:@');
}

/** What may be in the brackets of a host: an IPv6 address with a zone perhaps, or an address of a later version. */
function isIpLiteral(text: string): boolean {
  const [address = '', zone = '', ...others] = text.split('%25');
  const isAddress = /^[\d.:a-f]+$/i.test(address) && URL.canParse(`http://[${address}]`);
  return (
    (isAddress && others.length === 0 && hasOnly(zone, '')) || /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i.test(text)
  );
}

/** Whether a text has only characters that stand for themselves everywhere, whole escapes, and the ones given. */
function hasOnly(text: string, others: string): boolean {
  const rest = text.replace(/%[0-9a-f]{2}/gi, '').replace(/[\w.~!$&'()*+,;=-]/g, '');
  return Array.from(rest).every((character) => others.includes(character));
}
