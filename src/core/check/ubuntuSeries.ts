import type { ImageReference } from './imageReference.js';

/** Versions by codename: https://wiki.ubuntu.com/Releases */
const versions: Readonly<Record<string, string>> = {
  trusty: '14.04',
  utopic: '14.10',
  vivid: '15.04',
  wily: '15.10',
  xenial: '16.04',
  yakkety: '16.10',
  zesty: '17.04',
  artful: '17.10',
  bionic: '18.04',
  cosmic: '18.10',
  disco: '19.04',
  eoan: '19.10',
  focal: '20.04',
  groovy: '20.10',
  hirsute: '21.04',
  impish: '21.10',
  jammy: '22.04',
  kinetic: '22.10',
  lunar: '23.04',
  mantic: '23.10',
  noble: '24.04',
  oracular: '24.10',
  plucky: '25.04',
  questing: '25.10',
  resolute: '26.04',
};

/** Codenames that a tag of any image may carry to say what it is built on, as `21-jre-noble` does. */
const longTerm: readonly string[] = ['trusty', 'xenial', 'bionic', 'focal', 'jammy', 'noble', 'resolute'];

/** The version of a codename: `noble` is `24.04`. */
export function versionOfCodename(name: string): string | undefined {
  return Object.hasOwn(versions, name) ? versions[name] : undefined;
}

/** The codename of a version: `24.04` is `noble`. */
export function codenameOfVersion(version: string): string | undefined {
  return Object.entries(versions).find(([, known]) => known === version)?.[0];
}

/** Whether Ubuntu could have released a version of that number: April or October, and 6.06. */
export function isUbuntuVersion(version: string): boolean {
  return /^[0-9]{2}\.(?:04|10)$/.test(version) || version === '06.06';
}

/**
 * The Ubuntu version an image says it is, by its tag: `ubuntu:24.04`, `ubuntu:noble-20240605`, `24.04_stable`,
 * Canonical's `ubuntu/nginx:1.24-24.04_edge`, `eclipse-temurin:21-jre-noble`, `nvidia/cuda:12.6.0-base-ubuntu24.04`. Undefined when the tag does not say
 * (`latest`, `devel`, a digest alone, another distribution).
 */
export function ubuntuVersionOf(image: ImageReference): string | undefined {
  const tag = image.tag?.replace(/_(?:stable|candidate|beta|edge)$/, '') ?? '';
  const names = image.repository.split('/');
  if (names.at(-1) === 'ubuntu') {
    return versionInUbuntuTag(tag);
  }
  return (
    (names.at(-2) === 'ubuntu' ? trackVersion(tag) : undefined) ??
    versionByName(tag) ??
    versionByCodename(tag)
  );
}

function versionInUbuntuTag(tag: string): string | undefined {
  const [first = ''] = tag.split('-');
  const numbered = /^(\d{2}\.\d{2})(?:\.\d+)?$/.exec(first)?.[1];
  return numbered ?? versionOfCodename(first);
}

/** Canonical's images are tagged `VERSION-SERIES_RISK`. */
function trackVersion(tag: string): string | undefined {
  return /(?:^|-)(\d{2}\.(?:04|10))$/.exec(tag)?.[1];
}

/** Many images say it in words, as `nvidia/cuda:12.4.1-runtime-ubuntu22.04` does. */
function versionByName(tag: string): string | undefined {
  return /(?:^|[-_])ubuntu-?(\d{2}\.(?:04|10))(?![\d])/.exec(tag)?.[1];
}

function versionByCodename(tag: string): string | undefined {
  const name = tag.split('-').find((part) => longTerm.includes(part));
  return name === undefined ? undefined : versionOfCodename(name);
}
