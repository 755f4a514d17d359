import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { Digest } from '../../src/core/base/digest.js';
import type { TarMember } from './archiveTar.js';

/** An image to be put into archives of every kind. */
export interface SampleImage {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly tag: string;
  /** The raw layers, lowest first. */
  readonly layers: readonly Buffer[];
}

/** How the layers are stored in an OCI layout. */
export type Storage = 'none' | 'gzip';

export function sha256(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function hexOf(bytes: Uint8Array): string {
  return sha256(bytes).slice('sha256:'.length);
}

/** The config of a sample image, as its bytes. */
export function configOf(image: SampleImage, changes: object = {}): Buffer {
  const config = {
    architecture: image.architecture,
    os: image.os,
    ...(image.variant !== undefined && { variant: image.variant }),
    config: { Env: ['PATH=/usr/bin'], Labels: { note: 'café <&>' } },
    rootfs: { type: 'layers', diff_ids: image.layers.map(sha256) },
    history: [
      ...image.layers.map(() => ({ created_by: 'RUN step' })),
      { created_by: 'ENV A=1', empty_layer: true },
    ],
    ...changes,
  };
  return Buffer.from(JSON.stringify(config));
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** `docker save` before 25: one folder a layer; a repeated layer is a symlink to the first. */
export function legacyMembers(images: readonly SampleImage[]): readonly TarMember[] {
  const members: TarMember[] = [];
  const sections: object[] = [];
  for (const [imageIndex, image] of images.entries()) {
    const config = configOf(image);
    const first = new Map<string, string>();
    const names: string[] = [];
    for (const [index, layer] of image.layers.entries()) {
      const id = hexOf(Buffer.from(`v1 id ${imageIndex} ${index} ${hexOf(layer)}`));
      const twin = first.get(hexOf(layer));
      const name = `${id}/layer.tar`;
      members.push({ name: id, type: 'directory' });
      members.push({ name: `${id}/VERSION`, bytes: Buffer.from('1.0') });
      members.push(
        twin === undefined
          ? { name, bytes: layer }
          : { name, type: 'symlink', linkname: `../${twin}/layer.tar` },
      );
      first.set(hexOf(layer), twin ?? id);
      names.push(name);
    }
    members.push({ name: `${hexOf(config)}.json`, bytes: config });
    sections.push({ Config: `${hexOf(config)}.json`, RepoTags: [image.tag], Layers: names });
  }
  members.push({ name: 'manifest.json', bytes: json(sections) });
  members.push({ name: 'repositories', bytes: json({}) });
  return members;
}

/** `docker-archive:` of skopeo, podman and buildah: layers at the root, every layer.tar a symlink before its target. */
export function skopeoMembers(image: SampleImage): readonly TarMember[] {
  const config = configOf(image);
  const unique = new Map(image.layers.map((layer) => [hexOf(layer), layer]));
  return [
    ...image.layers.map((layer, index): TarMember => ({
      name: `${hexOf(Buffer.from(`link ${index}`))}/layer.tar`,
      type: 'symlink',
      linkname: `../${hexOf(layer)}.tar`,
    })),
    ...[...unique].map(([hex, bytes]): TarMember => ({ name: `${hex}.tar`, bytes })),
    { name: `${hexOf(config)}.json`, bytes: config },
    {
      name: 'manifest.json',
      bytes: json([
        {
          Config: `${hexOf(config)}.json`,
          RepoTags: [image.tag],
          Layers: image.layers.map((_, index) => `${hexOf(Buffer.from(`link ${index}`))}/layer.tar`),
        },
      ]),
    },
  ];
}

const ociTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
};

/** Blobs of an OCI layout and the descriptor of what they hold. */
export interface SampleBlobs {
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly descriptor: SampleDescriptor;
}

/** A descriptor as it is written. */
export interface SampleDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: object;
  readonly annotations?: Record<string, string>;
}

export function descriptorOf(mediaType: string, bytes: Buffer, more: object = {}): SampleDescriptor {
  return { mediaType, digest: sha256(bytes), size: bytes.length, ...more };
}

function packed(layer: Buffer, storage: Storage): Buffer {
  return storage === 'gzip' ? gzipSync(layer) : layer;
}

/** An image as the blobs of a layout. `changes` are applied to its manifest. */
export function imageBlobs(image: SampleImage, storage: Storage, changes: object = {}): SampleBlobs {
  const config = configOf(image);
  const layers = image.layers.map((layer) => packed(layer, storage));
  const suffix = storage === 'gzip' ? '+gzip' : '';
  const manifest = json({
    schemaVersion: 2,
    mediaType: ociTypes.manifest,
    config: descriptorOf(ociTypes.config, config),
    layers: layers.map((layer) => descriptorOf(`${ociTypes.layer}${suffix}`, layer)),
    ...changes,
  });
  const { os, architecture, variant } = image;
  return {
    blobs: new Map([config, manifest, ...layers].map((bytes) => [hexOf(bytes), bytes])),
    descriptor: descriptorOf(ociTypes.manifest, manifest, {
      platform: { os, architecture, ...(variant !== undefined && { variant }) },
      annotations: { 'io.containerd.image.name': `docker.io/library/${image.tag}` },
    }),
  };
}

/** An attestation as BuildKit stores it beside an image. */
export function attestationBlobs(subject: SampleDescriptor): SampleBlobs {
  const config = Buffer.from(
    '{"architecture":"unknown","os":"unknown","rootfs":{"type":"layers","diff_ids":[]}}',
  );
  const statement = Buffer.from('{"_type":"https://in-toto.io/Statement/v0.1"}');
  const manifest = json({
    schemaVersion: 2,
    mediaType: ociTypes.manifest,
    config: descriptorOf(ociTypes.config, config),
    layers: [descriptorOf('application/vnd.in-toto+json', statement)],
  });
  return {
    blobs: new Map([config, manifest, statement].map((bytes) => [hexOf(bytes), bytes])),
    descriptor: descriptorOf(ociTypes.manifest, manifest, {
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.digest': subject.digest,
        'vnd.docker.reference.type': 'attestation-manifest',
      },
    }),
  };
}

/** An index over parts, as a blob itself; nest it as deep as you like. */
export function indexBlobs(parts: readonly SampleBlobs[]): SampleBlobs {
  const index = json({
    schemaVersion: 2,
    mediaType: ociTypes.index,
    manifests: parts.map((part) => part.descriptor),
  });
  return {
    blobs: new Map([...parts.flatMap((part) => [...part.blobs]), [hexOf(index), index] as const]),
    descriptor: descriptorOf(ociTypes.index, index),
  };
}

/** A whole OCI layout as members: of a tar archive, or files of a folder. */
export function layoutMembers(parts: readonly SampleBlobs[]): readonly TarMember[] {
  const blobs = new Map(parts.flatMap((part) => [...part.blobs]));
  return [
    { name: 'oci-layout', bytes: json({ imageLayoutVersion: '1.0.0' }) },
    ...[...blobs].map(([hex, bytes]): TarMember => ({ name: `blobs/sha256/${hex}`, bytes })),
    {
      name: 'index.json',
      bytes: json({ schemaVersion: 2, manifests: parts.map((part) => part.descriptor) }),
    },
  ];
}

/** What engines with both formats add for one image of a layout. */
export function dockerManifestMember(image: SampleImage, storage: Storage): TarMember {
  return {
    name: 'manifest.json',
    bytes: json([
      {
        Config: `blobs/sha256/${hexOf(configOf(image))}`,
        RepoTags: [image.tag],
        Layers: image.layers.map((layer) => `blobs/sha256/${hexOf(packed(layer, storage))}`),
      },
    ]),
  };
}
