import type { World } from '../world.js';
import { formatLive } from './liveLines.js';
import { reduceLive } from './liveState.js';
import type { LiveState } from './liveState.js';
import type { ProgressView } from './progressView.js';

const redrawEveryMs = 100;

const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
// Why: a line that turns out wider than we think must not wrap, or the next redraw would start a line too low.
const stopWrapping = '\u001B[?7l';
const startWrapping = '\u001B[?7h';

/** Puts a terminal back as it was, for an end that leaves no time to close the view. */
export const restoreTerminal = `${startWrapping}${showCursor}`;

/** Redraws a few lines in place, ten times a second at most; they stay when the view is closed. */
export function createLiveProgress(initial: LiveState, world: World): ProgressView {
  const { stderr: output, host, signal } = world;
  let state = initial;
  let drawn = 0;
  const draw = (): void => {
    const canvas = { ...output, columns: output.columns(), rows: output.rows() };
    const lines = formatLive(state, canvas, { nowMs: host.clock.nowMs(), isCancelling: signal.aborted });
    output.write(stopWrapping + redraw(lines, drawn) + startWrapping);
    drawn = lines.length;
  };
  output.write(hideCursor);
  const timer = setInterval(draw, redrawEveryMs);
  return {
    show: (event) => {
      state = reduceLive(state, event, host.clock.nowMs());
    },
    close: () => {
      clearInterval(timer);
      draw();
      output.write(`${showCursor}\n`);
    },
  };
}

/** Goes up over the lines drawn before, writes the new ones, and clears what is left below. */
function redraw(lines: readonly string[], drawn: number): string {
  const up = drawn === 0 ? '\r' : `\r\u001B[${drawn}A`;
  return `${up}${lines.map((line) => `\u001B[2K${line}\n`).join('')}\u001B[J`;
}
