import { join } from 'node:path';

/** Where artifacts go unless the user says otherwise: `oci-artifacts/<recipe>` below the folder the user works in. */
export function defaultOutputDirectory(recipeName: string, folder: string): string {
  return join(folder, 'oci-artifacts', toFileName(recipeName));
}

// Why: a target's name may hold characters that a file's may not (bake's matrix makes such names), and no name may
// lead out of the folder.
function toFileName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '');
  return safe === '' ? 'recipe' : safe;
}
