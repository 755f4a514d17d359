import type { ByteSource } from '../../base/byteSource.js';
import { isDigest } from '../../base/digest.js';
import { isCoreError } from '../../base/errors.js';
import type { Archive, ArchiveMember } from '../../image/archive/archive.js';
import type { ArchiveUnderTest, BlobClaim } from './archiveUnderTest.js';
import { createUnnamedList } from './unnamedList.js';
import type { ArchiveForm, SearchedArchive, UnnamedWalk } from './unnamedWalk.js';
import { verifyBlobFolders } from './verifyBlobFolders.js';

/**
 * Looks at everything that nothing in an archive names. That it is there is no problem, since engines leave old
 * descriptions of layers in what they save; that a blob's bytes are not what its name says is one, and so is a name
 * among the blobs that is no digest. Files that belong to no image are noted, and are a problem in a set of
 * Launchpad's artifacts, which has no place for them.
 */
export async function verifyUnnamed(test: ArchiveUnderTest, searched: SearchedArchive): Promise<void> {
  const walk: UnnamedWalk = { ...searched, test, list: createUnnamedList() };
  if (walk.form === 'layout' || walk.form === 'docker') {
    await verifyBlobFolders(walk);
  }
  await visitFolder(walk, '');
  walk.list.note(test.findings);
}

/** Names with a meaning that nothing leads to. */
const knownNames: Readonly<Record<ArchiveForm, RegExp>> = {
  layout: /^(?:oci-layout|index\.json|manifest\.json|repositories|blobs)$/,
  docker: /^(?:oci-layout|index\.json|manifest\.json|repositories|blobs|[0-9a-f]{64}\/(?:json|VERSION))$/,
  skopeo: /^(?:manifest\.json|version|(?:[0-9a-f]{64}\.)?signature-[0-9]+)$/,
  set: /^$/,
};

/** Files whose names say the digest of their bytes. */
const digestNames: Readonly<Record<ArchiveForm, RegExp>> = {
  layout: /^$/,
  docker: /^(?:sha256:[0-9a-f]{64}|[0-9a-f]{64}\.json)$/,
  skopeo: /^[0-9a-f]{64}(?:\.manifest\.json)?$/,
  set: /^$/,
};

async function visitFolder(walk: UnnamedWalk, folder: string): Promise<void> {
  const { form, named } = walk;
  for (const member of await walk.archive.list(folder)) {
    const name = folder === '' ? member.name : `${folder}/${member.name}`;
    if (knownNames[form].test(name)) {
      continue;
    }
    if (member.kind !== 'directory') {
      await visitFile(walk, name, member);
    } else if (form === 'set' || named.areBelow(name) || /^[0-9a-f]{64}$/.test(name)) {
      await visitFolder(walk, name);
    } else {
      walk.list.addStrange(`${name}/`);
    }
  }
}

async function visitFile(walk: UnnamedWalk, name: string, member: ArchiveMember): Promise<void> {
  const blob = member.kind === 'other' ? undefined : await lookUp(walk.archive, name);
  const [hex] = digestNames[walk.form].test(name) ? (/[0-9a-f]{64}/.exec(name) ?? []) : [];
  const digest = `sha256:${hex ?? ''}`;
  if (blob !== undefined && isDigest(digest)) {
    visitDigest(walk, { blob, where: name, digest });
  } else if (blob === undefined || !walk.named.has(blob)) {
    addStrange(walk, name);
  }
}

function visitDigest({ list, named, test }: UnnamedWalk, claim: BlobClaim): void {
  if (!named.hasName(claim.where)) {
    test.claims.push(claim);
  }
  if (!named.has(claim.blob)) {
    list.addBlob(claim.where, claim.blob);
  }
}

function addStrange({ archive, form, list, test }: UnnamedWalk, name: string): void {
  if (form === 'set') {
    const message = `${name} is in ${archive.name}, but nothing in the set names it.`;
    test.findings.add({ code: 'artifact-foreign-file', where: name, message });
  } else {
    list.addStrange(name);
  }
}

/** Undefined for a link that leads nowhere, or out of the archive: nobody needs it. */
async function lookUp(archive: Archive, name: string): Promise<ByteSource | undefined> {
  try {
    return await archive.find(name);
  } catch (error) {
    if (isCoreError(error)) {
      return undefined;
    }
    throw error;
  }
}
