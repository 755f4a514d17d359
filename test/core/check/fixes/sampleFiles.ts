import { readdirSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';

import { checkRecipe } from '../../../../src/core/check/checkRecipe.js';
import type { Finding } from '../../../../src/core/finding/finding.js';
import { loadShellParser } from '../../../../src/core/shell/loadShellParser.js';
import { createTestHost } from '../../../support/testHost.js';
import { sample } from '../sampleSubject.js';

const root = path.join(import.meta.dirname, '../../../..');
const shell = await loadShellParser(createTestHost());

/** A Dockerfile with what its recipe says of its build. */
export interface SampleFile {
  readonly name: string;
  readonly text: string;
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platforms: readonly string[];
}

/**
 * Every Dockerfile of the corpus, every bad example of the pages of rules, and odd ones; all of them also with the line
 * ends of Windows.
 */
export function sampleFiles(): readonly SampleFile[] {
  const files = [...corpusFiles(), ...badExamples(), ...oddFiles()];
  const carried = files.map((file) => ({
    ...file,
    name: `${file.name} with \\r\\n`,
    text: file.text.replaceAll(/\r?\n/g, '\r\n'),
  }));
  return [...files, ...carried];
}

/** What is easily got wrong when it is written anew. */
const oddTexts: readonly string[] = [
  'ENV a b  c\nENV d "e f" g\nENV h i\\ j\nENV k \'l m\'n\nENV o $p q ${r:-s t}\nENV u "v"\\\n  w\n',
  'ENV a "b\nENV c d\\\nENV e it\\\'s here\nENV f "\\"g\\" h"\nLABEL "x" y\nLABEL z.b c=d e\n',
  'ENV a \\\n# words\n b c\nENV d \\\n  e f\nENV g \t h\t i\n',
  'MAINTAINER "Jane $Doe" <jane@x.org> \\ `\nmaintainer a\nMAINTAINER b \\\n c\n',
  'CMD exec a\nENTRYPOINT a "b c" \'d e\' "$f"\nCMD a "b c" \'d e\'\nCMD a=1 b\nONBUILD CMD sleep 1\n',
  'RUN a \\\n\n  b \\\n   \n\n # c\n\n  d\nRUN e \\\n\n',
  'EXPOSE 80/TCP 127.0.0.1:81:82/Udp $P/TCP 1-2:3-4\nONBUILD EXPOSE 80/TCP\n',
  'WORKDIR ./a/b\nFROM y\nWORKDIR a b\nFROM z\nWORKDIR "c"\n',
  'ARG VERSION=1\nLABEL a=$VERSOIN b="${VERSOIN:-$VERSOIN}" c=\'$VERSOIN\' d=\\$VERSOIN e=$VERSOIN1\n',
  'RUN apt update && apt install x && apt-cache policy y\nRUN apt list\nRUN a | b\n# why\nRUN c | d\n',
  'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends x\nRUN apt-get update; true\n',
  'ADD a b /c/\nADD a /b\nADD --chown=a a b\nADD --checksum=x a /b\nADD a.tar /b\nCOPY a b /c\nCOPY a b "/c"\n',
];

function oddFiles(): readonly SampleFile[] {
  const texts = [
    ...oddTexts.map((text) => `FROM ubuntu:24.04\n${text}`),
    ...oddTexts.map((text) => `\uFEFF# escape=\`\nfrom alpine as Base\n${text.replaceAll('\\', '`')}`),
    'FROM a AS Build\nFROM Build AS build\nCOPY --from=Build /x /x\nFROM Build\nRUN --mount=from=Build,target=/x y\n',
    'FROM a AS Build\nRUN --mount=target=/y,FROM=Build --mount=type=bind,from=build,target=/x z\nCOPY --from=BUILD / /a\n',
    'From a As b\nrun c\nRUN d\nfrom e as F\nLabel a b\n',
    '# syntax=docker/dockerfile:1\n# check=experimental=all\n# words\nARG a=1\n#\n# hadolint ignore=DL3006\nFROM x AS b\n',
    'FROM --platform=$TARGETPLATFORM \\\n  ubuntu:24.04\nFROM   --platform=${TARGETPLATFORM}   ubuntu:24.04 AS x\n',
    'ARG UBUNTU=24.04\nFROM ubuntu:$UBUNTO AS a\nFROM --platform=$BUILDPLATFROM ubuntu:${UBUNTU}\n',
  ];
  return texts.map((text, index) => ({ name: `odd ${index}`, text, args: {}, platforms: [] }));
}

function corpusFiles(): readonly SampleFile[] {
  const corpus = path.join(root, 'test/corpus/dockerfiles');
  return readdirSync(corpus).flatMap((name): readonly SampleFile[] => {
    const file = path.join(corpus, name, 'Dockerfile');
    const recipeFile = path.join(corpus, name, 'recipe.json');
    const recipe = existsSync(recipeFile)
      ? (JSON.parse(readFileSync(recipeFile, 'utf8')) as Partial<SampleFile>)
      : {};
    return existsSync(file)
      ? [{ args: {}, platforms: [], ...recipe, name, text: readFileSync(file, 'utf8') }]
      : [];
  });
}

function badExamples(): readonly SampleFile[] {
  const pages = path.join(root, 'docs/rules');
  return readdirSync(pages).flatMap((page) => {
    const [, bad = ''] = readFileSync(path.join(pages, page), 'utf8').split('**Bad**');
    const [section = ''] = bad.split('**Good**');
    return [...section.matchAll(/```dockerfile[^\n]*\n([^]*?)```/g)].map(([, text = '']) => ({
      name: `docs/rules/${page}`,
      text,
      args: {},
      platforms: [],
    }));
  });
}

/** Everything that is found in a Dockerfile, whatever the preset. */
export function check({ text, args, target, platforms }: Omit<SampleFile, 'name'>): readonly Finding[] {
  const { recipe, subject } = sample({
    text,
    platforms,
    target: { args, ...(target !== undefined && { target }) },
    policy: { preset: 'all', rules: { DL1001: 'off' } },
  });
  return checkRecipe(recipe, { ...subject, shell }).findings;
}
