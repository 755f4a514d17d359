import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { useWorkbench } from './useWorkbench.js';
import { startWorkbench, themes, WorkbenchError } from './workbench.js';

const folder = await mkdtemp(join(tmpdir(), 'ocr-folder-'));
const workbench = useWorkbench(async () => {
  await mkdir(join(folder, 'images', 'web'), { recursive: true });
  await writeFile(join(folder, 'images', 'web', 'data.json'), '{\n  "a": }');
  return { folder, vsix: [], trusted: false, screenshotDirectory: 'test-output/screenshots/workbench' };
});

afterAll(() => rm(folder, { recursive: true }));

test('a file opens, and its problems are read with their place', async () => {
  await workbench().openFile('images/web/data.json');
  const [first] = await workbench().waitForProblems((problems) => problems.length > 0);
  expect(first).toMatchObject({
    file: join(folder, 'images', 'web', 'data.json'),
    severity: 'Error',
    message: 'Value expected',
    line: 2,
    column: 8,
  });
});

test('the context menu of a file in a folder is walked', async () => {
  expect(await workbench().openContextMenu('images/web/data.json')).toContain('Copy Relative Path');
  await workbench().closeMenu();
});

test.each(Object.values(themes))('the theme %s is worn', async (id) => {
  await workbench().setTheme(id);
  expect(await workbench().screenshot(`workbench ${id}`)).toMatch(/\.png$/);
});

test('what fails names the picture that was taken of it', async () => {
  const failure = workbench().contextMenu('images/web/data.json', ['Dance']);
  await expect(failure).rejects.toThrow(WorkbenchError);
  await expect(failure).rejects.toThrow(/no 'Dance', only: .*Copy Path.*\nPicture: .*\.png\n/s);
  await workbench().closeMenu();
});

test('a folder that is not trusted can be trusted', async () => {
  expect(await workbench().isRestricted()).toBe(true);
  await workbench().trust();
  expect(await workbench().isRestricted()).toBe(false);
});

test('a workbench that cannot start leaves nothing behind', async () => {
  const before = await readdir(tmpdir());
  await expect(startWorkbench({ folder, vsix: join(folder, 'none.vsix') })).rejects.toThrow('none.vsix');
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('ocr-code-'))).toEqual(
    before.filter((name) => name.startsWith('ocr-code-')),
  );
});
