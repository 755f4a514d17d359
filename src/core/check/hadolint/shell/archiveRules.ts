import type { Range } from '../../../base/text.js';
import { hasWord, operandsOf } from '../../../shell/commandArguments.js';
import type { ShellCommand, ShellScript } from '../../../shell/shellScript.js';
import type { Report } from './flowRule.js';
import { flowRule } from './flowRule.js';
import { unquoted } from './imageName.js';
import type { FlowStep } from './instructionFlow.js';

const archiveEnd = /\.(?:tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz)$/;

const unpackers = [...['unzip', 'gunzip', 'bunzip2', 'unlzma', 'unxz', 'zgz', 'uncompress', 'zcat', 'gzcat']];

/** An archive that is copied first and unpacked later. */
export const dl3010 = flowRule({
  name: 'DL3010',
  title: 'An archive is copied and unpacked where ADD does both at once',
  severity: 'info',
  preset: 'recommended',
  message: 'Use `ADD` for extracting archives into an image',
  find: findUnpacked,
  skipsTriggers: true,
});

/** A word of a COPY that names an archive. */
interface CopiedArchive {
  readonly step: FlowStep;
  readonly name: string;
  readonly range: Range;
}

/**
 * The COPYs of the last stage whose archives a later RUN of it unpacks; of the other stages nothing stays. One finding
 * for each COPY, at the first archive of it that is seen unpacked.
 */
function findUnpacked(steps: readonly FlowStep[], report: Report): void {
  const from = steps.findLastIndex(({ instruction }) => instruction.keyword === 'FROM');
  const copied: CopiedArchive[] = [];
  const found = new Map<FlowStep, CopiedArchive>();
  for (const step of steps.slice(from + 1)) {
    copied.push(...archivesOf(step));
    if (copied.length > 0 && step.instruction.keyword === 'RUN' && step.script !== undefined) {
      const unpacked = unpackedIn(step.script);
      for (const archive of copied.filter(({ name }) => unpacked.has(name))) {
        found.set(archive.step, found.get(archive.step) ?? archive);
      }
    }
  }
  found.forEach(({ range }, step) => {
    report(step, range);
  });
}

/** The archives that a COPY puts there: its destination where that is one, else those of its sources that are. */
function archivesOf(step: FlowStep): readonly CopiedArchive[] {
  const { keyword, flags, words } = step.instruction;
  if (keyword !== 'COPY' || flags.some(({ name }) => name === 'from')) {
    return [];
  }
  const paths = words.map(({ text, range }) => ({ path: unquoted(text), range }));
  const target = paths.slice(-1).filter(({ path }) => archiveEnd.test(path));
  const archives =
    target.length > 0 ? target : paths.slice(0, -1).filter(({ path }) => archiveEnd.test(path));
  return archives.map(({ path, range }) => ({ step, name: baseName(path), range }));
}

/** Names of the files that a script hands to programs that unpack. */
function unpackedIn(script: ShellScript): ReadonlySet<string> {
  return new Set(
    script.commands
      .filter((command) => unpackers.includes(command.name) || isTarExtracting(command))
      .flatMap((command) => operandsOf(command).map(({ text }) => baseName(unquoted(text)))),
  );
}

function isTarExtracting(command: ShellCommand): boolean {
  return (
    command.name === 'tar' &&
    (hasWord(command, '--extract', '--get') ||
      command.words.some(({ text }) => text.startsWith('-') && text.includes('x')))
  );
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
