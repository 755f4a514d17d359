import { blobName } from '../../image/ociManifest.js';
import { formatPlatform } from '../../platform/platform.js';
import type { ImageWriter } from './imageWriter.js';
import { layerType } from './mediaTypes.js';
import { encodeJson } from './manifestBlob.js';
import type { OutputTree } from './outputTree.js';
import { ociWriter } from './writeOciTree.js';
import type { OciGroup, OciImage } from './writeOciTree.js';

/**
 * Writes what `docker save` writes since Docker 25: an OCI layout with a manifest.json, which names one platform of
 * each image, since engines with the classic store would load all of them under one name.
 */
export const writeDockerArchive: ImageWriter = ociWriter(addManifest);

async function addManifest(tree: OutputTree, groups: readonly OciGroup[]): Promise<readonly string[]> {
  const sections = groups.flatMap((group) => {
    const chosen = chooseMember(group);
    return chosen === undefined ? [] : [sectionOf(chosen, group.tags)];
  });
  await tree.addFile('manifest.json', encodeJson(sections, 'manifest.json'));
  return groups.flatMap((group) => noteOf(group));
}

/** The platform that most engines have, else the first. */
function chooseMember({ members }: OciGroup): OciImage | undefined {
  return members.find(({ image }) => formatPlatform(image.platform) === 'linux/amd64') ?? members[0];
}

function sectionOf({ image, layers }: OciImage, tags: readonly string[]): object {
  const sources = layers.map(({ layer, packed }) => [
    layer.diffId,
    {
      mediaType: layerType('oci', packed.compression),
      size: packed.sizeBytes,
      digest: packed.digest,
    },
  ]);
  return {
    Config: blobName(image.configDigest),
    RepoTags: tags.length === 0 ? null : tags,
    Layers: layers.map(({ packed }) => blobName(packed.digest)),
    LayerSources: Object.fromEntries(sources) as object,
  };
}

function noteOf(group: OciGroup): readonly string[] {
  const chosen = chooseMember(group);
  return group.members.length < 2 || chosen === undefined
    ? []
    : [
        `manifest.json names the image for ${formatPlatform(chosen.image.platform)} only; engines without the containerd store load that one.`,
      ];
}
