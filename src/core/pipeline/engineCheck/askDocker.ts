import type { Completed, Host } from '../../host/host.js';
import { HostError } from '../../host/hostError.js';

/** How a question to docker is bounded. */
export interface DockerQuestion {
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly input?: string;
  readonly workingDirectory?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The program; default `docker`. */
  readonly docker?: string | undefined;
}

/** What docker wrote, whatever its exit code; or why it could not be asked, in words for a person. */
export type DockerAnswer = { readonly completed: Completed } | { readonly reason: string };

/** Asks docker something and waits no longer than it may take. Rejects only when aborted. */
export async function askDocker(
  host: Pick<Host, 'processes'>,
  question: DockerQuestion,
): Promise<DockerAnswer> {
  const { args, timeoutMs, signal, input, workingDirectory, environment, docker = 'docker' } = question;
  try {
    const completed = await host.processes.run(
      {
        program: docker,
        args,
        ...(workingDirectory !== undefined && { workingDirectory }),
        ...(environment !== undefined && { environment }),
      },
      { timeoutMs, ...(signal !== undefined && { signal }), ...(input !== undefined && { input }) },
    );
    return { completed };
  } catch (error) {
    if (error instanceof HostError) {
      return { reason: reasonOf(error, docker, timeoutMs) };
    }
    throw error;
  }
}

function reasonOf({ code, message }: HostError, docker: string, timeoutMs: number): string {
  switch (code) {
    case 'program-not-found':
      return `There is no program ${docker} here.`;
    case 'program-timeout':
      return `${docker} did not answer within ${Math.round(timeoutMs / 1000)} s.`;
    default:
      return message;
  }
}

/** The last words of what went wrong, without buildx's `ERROR:`. */
export function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? '')
    .replace(/^ERROR: /, '')
    .trim();
}
