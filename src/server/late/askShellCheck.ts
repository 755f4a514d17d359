import { messageOf } from '../../core/base/errors.js';
import { parseDockerfile } from '../../core/dockerfile/parseDockerfile.js';
import type { Finding } from '../../core/finding/finding.js';
import type { Host } from '../../core/host/host.js';
import type { DiskCheck } from '../../core/pipeline/checkRecipe.js';
import { resolveDockerfile } from '../../core/pipeline/resolveDockerfile.js';
import type { ShellChecker } from '../../core/pipeline/shellcheck/shellChecker.js';
import { createShellChecker } from '../../core/pipeline/shellcheck/shellChecker.js';
import type { RecipeCheck } from '../check/recipeCheck.js';
import type { LateAnswer, LateCheck, LateRequest } from './lateCheck.js';

/** A program that was missing may have been installed since. */
const lookAgainMs = 30_000;

/** ShellCheck, asked about the shell in RUN of what the editor holds; it remembers what it said of each script. */
export function createShellCheckVoice(): LateCheck {
  let program = '';
  let checker: ShellChecker | undefined;
  let missedMs: number | undefined;
  const checkerFor = (host: Host, path: string): ShellChecker => {
    if (checker === undefined || program !== path) {
      program = path;
      checker = createShellChecker(host, { program: path });
    } else if (missedMs !== undefined && host.clock.nowMs() - missedMs > lookAgainMs) {
      checker.forget();
      missedMs = undefined;
    }
    return checker;
  };
  return {
    name: 'shellcheck',
    basis: 'editor',
    ask: async (request) => {
      const { settings, host, isTrusted } = request;
      if (settings.shellcheckPath === '') {
        return { kind: 'silent', why: 'off' };
      }
      if (!isTrusted) {
        return { kind: 'silent', why: 'restricted' };
      }
      const answer = await askAbout(request, checkerFor(host, settings.shellcheckPath));
      missedMs = answer.kind === 'spoke' ? undefined : (missedMs ?? host.clock.nowMs());
      return answer;
    },
  };
}

async function askAbout(request: LateRequest, checker: ShellChecker): Promise<LateAnswer> {
  const startMs = performance.now();
  const findings: Finding[] = [];
  for (const [file, checks] of dockerfilesOf(request.check)) {
    const text = await readText(file, request);
    const result = text === undefined ? undefined : await askOnce(file, text, { request, checker });
    if (result?.kind === 'silent') {
      return result;
    }
    findings.push(...heard(result?.findings ?? [], checks));
  }
  return { kind: 'spoke', findings, platforms: [], elapsedMs: performance.now() - startMs };
}

/** The Dockerfiles of recipes, each with what came of the recipes that are built from it. */
function dockerfilesOf({ recipes, checks }: RecipeCheck): ReadonlyMap<string, readonly DiskCheck[]> {
  const files = new Map<string, readonly DiskCheck[]>();
  recipes.forEach((recipe, index) => {
    const file = resolveDockerfile(recipe);
    const check = checks[index];
    if (file !== undefined && check !== undefined) {
      files.set(file, [...(files.get(file) ?? []), check]);
    }
  });
  return files;
}

async function readText(file: string, { read, host }: LateRequest): Promise<string | undefined> {
  return read(file) ?? (await host.files.readText(file).catch(() => undefined));
}

type Answered =
  | Extract<LateAnswer, { readonly kind: 'silent' }>
  | { readonly kind: 'found'; readonly findings: readonly Finding[] };

async function askOnce(
  file: string,
  text: string,
  { request, checker }: { readonly request: LateRequest; readonly checker: ShellChecker },
): Promise<Answered> {
  try {
    const result = await checker.check(parseDockerfile(text), file, request.signal);
    return result.kind === 'checked'
      ? { kind: 'found', findings: result.findings }
      : { kind: 'silent', why: 'absent', detail: result.reason };
  } catch (error) {
    request.signal.throwIfAborted();
    return { kind: 'silent', why: 'failed', detail: messageOf(error) };
  }
}

/** What silences and policies let through; one recipe that hears a finding is enough. */
function heard(findings: readonly Finding[], checks: readonly DiskCheck[]): readonly Finding[] {
  const passed = checks.flatMap(({ hear }) => hear(findings));
  return [...new Map(passed.map((finding) => [findingKey(finding), finding])).values()];
}

function findingKey({ rule, range, message }: Finding): string {
  return JSON.stringify([rule, range, message]);
}
