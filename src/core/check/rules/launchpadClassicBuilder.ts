import type { Range } from '../../base/text.js';
import type { DockerfileDocument, Instruction } from '../../dockerfile/dockerfileDocument.js';
import { cleanPath } from '../../base/cleanPath.js';
import { placeInDockerfile } from '../place.js';
import type { Remark, Rule, RuleInput } from '../rule.js';

/**
 * What BuildKit understands and the classic builder does not. Launchpad's builder runs `docker build` without buildx:
 * https://git.launchpad.net/launchpad-buildd/tree/lpbuildd/target/build_oci.py
 */
export const launchpadClassicBuilder: Rule = {
  name: 'LaunchpadClassicBuilder',
  family: 'recipe',
  title: 'The Dockerfile uses what only BuildKit understands',
  severity: 'warning',
  preset: 'recommended',
  check,
};

interface Use {
  readonly range: Range;
  readonly what: string;
}

const newFlags: Readonly<Record<string, readonly string[]>> = {
  RUN: ['mount', 'network', 'security', 'device'],
  COPY: ['link', 'chmod', 'parents', 'exclude'],
  ADD: ['link', 'chmod', 'checksum', 'keep-git-dir', 'exclude', 'unpack'],
};

const platformVariable = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;

function check(input: RuleInput): readonly Remark[] {
  if (!input.isLaunchpadMeant || input.document === undefined) {
    return [];
  }
  return usesIn(input.document).map(({ range, what }) => ({
    severity: 'warning',
    message: `${what}, and Launchpad's builder runs docker build without BuildKit. Write it without, or expect the build to fail there.`,
    ...placeInDockerfile(input, range),
  }));
}

function usesIn(document: DockerfileDocument): readonly Use[] {
  return document.instructions.flatMap((instruction) => [
    ...flagUses(instruction),
    ...heredocUses(instruction),
    ...platformUses(instruction),
    ...climbingUses(instruction),
  ]);
}

function flagUses({ keyword, flags }: Instruction): readonly Use[] {
  const known = newFlags[keyword] ?? [];
  return flags
    .filter(({ name }) => known.includes(name))
    .map(({ name, range }) => ({ range, what: `${keyword} --${name} needs BuildKit` }));
}

function heredocUses({ keyword, form, words }: Instruction): readonly Use[] {
  if (form === 'json' || !['RUN', 'COPY', 'ADD'].includes(keyword)) {
    return [];
  }
  return words
    .filter(({ text }) => /^\d*<<-?["']?[A-Za-z_]\w*["']?$/.test(text))
    .map(({ range }) => ({ range, what: 'A here-document needs BuildKit' }));
}

function platformUses({ keyword, flags, words }: Instruction): readonly Use[] {
  if (keyword === 'FROM') {
    return flags
      .filter(({ name, value }) => name === 'platform' && value?.includes('$') === true)
      .map(({ range }) => ({ range, what: 'A variable in FROM --platform is set by BuildKit only' }));
  }
  return keyword === 'ARG'
    ? words
        .filter(({ text }) => platformVariable.test(text))
        .map(({ text, range }) => ({
          range,
          what: `${text} is set by BuildKit only (Launchpad sets LAUNCHPAD_BUILD_ARCH)`,
        }))
    : [];
}

function climbingUses({ keyword, flags, words }: Instruction): readonly Use[] {
  if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.some(({ name }) => name === 'from')) {
    return [];
  }
  return words
    .slice(0, -1)
    .filter(({ text }) => cleanPath(text).startsWith('../'))
    .map(({ text, range }) => ({
      range,
      what: `"${text}" climbs out of the context, which BuildKit alone forgives`,
    }));
}
