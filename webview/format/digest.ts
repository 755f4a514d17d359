/** A digest short enough to compare by eye: `sha256:0123456789ab…`, as docker shortens them. */
export function formatShortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  const shown = colon + 1 + 12;
  return digest.length <= shown ? digest : `${digest.slice(0, shown)}…`;
}
