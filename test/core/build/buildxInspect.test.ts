import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseBuildxInspect } from '../../../src/core/build/buildxInspect.js';
import { formatPlatform } from '../../../src/core/platform/platform.js';

function recorded(name: string): ReturnType<typeof parseBuildxInspect> {
  const folder = path.join(import.meta.dirname, '..', '..', 'fixtures', 'buildxInspect');
  return parseBuildxInspect(readFileSync(path.join(folder, `${name}.txt`), 'utf8'));
}

test.each(['docker26', 'docker26c', 'docker28', 'docker28g'])('the builder of %s is read', (engine) => {
  const { name, driver, error, nodes } = recorded(engine);
  expect([name, driver, error, nodes.map((node) => [node.name, node.endpoint, node.status])]).toEqual([
    'default',
    'docker',
    undefined,
    [['default', 'default', 'running']],
  ]);
  expect(nodes[0]?.platforms.map(formatPlatform)).toContain('linux/arm64');
});

test('labels are read, and what comes below them is none', () => {
  const [node] = recorded('docker28').nodes;
  expect(Object.keys(node?.labels ?? {})).toEqual([
    'org.mobyproject.buildkit.worker.containerd.namespace',
    'org.mobyproject.buildkit.worker.containerd.uuid',
    'org.mobyproject.buildkit.worker.executor',
    'org.mobyproject.buildkit.worker.hostname',
    'org.mobyproject.buildkit.worker.moby.host-gateway-ip',
    'org.mobyproject.buildkit.worker.network',
    'org.mobyproject.buildkit.worker.selinux.enabled',
    'org.mobyproject.buildkit.worker.snapshotter',
  ]);
});

test('each node of a builder has its own platforms, and those given by hand are known', () => {
  const { nodes } = recorded('twoNodes');
  expect(nodes.map((node) => [node.name, node.givenPlatforms.map(formatPlatform)])).toEqual([
    ['farm0', ['linux/amd64']],
    ['farm1', ['linux/arm64']],
  ]);
  expect(nodes[0]?.platforms.map(formatPlatform)).toContain('linux/arm64');
});

test('the error of a builder that cannot be asked is read', () => {
  const text =
    'Name:          default\nDriver:        \nError:         Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?\n';
  expect(parseBuildxInspect(text)).toEqual({
    name: 'default',
    driver: '',
    error: 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
    nodes: [],
  });
});

test('a platform that cannot be understood is left out', () => {
  const text = 'Name: b\nDriver: remote\n\nNodes:\nName: n\nPlatforms: linux/amd64, a/b/c/d, linux/arm64*\n';
  expect(parseBuildxInspect(text).nodes[0]?.platforms.map(formatPlatform)).toEqual([
    'linux/amd64',
    'linux/arm64',
  ]);
});
