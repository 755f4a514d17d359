import { targetFormats } from '../../core/artifact/targetOptions.js';

/** How an option is written and what the help says of it. */
export interface OptionDefinition {
  readonly type: 'flag' | 'text' | 'list';
  readonly short?: string;
  /** The name of the value in the help. */
  readonly value?: string;
  /** The only values it takes, where they are known. */
  readonly choices?: readonly string[];
  readonly help: string;
}

/** Every option by its long name. */
export const optionTable = {
  recipe: { type: 'list', value: 'NAME', help: 'the recipe meant, where there are several (repeatable)' },
  all: { type: 'flag', help: 'build every recipe found, one after the other' },
  branch: {
    type: 'text',
    value: 'NAME',
    help: "the branch's name (also refs/heads/…); git is not asked for it",
  },
  launchpad: {
    type: 'text',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    help: "auto, always or never: do Launchpad's rules count as errors?",
  },
  platform: {
    type: 'list',
    value: 'LIST',
    help: 'platforms, such as linux/amd64,linux/arm64 or amd64,arm64',
  },
  target: { type: 'text', value: 'STAGE', help: 'the stage to build' },
  'build-arg': {
    type: 'list',
    value: 'NAME=VALUE',
    help: "a build argument (NAME alone: the environment's value)",
  },
  'build-context': { type: 'list', value: 'NAME=VALUE', help: 'a named context, as docker buildx takes it' },
  builder: { type: 'text', value: 'NAME', help: 'the buildx builder to use' },
  secret: { type: 'list', value: 'id=ID,src=FILE', help: 'a secret for RUN --mount=type=secret, by file' },
  ssh: { type: 'list', value: 'ID[=SOCKET]', help: 'an agent for RUN --mount=type=ssh' },
  allow: { type: 'list', value: 'ENTITLEMENT', help: 'an entitlement, such as network.host' },
  network: { type: 'text', value: 'MODE', help: 'network of RUN steps: default, none or host' },
  'cache-from': { type: 'list', value: 'SOURCE', help: 'cache to read, as docker buildx takes it' },
  'cache-to': { type: 'list', value: 'TARGET', help: 'cache to write, as docker buildx takes it' },
  'no-cache': { type: 'flag', help: 'run every step anew' },
  pull: { type: 'flag', help: 'look for newer base images' },
  provenance: {
    type: 'text',
    value: 'VALUE',
    help: 'provenance attestation: true, false, mode=min, mode=max',
  },
  output: {
    type: 'text',
    short: 'o',
    value: 'DIR',
    help: 'where the artifacts go (build: ./oci-artifacts/NAME)',
  },
  force: { type: 'flag', help: 'replace artifacts that are already there' },
  'keep-archive': { type: 'flag', help: 'also keep the OCI archive, below the output' },
  log: { type: 'text', value: 'FILE', help: 'write the whole log of the build to a new file' },
  to: {
    type: 'text',
    value: 'FORM',
    choices: targetFormats,
    help: 'what to make: launchpad (default), docker-legacy, docker, oci, oci-tar',
  },
  compression: {
    type: 'text',
    value: 'FORM',
    choices: ['keep', 'gzip', 'zstd', 'none'],
    help: 'how layers are stored: keep (default, as they are), gzip, zstd, none',
  },
  level: { type: 'text', value: 'N', help: '1 (fastest) to 9 (smallest), of layers that are compressed' },
  recompress: { type: 'flag', help: 'compress layers anew that are compressed already' },
  'media-types': {
    type: 'text',
    value: 'WHOSE',
    choices: ['keep', 'docker', 'oci'],
    help: 'media types of the manifests: keep (default), docker, oci',
  },
  attestations: {
    type: 'text',
    value: 'WHAT',
    choices: ['keep', 'drop'],
    help: 'keep (default, where their images do not change) or drop; some tools read none',
  },
  foreign: {
    type: 'text',
    value: 'HOW',
    choices: ['require', 'name'],
    help: 'layers that may not be distributed: require (default), or only name those not saved',
  },
  base: {
    type: 'list',
    value: '[NAME=]INPUT',
    help: 'an image that these are built on, for where layers were pulled from (repeatable)',
  },
  tag: { type: 'text', value: 'NAME', help: 'name of the images, such as app:1.0, instead of their own' },
  files: {
    type: 'text',
    value: 'WHICH',
    choices: ['all', 'first', 'none'],
    help: 'compare the files of all, the first (default) or none of the layers that differ',
  },
  print: { type: 'flag', help: 'print instead of doing: the plan of a build, a recipe as bake JSON' },
  progress: {
    type: 'text',
    value: 'FORM',
    choices: ['auto', 'plain', 'json', 'quiet'],
    help: 'on stderr: auto (live on a terminal), plain, json (an event a line), quiet',
  },
  preset: {
    type: 'text',
    value: 'NAME',
    choices: ['recommended', 'strict', 'all', 'none'],
    help: 'the rules that speak: recommended, strict, all or none',
  },
  rule: {
    type: 'list',
    value: 'NAME=HOW',
    help: 'one rule: off, default, error, warning, info or hint (repeatable)',
  },
  'failure-threshold': {
    type: 'text',
    value: 'SEVERITY',
    choices: ['error', 'warning', 'info', 'hint', 'none'],
    help: 'the least severity that makes exit code 1 (error)',
  },
  fix: { type: 'flag', help: 'apply the fixes that cannot change what is built, then check again' },
  engine: { type: 'flag', help: "also ask docker: BuildKit's own check, and what base images are there for" },
  'stdin-path': { type: 'text', value: 'FILE', help: 'the Dockerfile that the text on stdin (PATH -) is' },
  format: {
    type: 'text',
    value: 'FORM',
    choices: ['text', 'json', 'sarif', 'github'],
    help: 'form of the report on stdout: text or json (check: also sarif, github)',
  },
  help: { type: 'flag', short: 'h', help: 'show this help' },
  version: { type: 'flag', short: 'V', help: 'show the version' },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

/** The long name of an option. */
export type OptionName = keyof typeof optionTable;

/** Options that a command takes in a way of its own, by the command's name. */
const ownOptions: Readonly<Record<string, Partial<Record<OptionName, OptionDefinition>>>> = {
  inspect: { files: { type: 'flag', help: 'also list the files of every layer, and what is wasted' } },
};

/** How an option is written behind a command; without one, or with an unknown one, as most commands take it. */
export function findOption(name: OptionName, command?: string): OptionDefinition {
  const own = command !== undefined && Object.hasOwn(ownOptions, command) ? ownOptions[command] : undefined;
  return own?.[name] ?? optionTable[name];
}

/** Whether a text is the long name of an option. */
export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(optionTable, name);
}
