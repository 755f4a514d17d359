import { createLogFormatter } from '../../build/formatLog.js';
import { formatCommand } from '../../plan/formatPlan.js';
import { toPrintableLine } from '../../report/printable.js';
import type { BuildResult, PipelineEvent } from '../buildRequest.js';

/**
 * Turns the events of one pipeline, in order, into the lines of its log: those of the build (`formatLog.ts` gives
 * their form), the commands, the phases and the result as lines of the tool itself (`-- text`).
 */
export function createPipelineLog(): (event: PipelineEvent) => readonly string[] {
  const formatEvent = createLogFormatter();
  return (event) => {
    switch (event.kind) {
      case 'build':
        return formatEvent(event.event);
      case 'phase':
        return [`-- ${event.phase}`];
      case 'plan':
        return event.plan.steps.map((step) => `-- $ ${toPrintableLine(formatCommand(step))}`);
      case 'result':
        return formatResult(event.result);
      case 'findings':
      case 'bytes':
        return [];
    }
  };
}

function formatResult({ outcome, images, problems }: BuildResult): readonly string[] {
  return [
    ...images.map(({ platform, configDigest, directory }) => {
      return `-- ${platform}: config ${configDigest} in ${toPrintableLine(directory)}`;
    }),
    ...problems.map(({ code, message }) => `-- error: ${toPrintableLine(message)} (${code})`),
    `-- ${outcome}`,
  ];
}
