/**
 * A content digest as OCI writes it; only sha256 is used by the formats we handle.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests
 */
export type Digest = `sha256:${string}`;

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Whether `text` is a well-formed sha256 digest (lower-case hexadecimal, full length). */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && digestPattern.test(text);
}

/** The 64 hexadecimal digits of a digest, without `sha256:`. */
export function digestHex(digest: Digest): string {
  return digest.slice('sha256:'.length);
}
