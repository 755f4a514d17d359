import type {
  ExplorerView,
  FileColumns,
  FilesRequest,
  FilesSummary,
  FilesView,
  ImageView,
} from '../../../src/bridge/explorerProtocol.js';

/** A row of a sample table: its path, its size, and whatever else is not the usual. */
export interface SampleRow {
  readonly path: string;
  readonly sizeBytes?: number;
  readonly kind?: string;
  readonly change?: string;
  readonly layer?: number;
  readonly sizeBefore?: number;
  readonly remark?: string;
}

/** Rows in preorder, as the columns of the contract. A row whose path ends in `/` is a directory. */
function columnsOf(rows: readonly SampleRow[], isFlat = false): FileColumns {
  const names = rows.map(({ path }) => path.replace(/\/$/, ''));
  return {
    names: names.map((path) => (isFlat ? path : (path.split('/').at(-1) ?? ''))),
    depths: names.map((path) => (isFlat ? 0 : path.split('/').length - 1)),
    kinds: rows.map(({ path, kind }) => kind ?? (path.endsWith('/') ? 'd' : 'f')).join(''),
    changes: rows.map(({ change = '-' }) => change).join(''),
    sizes: rows.map(({ sizeBytes = 0 }) => sizeBytes),
    modes: rows.map(({ path }) => (path.endsWith('/') ? 0o755 : path.includes('bin/') ? 0o4755 : 0o644)),
    owners: rows.map(() => '0:0'),
    layers: rows.map(({ layer = 0 }) => layer),
    sizesBefore: rows.some(({ sizeBefore }) => sizeBefore !== undefined)
      ? rows.map(({ sizeBefore, sizeBytes = 0 }) => sizeBefore ?? sizeBytes)
      : [],
    remarks: Object.fromEntries(
      rows.flatMap(({ remark }, at) => (remark === undefined ? [] : [[at, remark]])),
    ),
  };
}

/** A whole table in one stretch. */
export function filesOf(
  request: FilesRequest,
  rows: readonly SampleRow[],
  summary: Partial<FilesSummary> = {},
): FilesView {
  const files = rows.filter(({ path }) => !path.endsWith('/'));
  const count = (letter: string): number => files.filter(({ change }) => change === letter).length;
  return {
    request,
    start: 0,
    total: rows.length,
    rows: columnsOf(rows, request.part === 'waste'),
    summary: {
      files: files.length,
      sizeBytes: files.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
      added: count('a'),
      changed: count('c'),
      removed: count('r'),
      notes: [],
      ...summary,
    },
  };
}

const hex = '3b7f0c52a1d94e68b0f2c7a95d1e8f6340ab2cc19e5d77f8016b3a4d2e9c5f71';

function image(id: string, architecture: string): ImageView {
  const digest = `sha256:${hex}`;
  const sharedWith = [`linux/${architecture === 'amd64' ? 'arm64' : 'amd64'}`];
  return {
    id,
    label: `linux/${architecture}`,
    platform: `linux/${architecture}`,
    tags: ['hello-oci:1.0'],
    manifestDigest: digest,
    configDigest: digest.replace('3b', 'c4'),
    storedBytes: 34_100_000,
    layers: [
      {
        diffId: digest,
        digest,
        storedBytes: 29_700_000,
        compression: 'gzip',
        instruction: 'ADD file:2b1e3 in /',
        sharedWith: [],
      },
      {
        diffId: digest.replace('3b', '91'),
        digest,
        storedBytes: 4_300_000,
        compression: 'gzip',
        instruction:
          'RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*',
        line: 'Dockerfile:4',
        sharedWith: [],
      },
      {
        diffId: digest.replace('3b', '0e'),
        digest,
        storedBytes: 102_000,
        compression: 'gzip',
        instruction: 'COPY page/ /srv/greeting/',
        line: 'Dockerfile:7',
        sharedWith,
      },
    ],
  };
}

/** An image of two platforms. */
export const sampleView: ExplorerView = {
  title: 'hello-oci.tar',
  sources: ['/home/ada/hello-oci.tar'],
  state: 'open',
  images: [image('0/0', 'amd64'), image('0/1', 'arm64')],
  notes: [],
};

const merged: readonly SampleRow[] = [
  { path: 'bin', kind: 'l', remark: '→ usr/bin' },
  { path: 'etc/', sizeBytes: 540_000 },
  { path: 'etc/alternatives/', sizeBytes: 0 },
  { path: 'etc/alternatives/awk', kind: 'l', remark: '→ /usr/bin/mawk' },
  { path: 'etc/os-release', sizeBytes: 400 },
  { path: 'etc/ssl/', sizeBytes: 230_000, layer: 1 },
  { path: 'etc/ssl/certs/', sizeBytes: 230_000, layer: 1 },
  { path: 'etc/ssl/certs/ca-certificates.crt', sizeBytes: 230_000, layer: 1 },
  { path: 'srv/', sizeBytes: 101_000, layer: 2 },
  { path: 'srv/greeting/', sizeBytes: 101_000, layer: 2 },
  { path: 'srv/greeting/index.html', sizeBytes: 1_700, layer: 2 },
  { path: 'srv/greeting/picture.png', sizeBytes: 99_300, layer: 2 },
  { path: 'usr/', sizeBytes: 75_000_000 },
  { path: 'usr/bin/', sizeBytes: 22_000_000 },
  { path: 'usr/bin/bash', sizeBytes: 1_446_024 },
  { path: 'usr/bin/curl', sizeBytes: 276_000, layer: 1 },
  { path: 'usr/bin/perl', sizeBytes: 3_800_000, remark: '2 hard links' },
  { path: 'usr/lib/', sizeBytes: 53_000_000 },
  { path: 'usr/lib/libc.so.6', sizeBytes: 2_125_328 },
];

const layer: readonly SampleRow[] = [
  { path: 'etc/', sizeBytes: 230_500, layer: 1 },
  { path: 'etc/ld.so.cache', sizeBytes: 7_600, change: 'c', layer: 1 },
  { path: 'etc/ssl/', sizeBytes: 230_000, change: 'a', layer: 1 },
  { path: 'etc/ssl/certs/', sizeBytes: 230_000, change: 'a', layer: 1 },
  { path: 'etc/ssl/certs/ca-certificates.crt', sizeBytes: 230_000, change: 'a', layer: 1 },
  { path: 'usr/', sizeBytes: 276_000, layer: 1 },
  { path: 'usr/bin/', sizeBytes: 276_000, layer: 1 },
  { path: 'usr/bin/curl', sizeBytes: 276_000, change: 'a', layer: 1 },
  { path: 'var/', layer: 1 },
  { path: 'var/log/', layer: 1 },
  { path: 'var/log/alternatives.log', sizeBytes: 900, change: 'r', layer: 0 },
];

const waste: readonly SampleRow[] = [
  { path: 'var/lib/dpkg/status', sizeBytes: 220_000, remark: 'stored 2 times' },
  { path: 'etc/ld.so.cache', sizeBytes: 6_900, remark: 'stored 2 times' },
  { path: 'var/log/alternatives.log', sizeBytes: 900, remark: 'stored once, then removed' },
];

const compared: readonly SampleRow[] = [
  { path: 'etc/', sizeBytes: 540_000, sizeBefore: 540_000 },
  { path: 'etc/os-release', sizeBytes: 400, sizeBefore: 400 },
  { path: 'usr/', sizeBytes: 74_000_000, sizeBefore: 75_000_000 },
  { path: 'usr/bin/', sizeBytes: 21_000_000, sizeBefore: 22_000_000 },
  { path: 'usr/bin/bash', sizeBytes: 1_400_000, sizeBefore: 1_446_024, change: 'c', remark: 'size, content' },
  { path: 'usr/lib/', sizeBytes: 52_000_000, sizeBefore: 53_000_000 },
  { path: 'usr/lib/ld-aarch64.so.1', sizeBytes: 204_000, sizeBefore: -1, change: 'a' },
  { path: 'usr/lib/ld-x86-64.so.2', sizeBytes: -1, sizeBefore: 240_936, change: 'r' },
];

/** The tables of the sample image. */
export const sampleFiles = {
  merged: filesOf({ image: '0/0', part: 'merged' }, merged),
  layer: filesOf({ image: '0/0', part: 1 }, layer),
  waste: filesOf({ image: '0/0', part: 'waste' }, waste, { wastedBytes: 227_800, efficiency: 0.9969 }),
  compared: filesOf({ image: '0/0', part: 'merged', against: '0/1' }, compared, {
    differences: [
      'Layers: 3 → 3, of which 1 is the same',
      'architecture: "amd64" → "arm64"',
      'Env: ["PATH=/usr/bin","ARCH=amd64"] → ["PATH=/usr/bin","ARCH=arm64"]',
    ],
  }),
} as const;
