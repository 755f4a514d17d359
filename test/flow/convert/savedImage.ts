import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';

import { hexOf } from '../../support/archiveImage.js';
import { engineEnvironment, labHost, labRootfs } from '../../support/labEngine.js';
import type { PushedImage } from '../../support/launchpadConsumer.js';

const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;

/** Runs a program on an engine of the lab; returns its standard output. */
export async function onEngine(engine: string, program: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, ...engineEnvironment(engine) };
  return (await run(program, args, { env, maxBuffer })).stdout.trim();
}

/** A build with a base, a layer that comes twice, links, a removed file, a name of more than 100 bytes. */
const dockerfile = `FROM scratch
ARG TARGETARCH=amd64
ADD rootfs-\${TARGETARCH}.tar /
COPY greeting.txt /greeting.txt
RUN rm /greeting.txt
COPY greeting.txt /greeting.txt
RUN mkdir -p /opt/app && ln -s /greeting.txt /opt/app/link && ln /greeting.txt /opt/app/hard && rm /etc/group
RUN head -c 300000 /dev/urandom > /opt/app/data && touch "/opt/app/$(printf 'long%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30)-ü"
LABEL note="café"
CMD ["cat", "/greeting.txt"]
`;

/** Writes the context of that build into a directory, for both architectures. */
export async function writeContext(directory: string): Promise<string> {
  const context = path.join(directory, 'context');
  await mkdir(context);
  await writeFile(path.join(context, 'Dockerfile'), dockerfile);
  await writeFile(path.join(context, 'greeting.txt'), 'hello\n');
  await writeFile(path.join(context, 'rootfs-amd64.tar'), labRootfs('amd64'));
  await writeFile(path.join(context, 'rootfs-arm64.tar'), labRootfs('arm64'));
  return context;
}

/** What an engine says of an image of its own. */
export interface EngineImage {
  readonly archive: string;
  readonly diffIds: readonly string[];
}

/** Builds that context on an engine and saves the image as the engine's own archive. */
export async function buildAndSave(engine: string, directory: string): Promise<EngineImage> {
  labHost(engine);
  const context = await writeContext(directory);
  const tag = `convert-flow-${path.basename(directory).toLowerCase()}:1.0`;
  const archive = path.join(directory, 'saved.tar');
  await onEngine(engine, 'docker', ['build', '--quiet', '--network', 'none', '--tag', tag, context]);
  try {
    await onEngine(engine, 'docker', ['save', '--output', archive, tag]);
    const format = '{{json .RootFS.Layers}}';
    const layers = await onEngine(engine, 'docker', ['image', 'inspect', '--format', format, tag]);
    return { archive, diffIds: JSON.parse(layers) as string[] };
  } finally {
    await onEngine(engine, 'docker', ['image', 'rm', '--force', tag]);
  }
}

const oracle = `
import gzip, hashlib, json, os, sys
directory = sys.argv[1]
read = lambda name: open(os.path.join(directory, name), 'rb').read()
[section] = json.loads(read('manifest.json'))
[digests] = json.loads(read('digests.json'))
config = read(section['Config'])
diff_ids = json.loads(config)['rootfs']['diff_ids']
assert section['Config'] == hashlib.sha256(config).hexdigest() + '.json', section['Config']
assert read('digests.json').decode() == json.dumps([digests])
assert sorted(digests) == sorted(set(diff_ids))
for diff_id, layer in zip(diff_ids, section['Layers']):
    record = digests[diff_id]
    assert layer == record['layer_id'] + '/layer.tar', layer
    packed = read(record['layer_id'] + '.tar.gz')
    assert hashlib.sha256(packed).hexdigest() == record['digest'], layer
    assert 'sha256:' + hashlib.sha256(gzip.decompress(packed)).hexdigest() == diff_id, layer
names = {'manifest.json', 'digests.json', section['Config']} | {r['layer_id'] + '.tar.gz' for r in digests.values()}
assert set(os.listdir(directory)) == names
print(json.dumps(diff_ids))
`;

/** What Python's own gzip and hashlib find in a set; fails when any statement of it is wrong. */
export async function checkWithPython(directory: string): Promise<readonly string[]> {
  const { stdout } = await run('python3', ['-c', oracle, directory]);
  return JSON.parse(stdout) as string[];
}

/** Copies an image of linux/amd64 by an independent program, which checks every digest on its way. */
export async function copyWithSkopeo(from: string, to: string): Promise<void> {
  await run('skopeo', ['--insecure-policy', '--override-arch', 'amd64', 'copy', from, to]);
}

/** Writes what Launchpad would push to a registry as an OCI layout; returns the directory. */
export async function writeLayout(directory: string, image: PushedImage): Promise<string> {
  const layout = path.join(directory, 'pushed');
  const blobs = path.join(layout, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...image.manifest.config },
      layers: image.manifest.layers.map((layer) => ({ mediaType: layerType, ...layer })),
    }),
  );
  for (const bytes of [image.config, manifest, ...image.blobs.values()]) {
    await writeFile(path.join(blobs, hexOf(bytes)), bytes);
  }
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const descriptor = { mediaType, digest: `sha256:${hexOf(manifest)}`, size: manifest.length };
  await writeFile(path.join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(
    path.join(layout, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }),
  );
  return layout;
}
