/** What the builder says of the IP address before a port; undefined where it takes it. */
export function addressError(text: string): string | undefined {
  const wrapped = text.startsWith('[') ? bracketError(text) : undefined;
  if (wrapped !== undefined) {
    return `invalid IP address ${text}: address ${text}:: ${wrapped}`;
  }
  const address = text.startsWith('[') ? text.slice(1, -1) : text;
  return isIpv4(address) || isIpv6(address) ? undefined : `invalid IP address: ${address}`;
}

/** https://pkg.go.dev/net#SplitHostPort, of the address and a colon */
function bracketError(text: string): string | undefined {
  const end = text.indexOf(']');
  if (end === -1) {
    return "missing ']' in address";
  }
  if (end !== text.length - 1) {
    return text.charAt(end + 1) === ':' ? 'too many colons in address' : 'missing port in address';
  }
  return text.includes('[', 1) ? "unexpected '[' in address" : undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

/** Eight groups, or fewer with one `::` for at least one; the last two may be an IPv4 address. */
function isIpv6(text: string): boolean {
  const [head = '', tail, ...more] = text.split('::');
  const before = groupsOf(head);
  const behind = groupsOf(tail ?? '');
  if (
    more.length > 0 ||
    before === undefined ||
    behind === undefined ||
    (tail !== undefined && head.includes('.'))
  ) {
    return false;
  }
  const count = before + behind;
  return tail === undefined ? count === 8 : count < 8;
}

/** How many groups a part has; undefined where one is none. */
function groupsOf(text: string): number | undefined {
  const groups = text === '' ? [] : text.split(':');
  const hasIpv4 = isIpv4(groups.at(-1) ?? '');
  const plain = hasIpv4 ? groups.slice(0, -1) : groups;
  return plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? plain.length + (hasIpv4 ? 2 : 0)
    : undefined;
}
