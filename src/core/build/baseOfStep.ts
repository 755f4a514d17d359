import { parseStepName } from './stepName.js';

/** The image that a stage was built on, as the builder resolved it. */
export interface StepBase {
  /** The repository as it is written in full: `docker.io/library/ubuntu`. */
  readonly repository: string;
  /** The name with the digest, so that nothing else can be meant. */
  readonly reference: string;
}

/** A tag and a digest; in front of them a colon may be that of a port. */
const pattern = /^FROM ([^\s@]+?)(?::[\w.-]+)?@(sha256:[0-9a-f]{64})$/;

/** The base of a step `[linux/amd64 1/3] FROM docker.io/library/ubuntu:24.04@sha256:…`; undefined for other steps. */
export function baseOfStep(stepName: string): StepBase | undefined {
  const { name } = parseStepName(stepName);
  const [, repository, digest] = pattern.exec(name) ?? [];
  const isName = repository !== undefined && !repository.includes('://') && !repository.startsWith('-');
  return isName && digest !== undefined ? { repository, reference: `${repository}@${digest}` } : undefined;
}
