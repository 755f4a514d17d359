import type { BaseImageFacts } from '../../../src/core/check/buildkit/baseImageFacts.js';
import { dockerfileProblems } from '../../../src/core/check/dockerfileProblems.js';
import type { DockerfileProblem } from '../../../src/core/check/dockerfileProblems.js';
import { readDockerfile } from '../../../src/core/check/readDockerfile.js';
import type { Differences } from './sampleSubject.js';
import { sample } from './sampleSubject.js';

/** What differs from a recipe of a Dockerfile alone. */
export interface BuildDifferences extends Pick<Differences, 'target' | 'platforms'> {
  readonly baseImages?: readonly BaseImageFacts[];
}

/** What a builder refuses of a Dockerfile, in the order in which a check comes to it. */
export function problemsOf(text: string, differences: BuildDifferences = {}): readonly DockerfileProblem[] {
  const { baseImages, ...rest } = differences;
  const { recipe, subject } = sample({ text, ...rest });
  return dockerfileProblems({
    recipe,
    subject: { ...subject, ...(baseImages !== undefined && { baseImages }) },
    sources: [],
    isLaunchpadMeant: false,
    ...readDockerfile(recipe, text),
  });
}

/** The same in the builder's own words. */
export function refusals(text: string, differences: BuildDifferences = {}): readonly string[] {
  return problemsOf(text, differences).map(({ message }) =>
    message.replace(/^(?:The builder|BuildKit's check) refuses this[^:]*: /, '').replace(/\.$/, ''),
  );
}
