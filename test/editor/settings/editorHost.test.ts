import { beforeEach, expect, test } from 'vitest';

import type { Command, Host } from '../../../src/core/host/host.js';
import { createEditorHost } from '../../../src/editor/settings/editorHost.js';
import type { FakeEditor } from '../../support/fakeVscode.js';
import { resetFakeVscode } from '../../support/fakeVscode.js';

let editor: FakeEditor;

beforeEach(() => {
  editor = resetFakeVscode();
});

function recordingHost(): { readonly host: Host; readonly started: string[] } {
  const started: string[] = [];
  const run = ({ program }: Command): Promise<unknown> => {
    started.push(program);
    return Promise.resolve({});
  };
  return { host: { processes: { run } } as unknown as Host, started };
}

test('in Restricted Mode no program starts, whatever asks for it', async () => {
  editor.isTrusted = false;
  const { host, started } = recordingHost();
  const running = createEditorHost(host).processes.run({ program: 'git', args: ['status'] });
  await expect(running).rejects.toMatchObject({ code: 'program-denied' });
  expect(started).toEqual([]);
});

test('docker is the program that the settings name, and others stay what they are', async () => {
  editor.settings.set('ociRecipe.docker.path', '/opt/docker');
  const { host, started } = recordingHost();
  const { processes } = createEditorHost(host);
  await processes.run({ program: 'docker', args: [] });
  await processes.run({ program: 'git', args: [] });
  expect(started).toEqual(['/opt/docker', 'git']);
});
