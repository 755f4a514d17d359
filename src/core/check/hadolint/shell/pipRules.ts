import { oncePer } from '../../../base/oncePer.js';
import { hasFlag, hasWord, operandsBehind, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellSpan } from '../../../shell/shellScript.js';
import type { FlowStep } from './instructionFlow.js';
import type { Report } from './flowRule.js';
import { flowRule } from './flowRule.js';
import { imageName, unquoted } from './imageName.js';
import { isPipName, isPipWrapper, pipInstalls } from './pipCommands.js';
import { keepsOutOfImage } from './runMounts.js';
import { runRule } from './runRule.js';

/** Flags of pip with a value: https://pip.pypa.io/en/stable/cli/pip_install/ */
const valuedFlags = [
  ...['abi', 'b', 'build', 'e', 'editable', 'extra-index-url', 'f', 'find-links', 'i', 'index-url'],
  ...['implementation', 'no-binary', 'only-binary', 'platform', 'prefix', 'progress-bar', 'proxy', 'python'],
  ...['python-version', 'root', 'root-user-action', 'src', 't', 'target', 'trusted-host', 'upgrade-strategy'],
];

/** What sources under version control begin with: https://pip.pypa.io/en/stable/topics/vcs-support/ */
const versionControl = /^(?:git|svn|hg\+(?:file|http|ssh|static-http)|bzr\+(?:http|ssh|sftp|ftp|lp))/;

/** What python takes for a wish to have no cache, and hadolint with it. */
const truthy = ['1', 'true', 'True', 'TRUE', 'on', 'On', 'ON', 'yes', 'Yes', 'YES'];

/** Packages of pip without a version. */
export const dl3013 = runRule({
  name: 'DL3013',
  title: 'pip installs a package without a version',
  severity: 'warning',
  preset: 'strict',
  message:
    'Pin versions in pip. Instead of `pip install <package>` use `pip install <package>==<version>` or ' +
    '`pip install --requirement <requirements file>`',
  programs: isPipName,
  find: (script) => pipInstalls(script).flatMap((command) => unpinnedPackage(command) ?? [])[0],
});

/** pip leaves its cache in the image. */
export const dl3042 = flowRule({
  name: 'DL3042',
  title: 'pip leaves its cache in the image',
  severity: 'warning',
  preset: 'recommended',
  message: 'Avoid use of cache directory with pip. Use `pip install --no-cache-dir <package>`',
  find: findCaches,
});

function unpinnedPackage(command: ShellCommand): ShellSpan | undefined {
  if (hasFlag(command, 'constraint', 'c') || hasWord(command, '--requirement', '-r', '.')) {
    return undefined;
  }
  return operandsBehind(operandsOf(command, valuedFlags), 'install').find(({ text }) => !isPinned(text));
}

function isPinned(text: string): boolean {
  const isVersioned = versionControl.test(text) ? text.includes('@') : text.includes('/');
  return isVersioned || /[<>]|==|!=|~=|\.whl$|\.tar\.gz$/.test(text);
}

/** Stages by the names that later ones call them, with whether the environment switches the cache off. */
function findCaches(steps: readonly FlowStep[], report: Report): void {
  const isOff = new Map<string | undefined, boolean>();
  let stage: string | undefined;
  for (const step of steps) {
    const { instruction } = step;
    if (instruction.keyword === 'FROM') {
      const base = imageName(instruction);
      stage = base.alias ?? base.name;
      isOff.set(stage, isOff.get(base.name) ?? false);
    } else if (instruction.keyword === 'ENV' && switchesCacheOff(step)) {
      isOff.set(stage, true);
    } else if (instruction.keyword === 'RUN' && isOff.get(stage) !== true) {
      report(step, cachingInstall(step));
    }
  }
}

const switchesCacheOff = oncePer(({ instruction }: FlowStep): boolean => {
  const assignment = instruction.assignments?.find(({ key }) => unquoted(key) === 'PIP_NO_CACHE_DIR');
  return truthy.includes(unquoted(assignment?.value ?? ''));
});

const cachingInstall = oncePer(({ instruction, script }: FlowStep): ShellSpan | undefined => {
  if (script === undefined || switchesOffInside(script.original)) {
    return undefined;
  }
  const install = pipInstalls(script).find(
    (command) => !hasWord(command, '--no-cache-dir') && !isPipWrapper(command),
  );
  return install === undefined || keepsOutOfImage(instruction, '.cache/pip') ? undefined : install;
});

/** Whether a script sets the variable anywhere; the first place counts. */
function switchesOffInside(text: string): boolean {
  const assignment = 'PIP_NO_CACHE_DIR=';
  const start = text.indexOf(assignment);
  return start !== -1 && truthy.some((value) => text.startsWith(value, start + assignment.length));
}
