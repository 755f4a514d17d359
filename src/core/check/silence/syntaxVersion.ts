import type { DockerfileDocument } from '../../dockerfile/dockerfileDocument.js';

/** The first version of the frontend that reads `# check=` above instructions. */
const firstMinor = 21;

/**
 * Whether the file's `# syntax=` names a frontend that surely reads `# check=` above instructions: a version of Docker's
 * own from 1.21. Of `docker/dockerfile:1`, and of none, nobody knows what is in use.
 */
export function hasInstructionChecks({ directives }: DockerfileDocument): boolean {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value ?? '';
  const [, minor] =
    /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?:1\.(\d+)(?:[.\-@]|$)/.exec(syntax) ?? [];
  return minor !== undefined && Number(minor) >= firstMinor;
}
