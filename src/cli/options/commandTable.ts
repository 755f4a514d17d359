import type { OptionName } from './optionTable.js';

/** The commands of the program. */
export type CommandName = 'check' | 'build' | 'convert' | 'verify' | 'inspect' | 'diff' | 'recipe';

/** What is said of a command, and what it takes. */
export interface CommandDefinition {
  readonly name: CommandName;
  /** Positional arguments as the usage line shows them. */
  readonly operands: string;
  readonly operandCount: { readonly least: number; readonly most: number };
  readonly summary: string;
  readonly description: string;
  readonly options: readonly OptionName[];
  /** The forms of its report; default: text and json. */
  readonly formats?: readonly string[];
  readonly examples: readonly { readonly line: string; readonly meaning: string }[];
}

const recipeOptions = ['recipe', 'branch', 'launchpad'] as const;
const allCommands = ['format', 'help'] as const;

const pathText =
  'PATH is a folder, a Dockerfile or a recipe file (oci-recipe.yaml, docker-bake.json, docker-bake.hcl);\n' +
  'the current folder when left out.';

/** Every command, in the order of the help. */
export const commandTable: readonly CommandDefinition[] = [
  {
    name: 'check',
    operands: '[PATH…]',
    operandCount: { least: 0, most: Infinity },
    summary: 'Say what a build or Launchpad would object to',
    description:
      'Checks the recipes of each PATH, their Dockerfiles and the git branch. Nothing is built or run.\n' +
      'PATH is a folder, a Dockerfile, a recipe file (oci-recipe.yaml, docker-bake.json, docker-bake.hcl) or a\n' +
      'pattern such as "images/**/Dockerfile"; the current folder when left out; - for a Dockerfile on stdin.\n\n' +
      'What is said of the rules, the last one counting: the preset recommended, the nearest .hadolint.yaml, the\n' +
      'x-check of the recipe file and of its target, --preset and --rule.',
    options: [
      ...recipeOptions,
      'preset',
      'rule',
      'failure-threshold',
      'fix',
      'engine',
      'stdin-path',
      ...allCommands,
    ],
    formats: ['text', 'json', 'sarif', 'github'],
    examples: [
      { line: 'oci-recipe check', meaning: 'every recipe of the current folder' },
      {
        line: 'oci-recipe check --branch v1.0-24.04',
        meaning: 'as if the branch had this name (git is not asked)',
      },
      { line: 'oci-recipe check --format json images/web', meaning: 'for programs; positions count from 1' },
      { line: 'oci-recipe check --preset all --rule DL3008=off .', meaning: 'every rule but one' },
      { line: "oci-recipe check --format github '**/Dockerfile*'", meaning: 'annotations of a pull request' },
      { line: 'oci-recipe check --stdin-path web/Dockerfile - < text', meaning: 'a text not yet saved' },
    ],
  },
  {
    name: 'build',
    operands: '[PATH]',
    operandCount: { least: 0, most: 1 },
    summary: 'Check, build, convert, verify and report',
    description:
      'Builds a recipe for its platforms through docker buildx, converts the result to the artifacts that\n' +
      'Launchpad makes, verifies them and reports their digests. The artifacts appear whole or not at all.\n' +
      `${pathText}\n` +
      'Of several recipes the one in the group "default" is built; otherwise --recipe or --all has to choose.\n\n' +
      'Findings are shown but do not stop a build or change its exit code; use check for that.',
    options: [
      ...recipeOptions,
      'all',
      'platform',
      'target',
      'build-arg',
      'build-context',
      'builder',
      'secret',
      'ssh',
      'allow',
      'network',
      'cache-from',
      'cache-to',
      'no-cache',
      'pull',
      'provenance',
      'output',
      'force',
      'keep-archive',
      'log',
      'print',
      'progress',
      ...allCommands,
    ],
    examples: [
      { line: 'oci-recipe build', meaning: "the current folder's recipe, all its platforms" },
      {
        line: 'oci-recipe build --platform amd64,arm64 --output out',
        meaning: 'into out/amd64 and out/arm64',
      },
      { line: 'oci-recipe build --recipe web --print', meaning: 'what would run, without running it' },
      { line: 'oci-recipe build --secret id=token,src=token.txt', meaning: 'a secret from a file' },
    ],
  },
  {
    name: 'convert',
    operands: 'INPUT…',
    operandCount: { least: 1, most: 64 },
    summary: 'Turn images from one form into another',
    description:
      'INPUT is an image in any form: what "docker save" of any version, buildx, skopeo, podman, buildah, umoci,\n' +
      "crane, kaniko or bazel wrote, as an archive (also compressed) or a folder, Launchpad's artifacts, or - for\n" +
      'an archive on standard input. Several inputs of a platform each are joined.\n\n' +
      "--to launchpad makes a folder a platform, named by Launchpad's architecture (amd64, arm64, armhf, …);\n" +
      '--to oci an OCI layout; oci-tar the same as an archive; docker what Docker 25 and newer save;\n' +
      'docker-legacy what older ones do. With --output - an archive goes to standard output, the report to stderr.\n\n' +
      'Configs are never changed, so that image ids hold. Layers that are stored as wanted are taken as they are.\n\n' +
      '--base gives the image that the images are built on, in any form, or its manifest or config as a JSON file. Of\n' +
      'layers that it has too, digests.json then says the repository: NAME, else what the base itself says; and they\n' +
      'are its own gzip, whose digest registries know, instead of being compressed anew.',
    options: [
      'to',
      'output',
      'platform',
      'compression',
      'level',
      'recompress',
      'media-types',
      'attestations',
      'foreign',
      'base',
      'tag',
      'force',
      ...allCommands,
    ],
    examples: [
      {
        line: 'oci-recipe convert image.tar --to launchpad --output out',
        meaning: 'all platforms of the archive',
      },
      { line: 'oci-recipe convert layout/ --output out --platform arm64', meaning: 'one of them' },
      {
        line: 'oci-recipe convert out/amd64 --to docker-legacy -o app.tar',
        meaning: "from Launchpad's artifacts back to Docker",
      },
      {
        line: 'oci-recipe convert app.tar --base ubuntu=base.tar -o out',
        meaning: 'and say which layers are of ubuntu',
      },
      {
        line: 'oci-recipe convert amd64.tar arm64.tar --to oci-tar -o -',
        meaning: 'one image of two platforms, to a pipe',
      },
    ],
  },
  {
    name: 'verify',
    operands: 'INPUT',
    operandCount: { least: 1, most: 1 },
    summary: 'Check every statement that an image makes about itself',
    description:
      "INPUT is an image in any form that convert takes, a set of Launchpad's artifacts (manifest.json,\n" +
      'digests.json, config and layers), a folder of such sets, or - for an archive on standard input.\n\n' +
      'Every digest, size, diff_id and media type is compared with the bytes, layers are counted against config\n' +
      'and history, and artifacts are held to what Launchpad takes. All problems are told, not only the first.',
    options: [...allCommands],
    examples: [
      { line: 'oci-recipe verify out', meaning: 'exit code 0 only if all of it is true' },
      { line: 'docker save app | oci-recipe verify -', meaning: 'what an engine saves' },
    ],
  },
  {
    name: 'inspect',
    operands: 'INPUT',
    operandCount: { least: 1, most: 1 },
    summary: 'Say what images, configs and layers are in an archive',
    description:
      'INPUT is an image in any form that convert takes, or - for an archive on standard input. Sizes and digests\n' +
      'of layers are measured. A layer that is not what is said of it makes exit code 1.',
    options: ['platform', 'files', ...allCommands],
    examples: [
      { line: 'oci-recipe inspect image.tar', meaning: 'platforms, configs, layers and what made them' },
      {
        line: 'oci-recipe inspect out --platform arm64 --files',
        meaning: 'with the files of every layer',
      },
    ],
  },
  {
    name: 'diff',
    operands: 'INPUT [INPUT]',
    operandCount: { least: 1, most: 2 },
    summary: 'Compare two images, or two platforms of one',
    description:
      'Compares the fields of the configs, the layers, and the files of layers that differ (mode, owner, time,\n' +
      'size, link, content). How layers are stored does not count, so that a conversion is the same image.\n\n' +
      'Exit code as cmp: 0 the same, 1 different, 2 trouble.',
    options: ['platform', 'files', ...allCommands],
    examples: [
      { line: 'oci-recipe diff old.tar new.tar', meaning: 'what a rebuild changed' },
      {
        line: 'oci-recipe diff image.tar --platform amd64 --platform arm64',
        meaning: 'two platforms of one',
      },
      { line: 'oci-recipe diff image.tar out --files none', meaning: 'is it the same image?' },
    ],
  },
  {
    name: 'recipe',
    operands: '[PATH]',
    operandCount: { least: 0, most: 1 },
    summary: 'List the recipes of a folder, or print one resolved',
    description: `Lists the recipes that were found; with --print, prints them resolved, in docker buildx bake's JSON.\n${pathText}`,
    options: ['recipe', 'print', ...allCommands],
    examples: [
      { line: 'oci-recipe recipe', meaning: 'which recipes there are' },
      { line: 'oci-recipe recipe --recipe web --print', meaning: 'one of them, as bake sees it' },
    ],
  },
];

/** The definition of a command, if there is one of this name. */
export function findCommand(name: string): CommandDefinition | undefined {
  return commandTable.find((command) => command.name === name);
}
