import type * as z from 'zod';

import type { ByteSource } from '../../base/byteSource.js';
import type { Digest } from '../../base/digest.js';
import type { Archive } from '../../image/archive/archive.js';
import type { Descriptor } from '../../image/format/descriptor.js';
import { decodeJson, readSmallBlob } from '../../image/format/jsonBlob.js';
import { digestOf } from '../../image/layer/digestCheck.js';
import type { TocClaim } from '../../image/toc/tocClaim.js';
import type { Findings } from './findings.js';

/** An archive or a layout while it is being verified. */
export interface ArchiveUnderTest {
  readonly archive: Archive;
  readonly findings: Findings;
  /** What is said of blobs that are not documents; their bytes are read last, all at once. */
  readonly claims: BlobClaim[];
  readonly images: VerifiedImage[];
}

/** What something says of a blob. */
export interface BlobClaim {
  readonly blob: ByteSource;
  /** The digest or the name that it is found by. */
  readonly where: string;
  /** What its stored bytes should be, where anything says so. */
  readonly digest?: Digest;
  /** What it is as a layer; absent for blobs of other kinds. */
  readonly layer?: { readonly diffId?: Digest; readonly mediaType?: string; readonly toc?: TocClaim };
  readonly platform?: string;
}

/** An image that was found, whatever is wrong with it. */
export interface VerifiedImage {
  readonly platform: string;
  readonly manifestDigest?: Digest;
  readonly configDigest: Digest;
  readonly layers: readonly { readonly diffId: Digest; readonly blob: ByteSource; readonly where: string }[];
}

/** The blob of that name; undefined, with a problem noted, when there is none. */
export async function findBlob(
  { archive, findings }: ArchiveUnderTest,
  name: string,
  { where, platform }: Pick<BlobClaim, 'where' | 'platform'>,
): Promise<ByteSource | undefined> {
  const found = await findings.attempt(where, async () => (await archive.find(name)) ?? null);
  if (found === null) {
    const named = where === name ? where : `${where} (${name})`;
    findings.add({
      code: 'blob-missing',
      where,
      message: `${named} is not there, but something in ${archive.name} names it.`,
      ...(platform !== undefined && { platform }),
    });
  }
  return found ?? undefined;
}

/** Compares a blob's size with what its descriptor says. */
export function checkSize(
  { findings }: ArchiveUnderTest,
  blob: ByteSource,
  descriptor: Pick<Descriptor, 'digest' | 'sizeBytes'>,
): void {
  if (blob.sizeBytes !== descriptor.sizeBytes) {
    findings.add({
      code: 'blob-size',
      where: descriptor.digest,
      message: `${descriptor.digest} should have ${descriptor.sizeBytes} bytes, but has ${blob.sizeBytes}.`,
      expected: String(descriptor.sizeBytes),
      actual: String(blob.sizeBytes),
    });
  }
}

/** Compares a blob's digest with what is said of it. */
export function checkDigest({ findings }: ArchiveUnderTest, claim: ClaimedDigest): void {
  const { where, expected, actual, platform } = claim;
  if (expected !== actual) {
    findings.add({
      code: 'blob-digest',
      where,
      message: `${where} should be ${expected}, but its bytes are ${actual}.`,
      expected,
      actual,
      ...(platform !== undefined && { platform }),
    });
  }
}

interface ClaimedDigest {
  readonly where: string;
  readonly expected: Digest;
  readonly actual: Digest;
  readonly platform?: string;
}

/** A JSON document of the archive. */
export interface ReadDocument<Value> {
  readonly value: Value;
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** Decodes a document; undefined, with a problem noted, when it is not what it should be. */
export async function readDocument<Value>(
  test: ArchiveUnderTest,
  blob: ByteSource,
  { where, schema }: { readonly where: string; readonly schema: z.ZodType<Value> },
): Promise<ReadDocument<Value> | undefined> {
  const { findings } = test;
  const bytes = await findings.attempt(where, () => readSmallBlob(blob, where));
  if (bytes === undefined) {
    return undefined;
  }
  const parsed = await findings.attempt(where, () =>
    Promise.resolve().then(() => ({ value: decodeJson(bytes, schema, where) })),
  );
  return parsed && { value: parsed.value, bytes, digest: digestOf(bytes) };
}
