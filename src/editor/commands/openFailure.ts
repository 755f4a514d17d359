import { Range, Uri, window } from 'vscode';

import type { Build } from '../builds/build.js';

/** Opens the Dockerfile at the line a build failed at, or at its beginning when the line is not known. */
export async function openFailure(build: Build): Promise<void> {
  const line = (build.status.failure?.line ?? 1) - 1;
  const file = build.dockerfile ?? build.recipeFile;
  const selection = new Range(line, 0, line, 0);
  await window.showTextDocument(Uri.file(file), { selection });
}
