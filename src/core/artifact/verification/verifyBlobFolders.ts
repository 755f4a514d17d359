import { createHash } from 'node:crypto';

import type { ByteSource } from '../../base/byteSource.js';
import { isDigest } from '../../base/digest.js';
import type { ArchiveMember } from '../../image/archive/archive.js';
import type { UnnamedWalk } from './unnamedWalk.js';

const root = 'blobs';

/** The digests of an algorithm. https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests */
const encodings: Readonly<Record<string, RegExp>> = {
  sha256: /^[0-9a-f]{64}$/,
  sha512: /^[0-9a-f]{128}$/,
};

const algorithmName = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*$/;

/**
 * Verifies the names and the bytes of everything below `blobs` that nothing has named: a folder an algorithm, in it a
 * file a digest. https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md#blobs
 */
export async function verifyBlobFolders(walk: UnnamedWalk): Promise<void> {
  for (const { name, kind } of await walk.archive.list(root)) {
    const folder = `${root}/${name}`;
    if (kind !== 'directory') {
      addName(walk, folder, 'is no folder; among the blobs each algorithm of digests has one');
    } else if (encodings[name] !== undefined) {
      await verifyFolder(walk, name);
    } else if (algorithmName.test(name)) {
      walk.test.findings.note(`Nothing of ${folder} is checked; ${name} is an algorithm that is not known.`);
    } else {
      addName(walk, folder, 'is named for no algorithm that a digest can have');
    }
  }
}

async function verifyFolder(walk: UnnamedWalk, algorithm: string): Promise<void> {
  for (const member of await walk.archive.list(`${root}/${algorithm}`)) {
    await verifyMember(walk, algorithm, member);
  }
}

async function verifyMember(walk: UnnamedWalk, algorithm: string, member: ArchiveMember): Promise<void> {
  const { archive, list, named, test } = walk;
  const name = `${root}/${algorithm}/${member.name}`;
  if (member.kind === 'directory') {
    addName(walk, name, 'is a folder; a blob is a file');
    return;
  }
  // Why: a manifest.json may name its layers as it likes; bazel puts .tar.gz behind the digest.
  if (named.hasName(name)) {
    return;
  }
  const blob = await test.findings.attempt(name, () => archive.find(name));
  if (encodings[algorithm]?.test(member.name) !== true) {
    addName(walk, name, `is no digest of ${algorithm}`);
  } else if (blob !== undefined) {
    if (!named.has(blob)) {
      list.addBlob(name, blob);
    }
    await verifyBlob(walk, `${algorithm}:${member.name}`, blob);
  }
}

/** Blobs of sha256 are read with all others, at the end. */
async function verifyBlob({ test }: UnnamedWalk, digest: string, blob: ByteSource): Promise<void> {
  if (isDigest(digest)) {
    test.claims.push({ blob, where: digest, digest });
    return;
  }
  const hash = createHash('sha512');
  for await (const chunk of blob.stream()) {
    hash.update(chunk);
  }
  const actual = `sha512:${hash.digest('hex')}`;
  if (actual !== digest) {
    const message = `${digest} has other bytes than its name says: they are ${actual}.`;
    test.findings.add({ code: 'blob-digest', where: digest, message, expected: digest, actual });
  }
}

function addName({ test, archive }: UnnamedWalk, where: string, what: string): void {
  test.findings.add({ code: 'blob-name', where, message: `${where} of ${archive.name} ${what}.` });
}
