import { Range, Uri, window } from 'vscode';

import { failureFile } from '../../core/build/failureFile.js';
import type { Build } from '../builds/build.js';

/** Opens the Dockerfile at the line a build failed at, or at its beginning when the line is not known. */
export async function openFailure(build: Build): Promise<void> {
  const { failure } = build.status;
  const dockerfile = failureFile(failure ?? {}, build.dockerfile);
  const line = dockerfile === undefined ? 0 : (failure?.line ?? 1) - 1;
  const file = dockerfile ?? build.recipeFile;
  const selection = new Range(line, 0, line, 0);
  await window.showTextDocument(Uri.file(file), { selection });
}
